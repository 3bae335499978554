import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { finishRestore } from '../../../src-main/backup/swap'
import { bundleScript } from '../storage/child'
import { temporaryFolder } from '../world'
import { contentOf, fill, makeHistory, NOW, openHistory } from './history'

const canTrace = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0
const byStrace = canTrace ? '' : ' [skipped: strace is not installed]'
const long = process.env['KEEPSAKE_FAULTS'] === 'long'

/** All by which a restore changes the disk. */
const CALLS = 'rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync,pwrite64,ftruncate'

const SCRIPT = `
import { restoreCopy } from 'src-main/backup/restore'
import { salvageInPlace } from 'src-main/backup/salvage'
import { setAside } from 'src-main/backup/swap'
import { readMigrations } from 'src-main/db/migrate'
const [what, file, copy] = process.argv.slice(2)
const options = { migrations: readMigrations('${resolve('migrations')}'), now: ${NOW} }
if (what === 'restore') restoreCopy(file, copy, options)
if (what === 'salvage') salvageInPlace(file, options)
if (what === 'setAside') setAside(file, ${NOW})
`

/** A folder with a history of three chats, half of it in its log, and a copy of one chat. */
function makeWorld(folder: string) {
  const file = join(folder, 'live', 'keepsake.db')
  mkdirSync(dirname(file), { recursive: true })
  makeHistory(join(folder, 'live', 'copy.db'), 1)
  const db = openHistory(file)
  fill(db, 1)
  db.$client.pragma('wal_checkpoint(TRUNCATE)')
  fill(db, 2)
  cpSync(join(folder, 'live'), join(folder, 'world'), { recursive: true })
  return join(folder, 'world')
}

test.skipIf(!canTrace).each(['restore', 'salvage', 'setAside'])(
  `a %s killed at any change of the disk leaves the old or the new history${byStrace}`,
  async (what) => {
    const folder = temporaryFolder()
    const world = makeWorld(folder)
    const script = await bundleScript(folder, SCRIPT)
    const before = contentOf(join(cloneOf(world), 'keepsake.db'))
    const copied = contentOf(join(world, 'copy.db'))
    const after = what === 'restore' ? copied : before
    const count = countCalls(script, what, cloneOf(world))
    expect(count).toBeGreaterThan(5)
    const outcomes = new Set<string>()
    for (let n = count; n > 0; n -= stepFrom(count - n)) {
      const copy = cloneOf(world)
      run(script, what, copy, ['-e', `inject=${CALLS}:signal=SIGKILL:when=${n}`])
      outcomes.add(examine(copy, what, before, after, `killed at ${n} of ${count}`))
    }
    expect(outcomes).toEqual(new Set(['old', 'new']))
  },
  600_000,
)

/** The moves come last: a short run looks at every second one of them, and at few writes before. */
function stepFrom(done: number) {
  if (long) return 1
  return done < 20 ? 2 : 40
}

let clones = 0
function cloneOf(world: string) {
  const clone = `${world}-${(clones += 1)}`
  cpSync(world, clone, { recursive: true })
  return clone
}

function run(script: string, what: string, folder: string, options: string[]) {
  const files = [join(folder, 'keepsake.db'), join(folder, 'copy.db')]
  return spawnSync(
    'strace',
    ['-f', '-qq', '-o', join(folder, 'trace'), '-e', `trace=${CALLS}`, ...options].concat(
      [process.execPath, script, what],
      files,
    ),
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, encoding: 'utf8' },
  )
}

function countCalls(script: string, what: string, folder: string) {
  const { status, stderr } = run(script, what, folder, [])
  expect(stderr + status).toBe('0')
  return readFileSync(join(folder, 'trace'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('(')).length
}

/** What the next start finds: which history, whole, and the former one kept. */
function examine(
  folder: string,
  what: string,
  before: Map<string, string>,
  after: Map<string, string>,
  when: string,
) {
  const file = join(folder, 'keepsake.db')
  const atStart = finishRestore(file, NOW)
  const names = readdirSync(folder)
  expect(
    names.filter((name) => /incoming|restore\.json|partial/.test(name)),
    when,
  ).toEqual([])
  const aside = names.find((name) =>
    /^keepsake\.db\.damaged-[^-]*-[^-]*-[^-]*-[^-]*-[^-]*-\w*$/.test(name),
  )
  expect(contentOf(join(folder, aside ?? 'keepsake.db')), when).toEqual(before)
  if (!aside) return 'old'
  if (what === 'setAside') expect(existsSync(file) || existsSync(`${file}-wal`), when).toBe(false)
  else expect(contentOf(file), `${when}, finished ${atStart}`).toEqual(after)
  return 'new'
}
