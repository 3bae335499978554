import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolderSync, writeFileAtomicSync } from '../storage/files'
import { carryOver, lastKnownFile } from '../storage/lastKnown'
import { isRoot, readRoot, unfinishedFile, writeRoot } from '../storage/layout'
import { Pointer, pointerFile, systemFolder } from '../storage/root'
import { realPath } from '../storage/rootRules'
import { clearStrays, isCopyOf, markUnfinished } from './copy'
import { type Move, readList, readMoves, writeMove } from './journal'
import { isUnchanged } from './list'

/**
 * Completes the moves that were decided on when the program was killed. To be called before it is decided
 * where the data is. A disk that refuses stops no start: what it refused is answered, and tried again.
 */
export function completeMoves(appDataDir: string, now: number): unknown[] {
  const refused: unknown[] = []
  for (const move of readMoves(appDataDir, now)) {
    try {
      if (move.phase === 'switching') completeMove(appDataDir, move, now)
      if (move.phase === 'left') markLate(appDataDir, move, now)
    } catch (error) {
      refused.push(error)
    }
  }
  return refused
}

/**
 * Makes the whole copy the data, and the old root an old copy. May be repeated: killed at any step, the
 * next call goes on. Where the copy cannot be reached any more, or somebody went on with the old root, that
 * stays what it was; the same where a disk refuses, and its error is thrown.
 */
export function completeMove(appDataDir: string, move: Move, now: number): void {
  const { to, from } = move
  const isDecided = isWhole(move) && isUnchanged(from, readList(appDataDir, move, now))
  if (!isDecided) return takeBack(appDataDir, move)
  try {
    clearStrays(to)
    rmSync(unfinishedFile(to), { force: true })
    syncFolderSync(to)
    const memory = (path: string) => lastKnownFile({ path, kind: 'moved' }, appDataDir)
    carryOver(memory(from), { file: memory(to), root: to })
    if (move.pointed) setPointer(appDataDir, to)
    markOld(move)
    writeMove(appDataDir, { ...move, phase: 'left' })
  } catch (error) {
    takeBack(appDataDir, move)
    markUnfinished(to, move.id)
    throw error
  }
}

/** Writes down where the data is; the system's own folder needs no note. */
export function setPointer(appDataDir: string, to: string | null): void {
  const file = pointerFile(appDataDir)
  if (to !== null && to !== realPath(systemFolder({ appDataDir }))) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    return writeFileAtomicSync(file, `${JSON.stringify({ root: to }, null, 2)}\n`)
  }
  rmSync(file, { force: true })
  syncFolderSync(dirname(file))
}

/** What the pointer says; null where there is none, or it cannot be read. */
export function readPointer(appDataDir: string): string | null {
  try {
    return Pointer.parse(JSON.parse(readFileSync(pointerFile(appDataDir), 'utf8'))).root
  } catch {
    return null
  }
}

function isWhole({ id, rootId, to }: Move): boolean {
  const root = readRoot(to)
  if (root?.id !== rootId || root.movedTo) return false
  return isCopyOf(to, id) || isRoot(to)
}

function takeBack(appDataDir: string, move: Move): void {
  const { from, pointed, to, pointerBefore } = move
  const old = readRoot(from)
  if (old?.movedTo) writeRoot(from, { ...old, movedTo: undefined })
  if (pointed && readPointer(appDataDir) === to) setPointer(appDataDir, pointerBefore)
  writeMove(appDataDir, { ...move, phase: 'copying' })
}

/**
 * Says in the old root where its data is now. Where nothing but the pointer leads there, a disk that has no
 * room for that, which may be why the data was moved, is asked again by later starts.
 */
function markOld({ from, to, at, rootId, keepsSign }: Move): void {
  const old = readRoot(from)
  if (old?.id !== rootId) return
  try {
    writeRoot(from, { ...old, movedTo: { path: to, at } })
  } catch (error) {
    if (keepsSign) throw error
  }
}

function markLate(appDataDir: string, move: Move, now: number): void {
  const { from, rootId } = move
  const old = readRoot(from)
  if (old?.id !== rootId || old.movedTo || !isWhole(move)) return
  if (isUnchanged(from, readList(appDataDir, move, now))) markOld(move)
}
