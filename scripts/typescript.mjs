// Loaded with `node --import`: lets Node run the checkout's TypeScript as it stands, by stripping its
// types. Node knows neither imports without an ending nor the paths of tsconfig.json.
import { registerHooks } from 'node:module'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './run.mjs'

const CONTRACT = '@contract/'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith(CONTRACT)) {
      const file = join(ROOT, 'src-preload/contract', `${specifier.slice(CONTRACT.length)}.ts`)
      return next(pathToFileURL(file).href, context)
    }
    const ours = specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
    return next(ours && extname(specifier) === '' ? `${specifier}.ts` : specifier, context)
  },
})
