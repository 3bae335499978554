// Runs the measurements on the built app; further arguments go to them, such as the name of one.
import { build } from './build.mjs'
import { withDisplay } from './display.mjs'
import { asNode, runAsScript } from './run.mjs'
import { setup } from './setup.mjs'

await runAsScript(import.meta.url, async () => {
  const { executable } = await setup()
  await build()
  const env = asNode({ KEEPSAKE_ELECTRON: executable })
  const program = ['--import', './scripts/typescript.mjs', 'tests/bench/run.ts']
  return withDisplay(executable, [...program, ...process.argv.slice(2)], { env })
})
