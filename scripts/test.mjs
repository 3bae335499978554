// Everything: checks, unit tests, a short round of faults, end-to-end tests. `npm test`.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { e2e } from './e2e.mjs'
import { FAULTS_CONFIG, faults } from './faults.mjs'
import { pack } from './pack.mjs'
import { countsIn, sum } from './reports.mjs'
import { ROOT, runAsScript, seconds } from './run.mjs'
import { setup } from './setup.mjs'
import { UNIT_CONFIG } from './unit.mjs'
import { vitest } from './vitest.mjs'

await runAsScript(import.meta.url, async () => {
  const started = Date.now()
  const electron = await setup()
  const { executable } = electron
  const reports = mkdtempSync(join(tmpdir(), 'keepsake-reports-'))
  const counts = []
  const suite = async (name, start) => {
    console.log(`\n— ${name}`)
    const report = join(reports, `${name}.json`)
    counts.push(countsIn(report, await start(report)))
  }

  try {
    console.log('— check')
    // A step that fails counts as one failed test, or the last line would say that all is well.
    const failed = await check({ executable, fast: true })
    counts.push({ passed: 0, failed: failed.length, skipped: 0 })
    await suite('unit', (report) => vitest(executable, UNIT_CONFIG, { report }))

    await build()
    if (existsSync(join(ROOT, FAULTS_CONFIG))) {
      await suite('faults', (report) => faults(executable, 'short', { report }))
    }
    if ((await pack(electron)) !== 0) throw new Error('The packaging failed.')
    await suite('e2e', (report) => e2e(executable, { report }))
  } catch (error) {
    console.log(error.message)
    counts.push({ passed: 0, failed: 1, skipped: 0 })
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }

  const total = sum(counts)
  console.log(`\nTook ${seconds(started)}.`)
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed > 0 ? 1 : 0
})
