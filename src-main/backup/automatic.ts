import { closeSync, lstatSync, openSync, readSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import type { KeptCopy as ListedCopy } from '@contract/backup'
import { copyDatabase } from '../db/copy'
import { AppError } from '../errors'
import { freeBytes, namesIn, fileSizeSync } from '../storage/files'
import { countCopy } from './copies'
import { DAILY, hasCopyOf, kindInName, lastRestoreIn, MANUAL, timeInName } from './copyNames'
import { copiesToRemove, type KeptCopy, LEAST } from './retention'

/** Bytes that an automatic copy leaves free. */
const LEAST_FREE = 512 * 1024 * 1024
/** The same where room is what is wanted: enough for the log. */
const LITTLE = 8 * 1024 * 1024
/** All automatic copies together take no more, and no more than half of what is free without them. */
const MOST_BYTES = 20 * 1024 * 1024 * 1024
/** A copy that was made so long ago or less was made just now. */
const JUST_NOW_MS = 3_600_000

/** What became of an automatic copy. */
export type AutomaticCopy =
  | { made: string; removed: string[] }
  | { skipped: 'exists' | 'empty' | 'nearly_full' }

/**
 * Makes the copy of the day, unless there is one, or nothing to be copied; then removes the copies that
 * are too many. Where the disk is nearly full, nothing is made: not half a file, and none that fills it.
 */
export function makeDailyCopy(database: string, folder: string, now: number): AutomaticCopy {
  if (hasCopyOf(folder, now)) return { skipped: 'exists' }
  if (isEmpty(database)) return { skipped: 'empty' }
  if (!hasRoom(database)) return { skipped: 'nearly_full' }
  const made = copyDatabase(database, folder, DAILY, now)
  return { made, removed: removeSurplus(folder, made) }
}

/**
 * Makes a copy before something is done that cannot be undone otherwise. On a disk that is nearly full
 * none is made: what is about to go may be what fills it. With `little`, room for the copy alone is enough.
 */
export function copyBefore(
  database: string,
  folder: string,
  what: 'delete' | 'update',
  now: number,
  spare?: 'little',
): AutomaticCopy {
  if (!hasRoom(database, spare && LITTLE)) return { skipped: 'nearly_full' }
  return { made: copyDatabase(database, folder, `before-${what}`, now), removed: [] }
}

/** Makes a copy because somebody asks for it. Throws `disk_full` where it would fill the disk. */
export function makeCopyNow(database: string, folder: string, now: number): ListedCopy {
  if (!hasRoom(database)) throw new AppError('disk_full', `${freeBytes(database)} bytes are free`)
  const name = basename(copyDatabase(database, folder, MANUAL, now))
  const made = countCopy(folder, name)
  if (!made) throw new AppError('not_found', name)
  return made
}

/**
 * Makes the copy of what another version of the program left, unless it was copied just now because its
 * schema changed.
 */
export function copyAfterUpdate(database: string, folder: string, now: number): AutomaticCopy {
  const isCopied = automaticCopies(folder).some(
    ({ kind, at }) => kind.startsWith('before-schema') && Math.abs(now - at) < JUST_NOW_MS,
  )
  if (isCopied) return { skipped: 'exists' }
  return copyBefore(database, folder, 'update', now)
}

/** By their names, of which each has its time: whoever puts other files there keeps them. */
export function automaticCopies(folder: string): KeptCopy[] {
  return namesIn(folder).flatMap((name) => {
    const kind = kindInName(name)
    const at = timeInName(name)
    const file = join(folder, name)
    const status = lstatSync(file, { throwIfNoEntry: false })
    if (!kind || at === null || !status?.isFile()) return []
    return { file, at, kind, bytes: status.size, good: isComplete(file, status.size) }
  })
}

function removeSurplus(folder: string, made: string): string[] {
  const copies = automaticCopies(folder)
  const taken = copies.reduce((sum, { bytes }) => sum + bytes, 0)
  const limit = Math.min(MOST_BYTES, (freeBytes(folder) + taken) / 2)
  // The one that was just made was read back, whatever the clock says of its age.
  const surplus = copiesToRemove(copies, limit).filter(({ file }) => file !== made)
  for (const { file } of surplus) rmSync(file, { force: true })
  return surplus.map(({ file }) => file)
}

function isEmpty(database: string): boolean {
  const client = new Database(database, { readonly: true, fileMustExist: true })
  try {
    return client.prepare('SELECT 1 FROM conversations LIMIT 1').get() === undefined
  } finally {
    client.close()
  }
}

function hasRoom(database: string, spare?: number): boolean {
  const bytes = fileSizeSync(database) + fileSizeSync(`${database}-wal`)
  return freeBytes(database) > bytes + (spare ?? Math.max(bytes, LEAST_FREE))
}

/**
 * The copies that may go when room is needed: all but the newest three, the newest that is known to open,
 * and that by which the last restore is undone.
 */
export function spareCopies(folder: string): { spare: KeptCopy[]; kept: number } {
  const newestFirst = automaticCopies(folder).toSorted((a, b) => b.at - a.at)
  const safe = newestFirst.find(({ good }) => good)
  const undo = lastRestoreIn(folder)?.name
  const spare = newestFirst
    .slice(LEAST)
    .filter((copy) => copy !== safe && basename(copy.file) !== undo)
  return { spare, kept: newestFirst.length - spare.length }
}

/** A copy was read whole when it was made; since then it may have been cut or emptied. */
function isComplete(file: string, bytes: number): boolean {
  const head = Buffer.alloc(100)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, head, 0, 100, 0)
  } finally {
    closeSync(handle)
  }
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16)
  const isDatabase = head.subarray(0, 16).toString('latin1') === 'SQLite format 3\0'
  return isDatabase && bytes === pageSize * head.readUInt32BE(28)
}
