import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolderSync, writeFileAtomicSync } from '../storage/files'
import { carryOver, lastKnownFile } from '../storage/lastKnown'
import { isUnfinished, LAYOUT, readRoot, unfinishedFile, writeRoot } from '../storage/layout'
import { Pointer, pointerFile, systemFolder } from '../storage/root'
import { realPath } from '../storage/rootRules'
import { isCopyOf } from './copy'
import { type Move, readMoves, writeMove } from './journal'

/**
 * Completes the moves that were decided on when the program was killed. To be called before it is decided
 * where the data is.
 */
export function completeMoves(appDataDir: string, now: number): void {
  for (const move of readMoves(appDataDir, now)) {
    if (move.phase === 'switching') completeMove(appDataDir, move)
  }
}

/**
 * Makes the whole copy the data, and the old root an old copy. May be repeated: killed at any step, the
 * next call goes on. Where the copy cannot be reached any more, the old root stays what it was.
 */
export function completeMove(appDataDir: string, move: Move): void {
  const { to, from, rootId: id, created, at } = move
  if (!isWhole(move)) return takeBack(appDataDir, move)
  writeRoot(to, { id, created, layout: LAYOUT })
  rmSync(unfinishedFile(to), { force: true })
  syncFolderSync(to)
  const memory = (path: string) => lastKnownFile({ path, kind: 'moved' }, appDataDir)
  carryOver(memory(from), { file: memory(to), root: to })
  if (move.pointed) setPointer(appDataDir, to)
  const old = readRoot(from)
  if (old) writeRoot(from, { ...old, movedTo: { path: to, at } })
  writeMove(appDataDir, { ...move, phase: 'left' })
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
  if (isCopyOf(to, id)) return true
  const root = readRoot(to)
  return root?.id === rootId && !root.movedTo && !isUnfinished(to)
}

function takeBack(appDataDir: string, move: Move): void {
  if (move.pointed && readPointer(appDataDir) === move.to) {
    setPointer(appDataDir, move.pointerBefore)
  }
  writeMove(appDataDir, { ...move, phase: 'copying' })
}
