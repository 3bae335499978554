import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { completeMoves } from '../../src-main/moving/finish'
import { readMoves } from '../../src-main/moving/journal'
import { abandonMove } from '../../src-main/moving/move'
import { isUnfinished, readRoot } from '../../src-main/storage/layout'
import { resolveRoot } from '../../src-main/storage/root'
import { bundle } from '../unit/bundle'
import { hashOf, makeRoot, NOW } from '../unit/moving/roots'
import { machine } from '../unit/storage/machine'
import { byPower, byRoot, canCutPower, canMount, powerDisk, smallDisk } from './disks'
import { CHECKOUT } from './program'
import { figure, isLong } from './report'
import { byTrace, canTrace, killedAt } from './trace'

/** All by which a move changes a disk. */
const CALLS = [
  'write',
  'fsync',
  'rename',
  'unlink',
  'mkdir',
  'utimensat',
  ...(isLong ? ['openat'] : []),
]
const QUIETLY = ['strace', '-f', '-qqq', '-o', '/dev/null']
const KILLS = isLong ? Infinity : 4

test.skipIf(!canTrace)(
  `F7 a move killed at any change of the disk leaves one whole root, and goes on or is cancelled${byTrace}`,
  async () => {
    const script = await child()
    const world = newWorld()
    const hash = hashOf(world.from)
    const found = { old: 0, new: 0 }
    for (const call of CALLS) {
      const count = callsOf(script, world, call)
      const step = Math.max(1, Math.ceil(count / KILLS))
      expect(count).toBeGreaterThan(0)
      // From the end, where the one root takes over from the other.
      for (let when = count; when >= 1; when -= step) {
        const here = copyOf(world)
        run(script, here, killedAt(call, when))
        const root = expectOne(here, hash)
        found[root] += 1
        if (root === 'new') continue
        // Every other is taken back first, the rest is gone on with.
        if (when % 2 === 1) cancel(here)
        const again = run(script, here)
        expect([call, when, again.stderr.toString(), again.status]).toEqual([call, when, '', 0])
        expect(expectOne(here, hash)).toBe('new')
        rmSync(here.folder, { recursive: true })
      }
    }
    expect(found.old).toBeGreaterThan(0)
    expect(found.new).toBeGreaterThan(0)
    figure('F7 killed during a move', `${found.old} times the old root, ${found.new} times the new`)
  },
)

test.skipIf(!canMount)(
  `F7 a disk that is full in the middle of a move leaves the old root, and has room again later${byRoot}`,
  async () => {
    const script = await child()
    const world = newWorld()
    const hash = hashOf(world.from)
    const disk = smallDisk(1)
    const to = join(disk.path, 'new')
    // Somebody else takes the room that was there when it was asked for.
    const taken = ['-e', 'trace=write', '-e', 'inject=write:error=ENOSPC:when=12+']
    if (canTrace) expect(run(script, { ...world, to }, [...QUIETLY, ...taken]).status).not.toBe(0)
    expect(expectOne({ ...world, to }, hash)).toBe('old')
    disk.fill()
    const full = run(script, { ...world, to })
    expect(full.stderr.toString()).toContain('move_interrupted')
    expect(expectOne({ ...world, to }, hash)).toBe('old')
    disk.empty()
    expect(run(script, { ...world, to }).status).toBe(0)
    expect(expectOne({ ...world, to }, hash)).toBe('new')
  },
)

test.skipIf(!canMount || !canTrace)(
  `F7 a disk that is unplugged in the middle of a move leaves the old root${byRoot}${byTrace}`,
  async () => {
    const script = await child()
    const world = newWorld()
    const hash = hashOf(world.from)
    const disk = canCutPower ? powerDisk() : smallDisk(64)
    const here = { ...world, to: join(disk.path, 'new') }
    const broken = [...QUIETLY, '-e', 'trace=fsync', '-e', 'inject=fsync:error=EIO:when=8+']
    const failed = run(script, here, broken)
    expect(failed.stderr.toString()).toContain('EIO')
    expect(expectOne(here, hash)).toBe('old')
    if ('detach' in disk) disk.detach()
    // Without its disk it can be cancelled all the same.
    cancel(here)
    expect(expectOne(here, hash)).toBe('old')
  },
)

