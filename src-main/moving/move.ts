import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors'
import { Cancelled, type JobControl } from '../jobs/control'
import { codeOf, freeBytes } from '../storage/files'
import { readRoot } from '../storage/layout'
import { type Root, systemFolder } from '../storage/root'
import { realPath } from '../storage/rootRules'
import { beginCopy, bytesThere, compareFiles, copyFiles, removeCopy, teller } from './copy'
import { completeMove, readPointer } from './finish'
import {
  forgetMove,
  type Move,
  type MovedFiles,
  readList,
  readMoves,
  writeList,
  writeMove,
} from './journal'
import { isSign } from './free'
import { bytesOf, listData } from './list'

/**
 * Writes down that a root is to be moved. Nothing is copied yet, and the root goes on being the data. Throws
 * `move_refused` where one of its moves was not brought to an end.
 */
export function beginMove(
  root: Pick<Root, 'path' | 'kind' | 'reason'>,
  to: string,
  appDataDir: string,
  now: number,
): Move {
  const { path: from, kind, reason } = root
  const file = readRoot(from)
  if (!file) throw new AppError('move_refused', from, { path: from, reason: 'missing' })
  const others = readMoves(appDataDir, now).filter((move) => move.phase !== 'left')
  if (others.some((move) => move.from === from || move.to === to)) {
    throw new AppError('move_refused', to, { path: to, reason: 'unfinished_move' })
  }
  // A sign that led here goes on leading somewhere; the pointer is another matter, unless it names this root.
  const isByName = kind === 'explicit' || kind === 'portable' || reason === 'sign'
  const pointerBefore = readPointer(appDataDir)
  const isUsual = from === (pointerBefore ?? realPath(systemFolder({ appDataDir })))
  const move: Move = {
    id: randomUUID(),
    rootId: file.id,
    created: file.created,
    from,
    to,
    phase: 'copying',
    at: now,
    bytes: 0,
    pointed: kind !== 'explicit' && (reason !== 'sign' || isUsual),
    pointerBefore,
    keepsSign: isByName,
    hadSign: isSign(to),
    told: false,
  }
  writeMove(appDataDir, move)
  return move
}

interface MoveTask {
  appDataDir: string
  move: Move
  now: number
}

/**
 * Copies a root that nobody has open, compares the copy with it, and makes the copy the data. Killed at any
 * moment, the next start finds one whole root and can go on. Answers whether it was done: cancelled, it
 * takes the copy away again. Throws `move_interrupted`, `move_not_verified` or `move_refused`, after which the
 * old root is untouched and the move can be gone on with.
 */
export function moveData(control: JobControl, { appDataDir, move, now }: MoveTask): boolean {
  try {
    const list = listData(move.from)
    const tell = teller(control, 2 * bytesOf(list))
    prepareCopy(appDataDir, move, list, now)
    copyFiles(move, list, tell)
    compareFiles(move, list, tell)
    if (JSON.stringify(listData(move.from)) !== JSON.stringify(list)) {
      throw new AppError('move_interrupted', 'a file was changed meanwhile', { path: move.to })
    }
    tell(0)
    writeList(appDataDir, move, list)
    const decided: Move = { ...move, phase: 'switching', at: now, bytes: bytesOf(list) }
    writeMove(appDataDir, decided)
    completeMove(appDataDir, decided, now)
    return true
  } catch (error) {
    if (!(error instanceof Cancelled)) throw explain(error, move)
    abandonMove({ appDataDir, move, now })
    return false
  }
}

/** Ends a move that was not decided on: the copy goes, file by file, and the old root stays the data. */
export function abandonMove({ appDataDir, move, now }: MoveTask): void {
  removeCopy(move, readList(appDataDir, move, now))
  forgetMove(appDataDir, move)
}

/** What an earlier attempt copied and is no longer in the root goes, and all there will be is written down. */
function prepareCopy(appDataDir: string, move: Move, list: MovedFiles, now: number): void {
  const missing = bytesOf(list) - bytesThere(move, list)
  const before = readList(appDataDir, move, now)
  const wanted = new Set(list.files.map(({ path }) => path))
  const stale = before.files.filter(({ path }) => !wanted.has(path))
  const folders = [...new Set([...before.folders, ...list.folders])]
  writeList(appDataDir, move, { folders, files: [...stale, ...list.files] })
  beginCopy(move)
  for (const { path } of stale) rmSync(join(move.to, path), { force: true })
  if (freeBytes(move.to) < missing) {
    throw new AppError('move_interrupted', `${missing} bytes needed`, { path: move.to })
  }
}

function explain(error: unknown, { to }: Move): unknown {
  const isOfTheDisk = codeOf(error) !== '' && error instanceof Error
  return isOfTheDisk ? new AppError('move_interrupted', error.message, { path: to }) : error
}
