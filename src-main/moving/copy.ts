import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../errors'
import { type JobControl, stopIfCancelled } from '../jobs/control'
import {
  codeOf,
  isMissing,
  namesIn,
  renamePatientlySync,
  syncFolderSync,
  writeFileAtomicSync,
} from '../storage/files'
import { LAYOUT, unfinishedFile, writeRoot } from '../storage/layout'
import { type Move, type MovedFile, type MovedFiles } from './journal'
import { isFree, isStray } from './free'
import { bytesOf } from './list'

/** File systems differ in how exactly they keep the time of a file; the hash decides in any case. */
const SAME_TIME_MS = 2_000
const BLOCK = 1 << 20

/** How far a move is, and whether to go on; throws `Cancelled` where not. */
export type Tell = (bytes: number) => void

export function teller(control: JobControl, total: number): Tell {
  let done = 0
  control.progress(0, total)
  return (bytes) => {
    stopIfCancelled(control)
    done += bytes
    control.progress(Math.min(done, total), total)
  }
}

/**
 * Says in the new folder, before anything else is in it, that what follows is no root yet; and what root it
 * will be, so that the end of the move needs no room on its disk. Throws `move_refused` where something else
 * came there meanwhile.
 */
export function beginCopy(move: Move): void {
  const { id, to, rootId, created } = move
  if (!isCopyOf(to, id)) {
    if (!isFree(to)) throw new AppError('move_refused', to, { path: to, reason: 'not_empty' })
    clearStrays(to)
    if (existsSync(to)) markUnfinished(to, id)
    else makeUnfinished(to, id)
  }
  writeRoot(to, { id: rootId, created, layout: LAYOUT })
  syncFolderSync(dirname(to))
}

/** Takes from a folder that it is a root: what is in it is a copy that was not decided on. */
export function markUnfinished(folder: string, id: string): void {
  writeFileAtomicSync(unfinishedFile(folder), `${JSON.stringify({ id })}\n`)
}

/** A folder beside the program makes it portable by being there: it comes with its mark in it. */
function makeUnfinished(folder: string, id: string): void {
  const waiting = waitingFor(folder)
  mkdirSync(waiting, { recursive: true, mode: 0o700 })
  clearStrays(waiting)
  markUnfinished(waiting, id)
  renamePatientlySync(waiting, folder)
}

function waitingFor(folder: string) {
  return `${folder}.partial`
}

/** Removes what a kill left of the two files that say what a folder is. */
export function clearStrays(folder: string): void {
  for (const name of namesIn(folder)) {
    if (isStray(name)) rmSync(join(folder, name), { force: true })
  }
}

/** Whether what is in a folder was put there by this move, which did not come to its end. */
export function isCopyOf(folder: string, id: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(unfinishedFile(folder), 'utf8'))
    return typeof content === 'object' && content !== null && 'id' in content && content.id === id
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return false
    throw error
  }
}

/** Copies what is not there yet. Each file and each name is on the disk when this returns. */
export function copyFiles({ from, to }: Move, { folders, files }: MovedFiles, tell: Tell): void {
  for (const folder of folders) mkdirSync(join(to, folder), { recursive: true, mode: 0o700 })
  for (const file of files) {
    if (isThere(join(to, file.path), file)) tell(file.bytes)
    else copyFile(join(from, file.path), join(to, file.path), file, tell)
  }
  for (const folder of folders.toReversed()) syncFolderSync(join(to, folder))
  syncFolderSync(to)
}

/**
 * Reads each file back and compares it with the one it was made of. A copy that differs is taken away, so
 * that going on makes it anew, and `move_not_verified` is thrown.
 */
export function compareFiles({ from, to }: Move, { files }: MovedFiles, tell: Tell): void {
  for (const { path } of files) {
    const copy = join(to, path)
    if (hashFile(join(from, path), tell) === hashFile(copy, () => tell(0))) continue
    rmSync(copy, { force: true })
    throw new AppError('move_not_verified', copy)
  }
}

/** Takes away what this move put into its folder, file by file, and nothing else. */
export function removeCopy(move: Move, { folders, files }: MovedFiles): void {
  const { id, to, from, at, rootId, created, hadSign } = move
  const waiting = waitingFor(to)
  clearStrays(waiting)
  if (isCopyOf(waiting, id)) rmSync(unfinishedFile(waiting), { force: true })
  removeEmpty(waiting)
  if (!existsSync(to)) return
  if (isCopyOf(to, id)) {
    for (const { path } of files) {
      for (const name of [path, `${path}.partial`]) rmSync(join(to, name), { force: true })
    }
    for (const folder of folders.toReversed()) removeEmpty(join(to, folder))
    const sign = { id: rootId, created, layout: LAYOUT, movedTo: { path: from, at } }
    if (hadSign) writeRoot(to, sign)
    else rmSync(join(to, 'root.json'), { force: true })
    rmSync(unfinishedFile(to), { force: true })
  }
  clearStrays(to)
  removeEmpty(to)
}

/** Removes a folder in which nothing is left. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    const isInUse = ['ENOTEMPTY', 'EEXIST', 'EBUSY', 'EPERM', 'EACCES'].includes(codeOf(error))
    if (!isInUse && !isMissing(error)) throw error
  }
}

/** How many bytes of a list are at the new place already. */
export function bytesThere({ to }: Pick<Move, 'to'>, list: MovedFiles): number {
  return bytesOf({
    ...list,
    files: list.files.filter((file) => isThere(join(to, file.path), file)),
  })
}

function isThere(copy: string, { bytes, time }: MovedFile): boolean {
  const found = statSync(copy, { throwIfNoEntry: false })
  if (!found?.isFile() || found.size !== bytes) return false
  return Math.abs(found.mtimeMs - time) <= SAME_TIME_MS
}

function copyFile(source: string, target: string, { time }: MovedFile, tell: Tell): void {
  const partial = `${target}.partial`
  writeFileSync(partial, '', { mode: statSync(source).mode & 0o777 })
  const into = openSync(partial, 'r+')
  try {
    eachBlock(source, (block) => {
      for (let at = 0; at < block.length;) at += writeSync(into, block, at)
      tell(block.length)
    })
    fsyncSync(into)
  } finally {
    closeSync(into)
  }
  // The dates of copies are shown to the user, and decide which of them are kept.
  utimesSync(partial, time / 1000, time / 1000)
  renamePatientlySync(partial, target)
}

function hashFile(file: string, tell: Tell): string {
  const hash = createHash('sha256')
  eachBlock(file, (block) => {
    hash.update(block)
    tell(block.length)
  })
  return hash.digest('hex')
}

function eachBlock(file: string, use: (block: Buffer) => void): void {
  const block = Buffer.allocUnsafe(BLOCK)
  const handle = openSync(file, 'r')
  try {
    for (;;) {
      const length = readSync(handle, block, 0, BLOCK, null)
      if (length === 0) return
      use(block.subarray(0, length))
    }
  } finally {
    closeSync(handle)
  }
}
