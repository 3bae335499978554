// What a development Electron runs first: it opens the folder named on the command line.
// Official builds bring such a file; the registry's runtime does not, so this one is put in.
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const { folder, preloads } = readArguments(process.argv.slice(1))
if (!folder) {
  console.error('Usage: electron [-r module] [switches] <folder of the app> [its arguments]')
  process.exit(1)
}

const root = resolve(folder)
const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
app.setAppPath(root)
app.setName(about.productName ?? about.name)
if (about.version) app.setVersion(about.version)
if (about.desktopName) app.setDesktopName(about.desktopName)

// Playwright's hook has to be there before the app's first line runs.
const require = createRequire(join(root, 'package.json'))
for (const preload of preloads) require(resolve(preload))

// Awaited at the top level: Electron holds `ready` back until this file is done, so the app can
// still do what must happen before it, such as registering a privileged scheme.
await import(pathToFileURL(require.resolve(join(root, about.main ?? 'index.js'))).href)

/** Finds the folder and what to load before it; everything else stays in `process.argv`. */
function readArguments(args) {
  const preloads = []
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index]
    if (argument === '-r' || argument === '--require') preloads.push(args[(index += 1)])
    else if (argument.startsWith('--require=')) preloads.push(argument.slice('--require='.length))
    else if (!argument.startsWith('-')) return { folder: argument, preloads }
  }
  return { folder: undefined, preloads }
}