const CUTS = isLong ? 20 : 3

test.skipIf(!canCutPower || !canTrace)(
  `F8 ${CUTS} power cuts during a move leave one whole root${byPower}`,
  async () => {
    const script = await child()
    const world = newWorld()
    const hash = hashOf(world.from)
    const found = { old: 0, new: 0 }
    for (let cut = 0; cut < CUTS; cut += 1) {
      const disk = powerDisk()
      const here = copyTo(world, join(disk.path, 'machine'))
      spawnSync('sync', ['-f', disk.path])
      // Stopped at a write, the disk loses all that was not synced by then.
      const when = Math.ceil(((cut + 1) / CUTS) * callsOf(script, world, 'fsync'))
      run(script, here, killedAt('fsync', when))
      disk.cutPower()
      disk.restart()
      found[expectOne(here, hash)] += 1
      expect(run(script, here).status === 0 || isMoved(here)).toBe(true)
      expect(expectOne(here, hash)).toBe('new')
      disk.detach()
    }
    figure(`F8 ${CUTS} power cuts during a move`, `${found.old} old, ${found.new} new`)
  },
)

interface World {
  folder: string
  appDataDir: string
  from: string
  to: string
}

function newWorld(): World {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keepsake-faults-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const world = inFolder(folder)
  makeRoot(world.from)
  return world
}

function inFolder(folder: string): World {
  const { appDataDir } = machine(folder)
  return { folder, appDataDir, from: join(appDataDir, 'data'), to: join(folder, 'disk', 'new') }
}

function copyOf(world: World): World {
  return copyTo(world, realpathSync(mkdtempSync(join(tmpdir(), 'keepsake-faults-'))))
}

function copyTo(world: World, folder: string): World {
  cpSync(world.folder, folder, { recursive: true, preserveTimestamps: true })
  return inFolder(folder)
}

/** What the next start finds: exactly one root is the data, and it is whole. Answers which. */
function expectOne({ folder, appDataDir, from, to }: World, hash: string): 'old' | 'new' {
  completeMoves(appDataDir, NOW)
  const root = resolveRoot(machine(folder))
  expect(root.fallback).toBe(false)
  expect([from, to]).toContain(root.path)
  expect(hashOf(root.path)).toBe(hash)
  if (root.path === to) {
    expect(readRoot(from)?.movedTo?.path).toBe(to)
    expect(hashOf(from)).toBe(hash)
    return 'new'
  }
  // What is in the new folder says of itself that it is no root yet.
  if (existsSync(to)) expect(isUnfinished(to)).toBe(true)
  return 'old'
}

function cancel(world: World): void {
  const { appDataDir, to } = world
  for (const move of readMoves(appDataDir, NOW)) {
    if (move.phase !== 'copying') return
    abandonMove({ appDataDir, move, now: NOW })
    expect(existsSync(to)).toBe(false)
    const beside = dirname(to)
    expect(
      existsSync(beside) ? readdirSync(beside).filter((name) => name !== 'lost+found') : [],
    ).toEqual([])
  }
}

function isMoved({ appDataDir }: World): boolean {
  return readMoves(appDataDir, NOW).some(({ phase }) => phase === 'left')
}

function callsOf(script: string, world: World, call: string): number {
  const here = copyOf(world)
  const log = join(here.folder, 'trace')
  const traced = run(script, here, ['strace', '-f', '-qqq', '-o', log, '-e', `trace=${call}`])
  expect(traced.status).toBe(0)
  const lines = spawnSync('grep', ['-c', `${call}(`, log]).stdout.toString()
  rmSync(here.folder, { recursive: true })
  return Number(lines)
}

function run(script: string, { from, to, appDataDir }: World, prefix: string[] = []) {
  const program = [process.execPath, script, from, to, appDataDir]
  const [command = '', ...args] = [...prefix, ...program]
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  return spawnSync(command, args, { cwd: CHECKOUT, env })
}

async function child(): Promise<string> {
  const script = await bundle(join(CHECKOUT, 'tests/faults/child/move.ts'))
  onTestFinished(script.remove)
  return script.file
}
