import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import type { RecoveryCopy } from '@contract/state'
import { findDamage } from '../db/doctor'
import { isMissing } from '../storage/files'
import { countHistory, isOurs } from './restore'

/** Bytes 18 and 19 of a database's header: 2 means that its newest pages are in a log. */
const WAL_FORMAT = 2

/**
 * The copies in a folder that can be put back, newest first; those that are damaged come last, with no
 * counts. Databases of other programs are left out. Reads each copy whole: seconds for each gigabyte.
 */
export function findCopies(backupsFolder: string): RecoveryCopy[] {
  const copies = namesIn(backupsFolder)
    .filter((name) => name.endsWith('.db'))
    .flatMap((name) => describeCopy(join(backupsFolder, name)) ?? [])
  return copies.toSorted(
    (a, b) =>
      Number(a.messages === null) - Number(b.messages === null) || b.createdAt - a.createdAt,
  )
}

/** What is in one copy; null for what is no file, or another program's. */
export function describeCopy(file: string): RecoveryCopy | null {
  const status = lstatSync(file, { throwIfNoEntry: false })
  if (!status?.isFile()) return null
  const createdAt = timeInName(file) ?? Math.round(status.mtimeMs)
  const copy = { file, createdAt, bytes: status.size, conversations: null, messages: null }
  if (status.size === 0) return copy
  try {
    return readPrivately(file, (client) => {
      if (!isOurs(client)) return null
      const damaged = findDamage(client, 'quick_check').rest.length > 0
      return damaged ? copy : { ...copy, ...countHistory(client) }
    })
  } catch {
    return copy // Whatever it threw: it cannot be read, and that is what is shown.
  }
}

/**
 * Reads a database without leaving anything beside it. SQLite makes a log and its index for a file in
 * WAL format even when it only reads, so such a file is opened under another name in a folder of its own.
 */
export function readPrivately<T>(file: string, read: (client: Database.Database) => T): T {
  if (!usesLog(file)) return readFrom(file, read)
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-'))
  const stand = join(folder, 'read.db')
  try {
    linkOrCopy(file, stand)
    // The log is copied, never linked: its reader may write into it.
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${stand}-wal`)
    return readFrom(stand, read)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readFrom<T>(file: string, read: (client: Database.Database) => T): T {
  const client = new Database(file, { readonly: true, fileMustExist: true })
  try {
    client.pragma('trusted_schema = OFF')
    return read(client)
  } finally {
    client.close()
  }
}

function linkOrCopy(file: string, target: string) {
  try {
    linkSync(file, target)
  } catch {
    copyFileSync(file, target, constants.COPYFILE_FICLONE)
  }
}

function usesLog(file: string) {
  const handle = openSync(file, 'r')
  try {
    const header = Buffer.alloc(20)
    readSync(handle, header, 0, 20, 0)
    return header[18] === WAL_FORMAT || header[19] === WAL_FORMAT
  } finally {
    closeSync(handle)
  }
}

/** The time that `copyDatabase` puts into a name: it survives where a file's own time does not. */
function timeInName(file: string): number | null {
  const found = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/.exec(basename(file))
  if (!found) return null
  const time = Date.parse(`${found[1]}T${found[2]}:${found[3]}:${found[4]}.${found[5]}Z`)
  return Number.isNaN(time) ? null : time
}

function namesIn(folder: string) {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
