import { randomUUIDv7 } from 'node:crypto'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { AppError } from '../errors'
import { copyDatabase } from './copy'
import { explainDatabaseError } from './failures'
import { migrate, type Migration, schemaVersion } from './migrate'

declare const readable: unique symbol
declare const writable: unique symbol

type Db = BetterSQLite3Database & { $client: Database.Database }

/** A function that takes this only reads: it runs on the reader thread. */
export type ReadableDb = Db & { readonly [readable]: true }
/** A function that takes this writes: it runs on the writer thread, as one transaction. */
export type WritableDb = ReadableDb & { readonly [writable]: true }

/** "KEEP": how one of our files is told from any other SQLite database. */
export const APPLICATION_ID = 0x4b454550

/** Statements that a connection needs before its first query. */
const PRAGMAS = [
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 5000',
  'journal_size_limit = 67108864',
  'temp_store = MEMORY',
  'secure_delete = ON',
  'trusted_schema = OFF',
  ...(process.platform === 'darwin' ? ['fullfsync = ON', 'checkpoint_fullfsync = ON'] : []),
]

/**
 * Kilobytes of pages that a connection may keep. The reader would fill any number with a long chat, and
 * hold it for as long as it lives; from the system's own cache it reads as fast.
 */
const CACHE = { writer: 'cache_size = -16000', reader: 'cache_size = -4000' }

export interface OpenOptions {
  migrations: Migration[]
  /** Where a copy goes before the schema changes. */
  copiesFolder: string
  now: number
}

/**
 * Opens the history for writing, making the file when there is none, and brings its schema up to
 * date after copying it. Throws `database_newer`, `database_foreign`, `database_damaged` or
 * `migration_failed`; the file is then as it was.
 */
export function openWritable(file: string, options: OpenOptions): WritableDb {
  const found = inspectDatabase(file)
  if (found && found.schema > options.migrations.length) {
    throw new AppError('database_newer', file, {
      schema: found.schema,
      supported: options.migrations.length,
    })
  }
  mkdirSync(dirname(file), { recursive: true })
  try {
    if (found && found.schema > 0 && found.schema < options.migrations.length) {
      const name = `before-schema-${options.migrations.length}`
      copyDatabase(file, options.copiesFolder, name, options.now)
    }
    return connect(file, {}, (client) => {
      client.pragma('journal_mode = WAL')
      for (const pragma of [...PRAGMAS, CACHE.writer]) client.pragma(pragma)
      // Only where it is missing: it would be a write at every start.
      if (!found) client.pragma(`application_id = ${APPLICATION_ID}`)
      client.function('new_id', { deterministic: false }, () => randomUUIDv7())
      migrate(client, options.migrations)
    }) as WritableDb
  } catch (error) {
    throw explainDatabaseError(error)
  }
}

/**
 * Opens an existing history read-only, of whatever schema. Throws `database_missing`,
 * `database_foreign` or `database_damaged`.
 */
export function openReadable(file: string): ReadableDb {
  if (!inspectDatabase(file)) throw new AppError('database_missing', file)
  return connect(file, { readonly: true }, (client) => {
    for (const pragma of [...PRAGMAS, CACHE.reader]) client.pragma(pragma)
    client.pragma('query_only = ON')
  })
}

/** A connection that could not be prepared is closed: on Windows it would keep the file in use. */
function connect(
  file: string,
  options: Database.Options,
  prepare: (client: Database.Database) => void,
): ReadableDb {
  const client = new Database(file, options)
  try {
    prepare(client)
    return drizzle(client) as unknown as ReadableDb
  } catch (error) {
    client.close()
    throw error
  }
}

/** Puts the log into the file, then closes; where that fails, the log stays and nothing is lost. */
export function closeDatabase(db: ReadableDb): void {
  if (!db.$client.open) return
  try {
    if (!db.$client.readonly) db.$client.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.$client.close()
  }
}

/**
 * Says what a file is without changing a byte of it: null when there is no database in it yet.
 * SQLite opens a missing, empty or foreign file without an error, so this is asked first.
 */
export function inspectDatabase(file: string): { schema: number; applicationId: number } | null {
  if (!existsSync(file)) return null
  if (!statSync(file).isFile()) throw new AppError('database_damaged', `${file} is not a file`)
  if (statSync(file).size === 0 && !existsSync(`${file}-wal`)) return null
  let client: Database.Database | undefined
  try {
    client = new Database(file, { readonly: true, fileMustExist: true })
    const applicationId = client.pragma('application_id', { simple: true }) as number
    const tables = client.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
    const version = schemaVersion(client)
    if (applicationId === 0 && tables === 0) return null
    if (applicationId !== APPLICATION_ID) throw new AppError('database_foreign', file)
    return { schema: version, applicationId }
  } catch (error) {
    throw explainDatabaseError(error)
  } finally {
    client?.close()
  }
}
