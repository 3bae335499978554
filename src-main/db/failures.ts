import Database from 'better-sqlite3'
import type { ErrorCode } from '@contract/errors'
import { AppError } from '../errors'
import { codeOf } from '../storage/files'

/** SQLite's result codes that a user can meet, by the beginning of their names. */
const CODES: [prefix: string, code: ErrorCode][] = [
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_CORRUPT', 'database_damaged'],
  ['SQLITE_NOTADB', 'database_damaged'],
  ['SQLITE_READONLY', 'read_only'],
  ['SQLITE_CANTOPEN', 'read_only'],
  ['SQLITE_BUSY', 'database_busy'],
  ['SQLITE_LOCKED', 'database_busy'],
  ['SQLITE_IOERR', 'disk_error'],
  // An id that is taken, or that names nothing: ids are chosen by the caller.
  ['SQLITE_CONSTRAINT', 'bad_input'],
]

/** What the system says where a database is copied or moved as a file. */
const SYSTEM_CODES: Record<string, ErrorCode> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EIO: 'disk_error',
  EROFS: 'read_only',
  EACCES: 'read_only',
  EPERM: 'read_only',
  EBUSY: 'database_busy',
}

/** Turns what SQLite or the system throws into the failure that the catalogue explains, if it does. */
export function explainDatabaseError(error: unknown): unknown {
  const system =
    error instanceof Error && 'syscall' in error ? SYSTEM_CODES[codeOf(error)] : undefined
  if (system && error instanceof Error) return new AppError(system, error.message)
  if (!(error instanceof Database.SqliteError)) return error
  const found = CODES.find(([prefix]) => error.code.startsWith(prefix))
  return found ? new AppError(found[1], `${error.code}: ${error.message}`) : error
}
