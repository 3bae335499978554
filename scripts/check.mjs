// Everything that can be said about the code without starting the app: `npm run check`.
import { migrationDrift } from './drift.mjs'
import { capture, runAsScript, seconds, tool } from './run.mjs'
import { setup } from './setup.mjs'
import { UNIT_CONFIG } from './unit.mjs'
import { vitestQuietly } from './vitest.mjs'

const TYPED = [
  'tsconfig.json',
  'src-main',
  'src-renderer',
  'src-preload',
  'src-preload/contract',
  'tests',
]
const AT_ONCE = 2

const STEPS = {
  lint: () => capture(...tool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings'])),
  types,
  unused: () => capture(...tool('knip/bin/knip.js', ['--no-progress'])),
  migrations: migrationDrift,
  format: () => capture(...tool('oxfmt/bin/oxfmt', ['--check'])),
}

/** Runs the steps, prints a line for each, and returns the names of those that failed. */
export async function check({ executable, fast = false }) {
  const steps = { ...STEPS }
  if (!fast) steps.unit = () => vitestQuietly(executable, UNIT_CONFIG)

  const waiting = Object.entries(steps)
  const failed = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, step] = next
      if (!(await passes(name, step))) failed.push(name)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return failed
}

async function passes(name, step) {
  const started = Date.now()
  const { code, output } = await step()
  const time = seconds(started).padStart(6)
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(10)} ${time}`)
  if (code !== 0) console.log(output.trim().replace(/^/gm, '    '))
  return code === 0
}

async function types() {
  const outputs = []
  for (const project of TYPED) {
    const args = ['--noEmit', '--pretty', 'false', '-p', project]
    const { code, output } = await capture(...tool('typescript/bin/tsc', args))
    if (code !== 0) outputs.push(output.trim())
  }
  return { code: outputs.length > 0 ? 1 : 0, output: outputs.join('\n') }
}

await runAsScript(import.meta.url, async () => {
  const started = Date.now()
  const { executable } = await setup()
  const failed = await check({ executable, fast: process.argv.includes('--fast') })
  const result = failed.length > 0 ? `Failed: ${failed.join(', ')}` : 'All is well'
  console.log(`${result} (${seconds(started)}).`)
  return failed.length > 0 ? 1 : 0
})
