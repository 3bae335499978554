import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { bundle } from '../unit/bundle'
import { temporaryFolder } from '../unit/world'
import { CHECKOUT } from './program'
import { isLong } from './report'
import { byTrace, canTrace } from './trace'

const kills = isLong ? 60 : 6

const fixtures = join(import.meta.dirname, '../fixtures/import')
const FULL = join(fixtures, 'litechat/litechat_full_config_2026-01-01_00-01-30.json')
const CALLS = ['fsync', 'fdatasync', 'pwrite64']
const TABLES = ['rules', 'tags', 'tag_rules', 'mods', 'mcp_servers', 'sync_repos', 'projects']

test.skipIf(!canTrace)(
  `a configuration that is being imported is there whole or not at all after a kill${byTrace}`,
  async () => {
    const folder = temporaryFolder()
    const script = await bundle(join(CHECKOUT, 'tests/faults/child/import.ts'))
    onTestFinished(script.remove)
    const world = join(folder, 'world')
    cpSync(join(fixtures, 'librechat'), world, { recursive: true })
    run(script.file, world, join(world, 'tokyo-flat-no-branches.json'))
    const none = rowsIn(world)
    const whole = `${world}-whole`
    cpSync(world, whole, { recursive: true })
    run(script.file, whole, FULL, [])
    const all = rowsIn(whole)
    expect(all).not.toBe(none)
    const lines = readFileSync(join(whole, 'trace'), 'utf8')
    for (const call of CALLS) {
      const count = lines.match(new RegExp(`^\\d+ +${call}\\(`, 'gm'))?.length ?? 0
      const step = Math.max(1, Math.ceil(count / kills))
      for (let n = 1; n <= count; n += step) {
        const clone = `${world}-${call}-${n}`
        cpSync(world, clone, { recursive: true })
        run(script.file, clone, FULL, ['-e', `inject=${call}:signal=SIGKILL:when=${n}`])
        expect([call, n, [none, all].includes(rowsIn(clone))]).toEqual([call, n, true])
        run(script.file, clone, FULL, undefined, 'start')
        expect([call, n, [none, all].includes(rowsIn(clone))]).toEqual([call, n, true])
        expect([call, n, run(script.file, clone, FULL).status]).toEqual([call, n, 0])
        expect([call, n, rowsIn(clone)]).toEqual([call, n, all])
        rmSync(clone, { recursive: true })
      }
    }
  },
  600_000,
)

function run(script: string, folder: string, file: string, inject?: string[], what = 'import') {
  const command = [process.execPath, script, what, folder, file]
  const trace = ['-f', '-qq', '-o', join(folder, 'trace'), '-e', `trace=${CALLS.join(',')}`]
  const [program = '', ...args] = inject ? ['strace', ...trace, ...inject, ...command] : command
  return spawnSync(program, args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  })
}

/** How many rows each table of the configuration has, as one text. */
function rowsIn(folder: string): string {
  const client = new Database(join(folder, 'keepsake.db'), { readonly: true })
  try {
    expect(client.pragma('integrity_check', { simple: true })).toBe('ok')
    return TABLES.map((table) =>
      client.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    ).join()
  } finally {
    client.close()
  }
}
