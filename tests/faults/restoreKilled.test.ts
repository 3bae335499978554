import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { finishRestore } from '../../src-main/backup/swap'
import { bundle } from '../unit/bundle'
import { temporaryFolder } from '../unit/world'
import { contentOf, fill, makeHistory, NOW, openHistory } from '../unit/backup/history'
import { CHECKOUT } from './program'
import { figure, isLong } from './report'
import { byTrace, canTrace } from './trace'

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
  `a %s killed at any change of the disk leaves the old or the new history${byTrace}`,
  async (what) => {
    const world = makeWorld(temporaryFolder())
    const before = contentOf(join(cloneOf(world), 'keepsake.db'))
    const copied = contentOf(join(world, 'copy.db'))
    const expected = { restore: copied, salvage: before, setAside: null }[what]
    const script = await bundle(join(CHECKOUT, 'tests/faults/child/swap.ts'))
    onTestFinished(script.remove)
    const outcomes = new Set<string>()
    let kills = 0
    for (const [call, count] of callsOf(script.file, what, cloneOf(world))) {
      for (let n = 1; n <= count; n += stepOf(call)) {
        const clone = cloneOf(world)
        run(script.file, what, clone, ['-e', `inject=${call}:signal=SIGKILL:when=${n}`])
        outcomes.add(foundAtStart(clone, before, expected))
        kills += 1
        rmSync(clone, { recursive: true })
      }
    }
    expect(outcomes).toEqual(new Set(['old', 'new']))
    figure(`F6 a copy (${what}) killed at changes of the disk`, `${kills} times, old or new`)
  },
  600_000,
)

/** A short run looks at every rename, removal and sync, and at few of the writes. */
function stepOf(call: string) {
  return isLong || call !== 'pwrite64' ? 1 : 60
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

/** How often each call was made: strace counts the calls of each name by themselves. */
function callsOf(script: string, what: string, folder: string): Map<string, number> {
  const { status, stderr } = run(script, what, folder, [])
  if (status !== 0) throw new Error(stderr)
  const counts = new Map<string, number>()
  for (const line of readFileSync(join(folder, 'trace'), 'utf8').split('\n')) {
    const call = /^\d+ +(\w+)\(/.exec(line)?.[1]
    if (call) counts.set(call, (counts.get(call) ?? 0) + 1)
  }
  return counts
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
