import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ALL } from '../../src-main/backup/categories'
import { makeBackup } from '../../src-main/backup/make'
import { restoreBackup, undoRestore } from '../../src-main/backup/restoreBackup'
import { finishRestore } from '../../src-main/backup/swap'
import { verifyBackup } from '../../src-main/backup/verify'
import { type Paths, paths } from '../../src-main/storage/layout'
import { bundle } from '../unit/bundle'
import { migrations, temporaryFolder } from '../unit/world'
import { NOW } from '../unit/backup/history'
import { backUp, fullProfile, hashOf, restoring, tableHashes } from '../unit/backup/profile'
import { CHECKOUT } from './program'
import { figure, isLong } from './report'
import { byTrace, canTrace } from './trace'

const supported = migrations.length

/** All by which the disk is changed, and how many of each a short run passes over. */
const STEPS = { rename: 2, unlink: 8, fsync: 6, pwrite64: 150, ftruncate: 2 }

/** Kills a restore or a backup at many moments; `examine` is given each clone that was left. */
async function killEverywhere(
  what: 'merge' | 'replace' | 'undo' | 'backup',
  world: Paths,
  copyIn: (clone: Paths) => string,
  examine: (clone: Paths, copy: string) => Promise<string>,
): Promise<Record<string, number>> {
  const script = await bundle(join(CHECKOUT, 'tests/faults/child/swap.ts'))
  onTestFinished(script.remove)
  const outcomes: Record<string, number> = {}
  for (const [call, step] of Object.entries(STEPS)) {
    const count = run(script.file, what, clone(world), copyIn, call, [])
    for (let n = 1; n <= count; n += stepOf(what, count, step)) {
      const place = clone(world)
      run(script.file, what, place, copyIn, call, ['-e', `inject=${call}:signal=SIGKILL:when=${n}`])
      const outcome = await examine(place, copyIn(place))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      rmSync(place.root, { recursive: true })
    }
  }
  return outcomes
}

/** Few moments are all looked at. */
function stepOf(what: string, count: number, step: number): number {
  if (what === 'backup' && count < 10) return 1
  return isLong ? Math.ceil(step / 10) : step
}

let clones = 0
function clone({ root }: Paths): Paths {
  const copy = `${root}-${(clones += 1)}`
  cpSync(root, copy, { recursive: true })
  return paths(copy, 'default')
}

/** Answers how often the call was made. */
function run(
  script: string,
  what: string,
  place: Paths,
  copyIn: (clone: Paths) => string,
  call: string,
  options: string[],
): number {
  const trace = join(place.root, 'trace')
  const command = [process.execPath, script, what, place.root, copyIn(place)]
  const traced = ['-f', '-qq', '-o', trace, '-e', `trace=${call}`, ...options, ...command]
  const { status, stderr } = spawnSync('strace', traced, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  })
  if (options.length === 0 && status !== 0) throw new Error(stderr)
  const lines = readFileSync(trace, 'utf8').split('\n')
  return lines.filter((line) => new RegExp(`^\\d+ +${call}\\(`).test(line)).length
}

test.skipIf(!canTrace).each([
  ['merge', 'a backup'],
  ['replace', 'a backup'],
  ['merge', 'another profile'],
] as const)(
  `a restore (%s of %s) killed at any moment leaves the old or the new state, and the old one is kept${byTrace}`,
  async (what, from) => {
    const world = fullProfile(1)
    const other = fullProfile(2)
    const file = from === 'a backup' ? (await backUp(other)).file : other.profile
    const otherBefore = hashOf(other)
    const options = restoring({ replace: what === 'replace' ? ALL : [], now: NOW })
    const done = clone(world)
    await restoreBackup(done, file, options, () => Promise.resolve())
    const [before, after] = [state(world), state(done)]
    expect(before).not.toBe(after)
    const outcomes = await killEverywhere(
      what,
      world,
      () => file,
      async (place) => {
        finishRestore(place.database, NOW)
        const left = readdirSync(place.profile).filter((name) =>
          /incoming|restore\.json/.test(name),
        )
        if (left.length > 0) return `left ${left.join()}`
        const found = state(place)
        if (found === before) return 'old'
        if (found !== after) return 'mixed'
        const filesAreThere = hashOf(place) === hashOf(done)
        const [kept = ''] = readdirSync(place.backups)
        cpSync(join(place.backups, kept), place.database)
        return filesAreThere && state(place) === before ? 'new' : 'not kept'
      },
    )
    expect(Object.keys(outcomes).toSorted()).toEqual(['new', 'old'])
    expect(hashOf(other)).toBe(otherBefore)
    figure(`F6 a restore (${what} of ${from}) killed at changes of the disk`, told(outcomes))
  },
  900_000,
)

test.skipIf(!canTrace)(
  `an undone restore killed at any moment leaves the old or the new state, and the old one is kept${byTrace}`,
  async () => {
    const original = fullProfile(1)
    const { file } = await backUp(fullProfile(2))
    const world = clone(original)
    await restoreBackup(world, file, restoring({ now: NOW }), () => Promise.resolve())
    const done = clone(world)
    undoRestore(done, { migrations, now: NOW + 90_000 })
    const [before, after] = [state(world), state(done)]
    expect(after).toBe(state(original))
    const outcomes = await killEverywhere(
      'undo',
      world,
      () => '',
      (place) => {
        finishRestore(place.database, NOW)
        const left = readdirSync(place.profile).filter((name) => /incoming|json$/.test(name))
        if (left.length > 0) return Promise.resolve(`left ${left.join()}`)
        const found = state(place)
        if (found === before) return Promise.resolve('old')
        if (found !== after) return Promise.resolve('mixed')
        const kept = readdirSync(place.backups).find((name) => name.startsWith('before-undo')) ?? ''
        cpSync(join(place.backups, kept), place.database)
        return Promise.resolve(state(place) === before ? 'new' : 'not kept')
      },
    )
    expect(Object.keys(outcomes).toSorted()).toEqual(['new', 'old'])
    figure('F6 an undone restore killed at changes of the disk', told(outcomes))
  },
  900_000,
)

test.skipIf(!canTrace)(
  `a backup killed at any moment has its name only when it is whole${byTrace}`,
  async () => {
    const world = fullProfile(1)
    const folder = temporaryFolder()
    const outcomes = await killEverywhere(
      'backup',
      world,
      ({ root }) => {
        const own = join(folder, basename(root))
        mkdirSync(own, { recursive: true })
        return join(own, 'x.keepsake')
      },
      async (_, copy) => {
        const folder = join(copy, '..')
        const isThere = readdirSync(folder).includes('x.keepsake')
        for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1, 1)
        // The next one into this folder, however it is called, clears away what was left.
        await makeBackup(world, join(folder, 'next.keepsake'), { app: '1', supported, now: NOW })
        const made = isThere ? ['next.keepsake', 'x.keepsake'] : ['next.keepsake']
        const names = readdirSync(folder).toSorted()
        if (names.join() !== made.join()) return `left ${names.join()}`
        if (!isThere) return 'none'
        return (await verifyBackup(copy, { supported })).ok ? 'whole' : 'broken'
      },
    )
    expect(Object.keys(outcomes).toSorted()).toEqual(['none', 'whole'])
    figure('F5 a backup killed at changes of the disk', told(outcomes))
  },
  900_000,
)

function told(outcomes: Record<string, number>): string {
  return Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ')
}

function state(place: Paths): string {
  return JSON.stringify(tableHashes(place))
}
