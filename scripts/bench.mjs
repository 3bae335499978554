// Runs the measurements on the built app; further arguments go to them.
import { build } from './build.mjs'
import { withDisplay } from './display.mjs'
import { asNode, runAsScript } from './run.mjs'
import { setup } from './setup.mjs'

await runAsScript(import.meta.url, async () => {
  const { executable } = await setup()
  await build()
  const env = asNode({ KEEPSAKE_ELECTRON: executable })
  return withDisplay(executable, ['tests/bench/run.ts', ...process.argv.slice(2)], { env })
})
