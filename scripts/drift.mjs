// Whether the migrations in the checkout lead to the tables the code declares.
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT, capture, tool } from './run.mjs'

/** Generates into a copy of the migrations; a new one there is one that was forgotten here. */
export async function migrationDrift() {
  // Inside the checkout, because the generator takes the paths of its configuration from there.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.drift-'))
  try {
    const copy = join(folder, 'migrations')
    cpSync(join(ROOT, 'migrations'), copy, { recursive: true })
    const config = join(folder, 'drizzle.config.ts')
    const out = JSON.stringify(`./${relative(ROOT, copy).replaceAll('\\', '/')}`)
    writeFileSync(
      config,
      `import config from '../../scripts/drizzle.config'\nexport default { ...config, out: ${out} }\n`,
    )
    const args = ['generate', '--config', relative(ROOT, config)]
    const { code, output } = await capture(...tool('drizzle-kit/bin.cjs', args))
    if (code !== 0) return { code, output }

    const before = new Set(readdirSync(join(ROOT, 'migrations')))
    const forgotten = readdirSync(copy).filter((name) => !before.has(name))
    if (forgotten.length === 0) return { code: 0, output }
    const reason = 'The tables have changed without a migration: run `npm run migration`.'
    return { code: 1, output: `${reason}\n${output}` }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
