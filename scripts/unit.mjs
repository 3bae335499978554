// Runs the unit tests; further arguments go to vitest.
import { runAsScript } from './run.mjs'
import { setup } from './setup.mjs'
import { vitest } from './vitest.mjs'

export const UNIT_CONFIG = 'tests/unit/vitest.config.ts'

await runAsScript(import.meta.url, async () => {
  const { executable } = await setup()
  return vitest(executable, UNIT_CONFIG, { args: process.argv.slice(2) })
})
