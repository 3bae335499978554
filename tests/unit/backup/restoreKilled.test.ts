import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { finishRestore } from '../../../src-main/backup/swap'
import { bundle } from '../bundle'
import { temporaryFolder } from '../world'
import { contentOf, fill, makeHistory, NOW, openHistory } from './history'

const canTrace = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0
const byStrace = canTrace ? '' : ' [skipped: strace is not installed]'
const long = process.env['KEEPSAKE_FAULTS'] === 'long'

type History = Map<string, string>

/** All by which a restore changes the disk. */
const CALLS = 'rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync,pwrite64,ftruncate'

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

test.skipIf(!canTrace).each(['restore', 'salvage', 'setAside'] as const)(
  `a %s killed at any change of the disk leaves the old or the new history${byStrace}`,
  async (what) => {
    const world = makeWorld(temporaryFolder())
    const before = contentOf(join(cloneOf(world), 'keepsake.db'))
    const copied = contentOf(join(world, 'copy.db'))
    const expected = { restore: copied, salvage: before, setAside: null }[what]
    const script = await bundle(join(import.meta.dirname, 'swapChild.ts'))
    onTestFinished(script.remove)
    const count = countCalls(script.file, what, cloneOf(world))
    const outcomes = new Set<string>()
    for (let n = count; n > 0; n -= stepFrom(count - n)) {
      const clone = cloneOf(world)
      run(script.file, what, clone, ['-e', `inject=${CALLS}:signal=SIGKILL:when=${n}`])
      outcomes.add(foundAtStart(clone, before, expected))
      rmSync(clone, { recursive: true })
    }
    expect(outcomes).toEqual(new Set(['old', 'new']))
  },
  600_000,
)

/** The moves come last: a short run looks at each of them, and at few of the writes before. */
function stepFrom(done: number) {
  if (long) return 1
  return done < 24 ? 1 : 60
}

let clones = 0
function cloneOf(world: string) {
  const clone = `${world}-${(clones += 1)}`
  cpSync(world, clone, { recursive: true })
  return clone
}

function run(script: string, what: string, folder: string, options: string[]) {
  const trace = ['-f', '-qq', '-o', join(folder, 'trace'), '-e', `trace=${CALLS}`]
  const command = [process.execPath, script, what, join(folder, 'keepsake.db')]
  return spawnSync('strace', [...trace, ...options, ...command, join(folder, 'copy.db')], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  })
}

function countCalls(script: string, what: string, folder: string) {
  const { status, stderr } = run(script, what, folder, [])
  if (status !== 0) throw new Error(stderr)
  const trace = readFileSync(join(folder, 'trace'), 'utf8')
  return trace.split('\n').filter((line) => line.includes('(')).length
}

/** What the next start finds: the old history where it was, or the new one and the old one kept. */
function foundAtStart(folder: string, before: History, expected: History | null) {
  const file = join(folder, 'keepsake.db')
  const finished = finishRestore(file, NOW)
  const names = readdirSync(folder)
  if (names.some((name) => /incoming|restore\.json|partial/.test(name))) return names.join(' ')
  const aside = names.find((name) => name.includes('.damaged-') && !/-(wal|shm)$/.test(name))
  if (!aside) return same(file, before) ? 'old' : `mixed, finished ${finished}`
  if (!same(join(folder, aside), before)) return `the old one is not kept, finished ${finished}`
  if (expected) return same(file, expected) ? 'new' : `mixed, finished ${finished}`
  return existsSync(file) || existsSync(`${file}-wal`) ? 'set aside in part' : 'new'
}

function same(file: string, content: History) {
  return existsSync(file) && JSON.stringify([...contentOf(file)]) === JSON.stringify([...content])
}
