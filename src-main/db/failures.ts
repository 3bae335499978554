import Database from 'better-sqlite3'
import type { ErrorCode } from '@contract/errors'
import { AppError } from '../errors'

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
]

/** Turns what SQLite throws into the failure that the catalogue explains; leaves the rest alone. */
export function explainDatabaseError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const found = CODES.find(([prefix]) => error.code.startsWith(prefix))
  return found ? new AppError(found[1], `${error.code}: ${error.message}`) : error
}
