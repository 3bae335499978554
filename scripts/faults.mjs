// Runs the suite that kills and starves the app, in its long form; arguments go to vitest.
import { build } from './build.mjs'
import { runAsScript } from './run.mjs'
import { setup } from './setup.mjs'
import { vitestWithDisplay } from './vitest.mjs'

export const FAULTS_CONFIG = 'tests/faults/vitest.config.ts'

/** Runs the suite and resolves the exit code. `length` is `short` or `long`. */
export function faults(executable, length, options = {}) {
  const env = { KEEPSAKE_FAULTS: length }
  return vitestWithDisplay(executable, FAULTS_CONFIG, { ...options, env })
}

await runAsScript(import.meta.url, async () => {
  const { executable } = await setup()
  await build()
  return faults(executable, 'long', { args: process.argv.slice(2) })
})
