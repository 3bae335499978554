import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { findDamage } from '../db/doctor'
import { explainDatabaseError } from '../db/failures'
import { migrate, type Migration, schemaVersion } from '../db/migrate'
import { APPLICATION_ID } from '../db/open'
import { AppError } from '../errors'
import { freeBytes } from '../storage/files'
import { clearIncoming, finishRestore, incomingFile, SIDE_FILES, swapIn } from './swap'

/** Bytes that must stay free beyond what a copy needs. */
const RESERVE = 16 * 1024 * 1024

export interface Restored {
  conversations: number
  messages: number
  /** Where the files that were in its place are now. */
  setAside: string[]
}

export interface RestoreOptions {
  migrations: Migration[]
  now: number
}

/**
 * Puts a copy in the place of the database. Everything is checked on a copy of the copy, brought to the
 * present schema, before anything is moved; the former files are kept under another name. No
 * connection may be open. Throws `database_foreign`, `database_newer`, `database_damaged`,
 * `migration_failed` or what the disk says; the former database is then in its place.
 */
export function restoreCopy(
  databaseFile: string,
  copyFile: string,
  { migrations, now }: RestoreOptions,
): Restored {
  finishRestore(databaseFile, now)
  const incoming = incomingFile(databaseFile, now)
  try {
    takeCopy(copyFile, incoming)
    const counts = bringUpToDate(incoming, migrations)
    syncFile(incoming)
    const verify = () => verifyInPlace(databaseFile, counts)
    return { ...counts, setAside: swapIn(databaseFile, incoming, 'restore', now, verify) }
  } catch (error) {
    clearIncoming(databaseFile)
    throw explainDatabaseError(error)
  }
}

/** Reads a database that was just put in its place; throws where it does not hold what it should. */
export function verifyInPlace(file: string, expected: { conversations: number; messages: number }) {
  const client = new Database(file, { readonly: true, fileMustExist: true })
  try {
    if (!isOurs(client)) throw new AppError('database_foreign', file)
    const found = countHistory(client)
    if (found.messages !== expected.messages || found.conversations !== expected.conversations) {
      throw new AppError('database_damaged', `found ${found.messages} of ${expected.messages}`)
    }
  } finally {
    client.close()
  }
}

/** Conversations that are not in the trash, and all messages, as the storage page counts them. */
export function countHistory(client: Database.Database) {
  const count = (from: string) =>
    client.prepare(`SELECT count(*) FROM ${from}`).pluck().get() as number
  return {
    conversations: count('conversations WHERE deleted_at IS NULL'),
    messages: count('messages'),
  }
}

/** Whether this program made the database. */
export function isOurs(client: Database.Database) {
  return client.pragma('application_id', { simple: true }) === APPLICATION_ID
}

/** Throws `disk_full` before a file of `bytes` is begun that would not fit. */
export function checkSpace(folder: string, bytes: number) {
  const free = freeBytes(folder)
  if (free < bytes + RESERVE) {
    throw new AppError('disk_full', `${bytes} bytes are needed, ${free} are free`)
  }
}

export function syncFile(file: string) {
  // Windows flushes only what is open for writing.
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Copies a database, with the log that may lie beside it, and compares the bytes. */
export function takeCopy(copyFile: string, incoming: string) {
  const status = lstatSync(copyFile, { throwIfNoEntry: false })
  if (!status) throw new AppError('database_missing', copyFile)
  if (!status.isFile() || status.size === 0) {
    throw new AppError('database_damaged', `${copyFile} holds nothing`)
  }
  checkSpace(dirname(incoming), status.size)
  // A copy made by hand may have its log beside it.
  for (const side of ['', ...SIDE_FILES].filter((name) => name !== '-shm')) {
    if (!existsSync(`${copyFile}${side}`)) continue
    copyFileSync(`${copyFile}${side}`, `${incoming}${side}`, constants.COPYFILE_EXCL)
    if (hashOf(`${copyFile}${side}`) !== hashOf(`${incoming}${side}`)) {
      throw new AppError('disk_error', `${copyFile} was not copied as it is`)
    }
  }
}

/**
 * Checks a database, unless that was done, merges its log, and brings its schema up to date; nothing is left
 * beside it. Throws what {@link restoreCopy} throws.
 */
export function bringUpToDate(
  incoming: string,
  migrations: Migration[],
  { isExamined = false } = {},
) {
  const client = new Database(incoming, { fileMustExist: true })
  try {
    client.pragma('trusted_schema = OFF')
    if (!isOurs(client)) throw new AppError('database_foreign', incoming)
    const schema = schemaVersion(client)
    if (schema > migrations.length) {
      throw new AppError('database_newer', incoming, { schema, supported: migrations.length })
    }
    // A damaged search index is no reason to refuse: it is built anew from the text.
    const damage = isExamined ? [] : findDamage(client, 'integrity_check').rest
    if (damage.length > 0) throw new AppError('database_damaged', damage.slice(0, 3).join('; '))
    const counts = countHistory(client)
    migrate(client, migrations)
    client.pragma('journal_mode = DELETE')
    return counts
  } finally {
    client.close()
    for (const side of SIDE_FILES) rmSync(`${incoming}${side}`, { force: true })
  }
}

function hashOf(file: string) {
  const hash = createHash('sha256')
  const handle = openSync(file, 'r')
  const block = Buffer.alloc(1024 * 1024)
  try {
    for (;;) {
      const bytes = readSync(handle, block)
      if (bytes === 0) return hash.digest('hex')
      hash.update(block.subarray(0, bytes))
    }
  } finally {
    closeSync(handle)
  }
}
