import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { completeMoves, readPointer, setPointer } from '../../../src-main/moving/finish'
import { readMoves, writeMove } from '../../../src-main/moving/journal'
import { abandonMove, moveData } from '../../../src-main/moving/move'
import { isRoot, readRoot, unfinishedFile, writeRoot } from '../../../src-main/storage/layout'
import { resolveRoot } from '../../../src-main/storage/root'
import { byRoot, canMount, makeReadOnly } from '../storage/disk'
import { hashOf, NOW, place, silent } from './roots'

/** A move whose copy is whole and that was decided on, and nothing more. */
function decided(kind: 'app-data' | 'explicit' | 'portable' = 'app-data') {
  const here = place(kind)
  const { appDataDir, from, to, move } = here
  move(to)
  const [done] = readMoves(appDataDir, NOW)
  if (!done) throw new Error('there is no move')
  const { id, created } = readRoot(from) ?? { id: '', created: 0 }
  writeRoot(from, { id, created, layout: 1 })
  writeFileSync(unfinishedFile(to), JSON.stringify({ id: done.id }))
  setPointer(appDataDir, null)
  writeMove(appDataDir, { ...done, phase: 'switching' })
  return { ...here, id: done.id }
}

const phases = (appDataDir: string) => readMoves(appDataDir, NOW).map(({ phase }) => phase)

test('what was decided on is completed by the next start, and by no later one', () => {
  const { world, appDataDir, from, to } = decided()
  expect(completeMoves(appDataDir, NOW)).toEqual([])
  expect(resolveRoot(world)).toMatchObject({ path: to, kind: 'moved', fallback: false })
  expect(readRoot(from)?.movedTo?.path).toBe(to)
  expect(phases(appDataDir)).toEqual(['left'])
  completeMoves(appDataDir, NOW)
  expect(resolveRoot(world).path).toBe(to)
})

test('where somebody went on with the old root, that is the data, and the copy none', () => {
  const { world, appDataDir, from, to } = decided()
  writeFileSync(join(from, 'profiles/default/keys.json'), 'written to since')
  expect(completeMoves(appDataDir, NOW)).toEqual([])
  expect(resolveRoot(world)).toMatchObject({ path: from, fallback: false })
  expect(isRoot(to)).toBe(false)
  const [move] = readMoves(appDataDir, NOW)
  if (!move) throw new Error('there is no move')
  expect(moveData(silent, { appDataDir, move, now: NOW })).toBe(true)
  expect(hashOf(to)).toBe(hashOf(from))
  expect(resolveRoot(world).path).toBe(to)
})

test('where the copy is gone, the old root is the data', () => {
  const { world, appDataDir, from, to } = decided()
  setPointer(appDataDir, to)
  rmSync(to, { recursive: true })
  completeMoves(appDataDir, NOW)
  expect(resolveRoot(world)).toMatchObject({ path: from, kind: 'app-data', fallback: false })
  expect(phases(appDataDir)).toEqual(['copying'])
  const [move] = readMoves(appDataDir, NOW)
  if (move) abandonMove({ appDataDir, move, now: NOW })
  expect(readMoves(appDataDir, NOW)).toEqual([])
})

test.skipIf(!canMount)(
  `a disk that refuses takes the move back where a sign is needed, and stops no start${byRoot}`,
  () => {
    const { world, appDataDir, from, to } = decided('portable')
    makeReadOnly(from)
    expect(completeMoves(appDataDir, NOW)).toHaveLength(1)
    expect(isRoot(to)).toBe(false)
    expect(readPointer(appDataDir)).toBe(null)
    expect(phases(appDataDir)).toEqual(['copying'])
    expect(resolveRoot({ ...world, env: {} }).path).not.toBe(to)
    expect(readRoot(from)?.movedTo).toBe(undefined)
  },
)

test.skipIf(!canMount)(
  `an old root that cannot be written needs no sign where the pointer leads away from it${byRoot}`,
  () => {
    const { world, appDataDir, from, to } = decided('app-data')
    makeReadOnly(from)
    expect(completeMoves(appDataDir, NOW)).toEqual([])
    expect(resolveRoot(world)).toMatchObject({ path: to, fallback: false })
    expect(phases(appDataDir)).toEqual(['left'])
    expect(readRoot(from)?.movedTo).toBe(undefined)
  },
)

test('an old root gets its sign from a later start, unless somebody has used it since', () => {
  const { appDataDir, from, to, id } = decided()
  completeMoves(appDataDir, NOW)
  const unsign = () => writeRoot(from, { id: readRoot(to)?.id ?? '', created: NOW, layout: 1 })
  unsign()
  completeMoves(appDataDir, NOW)
  expect(readRoot(from)?.movedTo?.path).toBe(to)
  unsign()
  writeFileSync(join(from, 'profiles/default/keys.json'), 'written to since')
  completeMoves(appDataDir, NOW)
  expect(readRoot(from)?.movedTo).toBe(undefined)
  expect(readMoves(appDataDir, NOW).map((move) => move.id)).toEqual([id])
})

test('a move goes nowhere that something else came to meanwhile', () => {
  const { appDataDir, from, to, begin } = place()
  const move = begin(to)
  mkdirSync(to)
  writeFileSync(join(to, 'mine'), 'mine')
  const task = { appDataDir, move, now: NOW }
  expect(() => moveData(silent, task)).toThrow('move_refused')
  abandonMove(task)
  expect(existsSync(join(to, 'mine'))).toBe(true)
  expect(isRoot(from)).toBe(true)
})
