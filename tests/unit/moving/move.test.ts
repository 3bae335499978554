import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { completeMoves, readPointer } from '../../../src-main/moving/finish'
import { readMoves } from '../../../src-main/moving/journal'
import { deleteOldCopy } from '../../../src-main/moving/left'
import { beginMove, moveData } from '../../../src-main/moving/move'
import { lastKnownFile, recall, remember } from '../../../src-main/storage/lastKnown'
import { isRoot, readRoot } from '../../../src-main/storage/layout'
import { resolveRoot } from '../../../src-main/storage/root'
import { hashOf, NOW, place, silent } from './roots'

describe('a root that is moved', () => {
  test('is whole in its new folder, which the next start uses', () => {
    const { world, from, to, move } = place()
    const id = readRoot(from)?.id
    const told: number[] = []
    const control = {
      ...silent,
      progress: (done: number, total: number) => void told.push(done / total),
    }
    expect(move(to, control)).toBe(true)
    expect(hashOf(to)).toBe(hashOf(from))
    expect(statSync(join(to, 'settings.json')).mtimeMs).toBeCloseTo(
      statSync(join(from, 'settings.json')).mtimeMs,
      -1,
    )
    expect(readRoot(to)).toMatchObject({ id, created: NOW })
    expect(resolveRoot(world)).toMatchObject({ path: to, kind: 'moved', fallback: false })
    expect(readdirSync(to).toSorted()).toEqual([
      'profiles',
      'root.json',
      'settings.json',
      'settings.json.damaged-1',
    ])
    expect(told[0]).toBe(0)
    expect(told.at(-1)).toBe(1)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  test('takes its memory along, and a memory of the new place goes', async () => {
    const { appDataDir, from, to, move } = place()
    const known = { databaseId: 'd', conversations: 412, messages: 9, at: NOW }
    const memory = (path: string) => lastKnownFile({ path, kind: 'moved' }, appDataDir)
    await remember(memory(from), from, 'default', known)
    await remember(memory(to), to, 'other', { ...known, databaseId: 'e' })
    move(to)
    expect(recall(memory(to), 'default')).toEqual(known)
    expect(recall(memory(to), 'other')).toBe(null)
  })

  test('is followed from where it was asked for, and the pointer is left alone', () => {
    const { world, appDataDir, to, from, move } = place('explicit')
    move(to)
    expect(readPointer(appDataDir)).toBe(null)
    expect(resolveRoot(world)).toMatchObject({ path: to, reason: 'sign', warnings: ['moved_here'] })
    rmSync(to, { recursive: true })
    expect(resolveRoot(world)).toMatchObject({
      path: from,
      kind: 'explicit',
      warnings: ['moved_away'],
    })
  })

  test('is found again after a second move, though it is still asked for where it was first', () => {
    const { world, appDataDir, from, to, folder, move } = place('explicit')
    move(to)
    const [first] = readMoves(appDataDir, NOW)
    if (!first) throw new Error('there is no move')
    deleteOldCopy({ appDataDir, move: first, current: to, now: NOW })
    expect(readdirSync(from)).toEqual(['root.json'])
    const third = join(folder, 'third')
    const again = beginMove(resolveRoot(world), third, appDataDir, NOW + 1)
    moveData(silent, { appDataDir, move: again, now: NOW + 1 })
    deleteOldCopy({ appDataDir, move: again, current: third, now: NOW })
    expect(resolveRoot(world)).toMatchObject({ path: third, reason: 'sign' })
    expect(readPointer(appDataDir)).toBe(null)
  })

  test('goes to the portable folder and back to the system’s', () => {
    const { world, appDataDir, from, folder, move } = place()
    mkdirSync(join(folder, 'stick'))
    const env = { APPIMAGE: join(folder, 'stick', 'Keepsake.AppImage') }
    const portable = join(folder, 'stick', 'keepsake-data')
    const hash = hashOf(from)
    move(portable)
    expect(resolveRoot({ ...world, env })).toMatchObject({ path: portable, kind: 'portable' })
    // The installed program follows as long as the stick is there.
    expect(resolveRoot(world)).toMatchObject({ path: portable, kind: 'moved' })
    const [first] = readMoves(appDataDir, NOW)
    if (!first) throw new Error('there is no move')
    deleteOldCopy({ appDataDir, move: first, current: portable, now: NOW })
    expect(existsSync(from)).toBe(false)

    const back = beginMove(
      { path: portable, kind: 'portable', reason: 'portable_folder' },
      from,
      appDataDir,
      NOW + 1,
    )
    moveData(silent, { appDataDir, move: back, now: NOW + 1 })
    expect(resolveRoot({ ...world, env })).toMatchObject({ path: from, kind: 'app-data' })
    expect(readPointer(appDataDir)).toBe(null)
    expect(hashOf(from)).toBe(hash)
    deleteOldCopy({ appDataDir, move: back, current: from, now: NOW })
    expect(readdirSync(portable)).toEqual(['root.json'])
    expect(resolveRoot({ ...world, env })).toMatchObject({ path: from, fallback: false })
  })

  test('stays where it is when the user cancels, and nothing is left of the copy', () => {
    const { world, appDataDir, from, to, move } = place()
    mkdirSync(to)
    writeFileSync(join(to, '.DS_Store'), 'theirs')
    const hash = hashOf(from)
    let steps = 0
    expect(move(to, { ...silent, isCancelled: () => (steps += 1) > 4 })).toBe(false)
    expect(readdirSync(to)).toEqual(['.DS_Store'])
    expect(readMoves(appDataDir, NOW)).toEqual([])
    expect(hashOf(from)).toBe(hash)
    expect(resolveRoot(world)).toMatchObject({ path: from, kind: 'app-data', fallback: false })
  })

  test('is compared byte by byte: a copy that differs is noticed, and made anew', () => {
    const { world, appDataDir, from, to, begin } = place()
    const started = begin(to)
    const broken = join(to, 'profiles/default/attachments/ab/abcd')
    let isBroken = false
    const flip = () => {
      if (isBroken || !existsSync(join(to, 'settings.json'))) return
      isBroken = true
      const { atime, mtime } = statSync(broken)
      writeFileSync(broken, `${'x'.repeat(69_999)}y`)
      // As a disk breaks it: nothing but the bytes differs.
      utimesSync(broken, atime, mtime)
    }
    const task = { appDataDir, move: started, now: NOW }
    expect(() => moveData({ ...silent, progress: flip }, task)).toThrow('move_not_verified')
    expect(isBroken).toBe(true)
    expect(resolveRoot(world).path).toBe(from)
    expect(moveData(silent, task)).toBe(true)
    expect(hashOf(to)).toBe(hashOf(from))
  })

  test('is not moved while something in it changes', () => {
    const { world, from, to, move } = place()
    let steps = 0
    const progress = () => {
      if ((steps += 1) === 3) writeFileSync(join(from, 'profiles/default/new'), 'late')
    }
    expect(() => move(to, { ...silent, progress })).toThrow('move_interrupted')
    expect(resolveRoot(world).path).toBe(from)
  })

  test('with a link in it is refused by name', () => {
    const { from, to, move } = place()
    symlinkSync('/', join(from, 'profiles/default/away'))
    expect(() => move(to)).toThrow(/move_refused.*away/)
    expect(existsSync(to)).toBe(false)
  })
})

describe('a move that was interrupted', () => {
  test('leaves no root in the new folder, whoever asks for it', () => {
    const { world, from, folder, begin, appDataDir } = place()
    const env = { APPIMAGE: join(folder, 'stick', 'Keepsake.AppImage') }
    const portable = join(folder, 'stick', 'keepsake-data')
    begin(portable)
    const dying = { ...silent, progress: () => failAfterBegin() }
    let calls = 0
    const failAfterBegin = () => {
      if ((calls += 1) > 4) throw new Error('killed')
    }
    const [move] = readMoves(appDataDir, NOW)
    if (!move) throw new Error('there is no move')
    expect(() => moveData(dying, { appDataDir, move, now: NOW })).toThrow('killed')
    expect(isRoot(portable)).toBe(false)
    expect(resolveRoot({ ...world, env })).toMatchObject({ path: from, fallback: false })
    expect(() => resolveRoot({ ...world, argv: ['x', `--data-dir=${portable}`] })).toThrow(
      'unfinished_move',
    )
    expect(() => begin(portable)).toThrow('move_refused')
  })

  test('goes on without what is no longer in the root', () => {
    const { from, to, begin, appDataDir } = place()
    const move = begin(to)
    const half = { ...silent, progress: (done: number, total: number) => halve(done, total) }
    const halve = (done: number, total: number) => {
      if (done > total / 2) throw new Error('killed')
    }
    expect(() => moveData(half, { appDataDir, move, now: NOW })).toThrow('killed')
    rmSync(join(from, 'profiles/default/backups/daily.db'))
    writeFileSync(join(from, 'settings.json'), '{}')
    expect(moveData(silent, { appDataDir, move, now: NOW })).toBe(true)
    expect(hashOf(to)).toBe(hashOf(from))
  })

  test('whose journal is damaged is kept aside, and nothing is done by it', () => {
    const { world, appDataDir, from } = place()
    mkdirSync(join(appDataDir, 'moves'), { recursive: true })
    const file = join(appDataDir, 'moves', 'x.json')
    writeFileSync(file, '{"phase":"switching"')
    completeMoves(appDataDir, NOW)
    expect(readdirSync(join(appDataDir, 'moves'))).toEqual([`x.json.damaged-${NOW}`])
    expect(resolveRoot(world).path).toBe(from)
  })
})
