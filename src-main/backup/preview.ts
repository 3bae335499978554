import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Tallies } from '@contract/backup'
import { explainDatabaseError } from '../db/failures'
import { type Migration, schemaVersion } from '../db/migrate'
import { readPrivately } from '../db/privately'
import { AppError } from '../errors'
import type { Paths } from '../storage/layout'
import { ALL, type Selection } from './categories'
import { merge } from './merge'
import { isUntouched } from './mergedDatabase'
import { openSource, type Source } from './source'

/** What is taken, how, and how it is read. What is not replaced is merged: the newer of two is kept. */
export interface Choice extends Selection, ReadOptions {}

/** How a backup is read. */
export interface ReadOptions {
  migrations: Migration[]
  passphrase?: string | undefined
  /** A total of 0 is one that nobody knows. */
  tell?:
    | ((step: 'reading' | 'merging' | 'attachments', done: number, total: number) => void)
    | undefined
}

/** Says what a restore would do, without changing a byte of the profile. Throws what it would throw. */
export async function previewRestore(
  paths: Paths,
  file: string,
  options: Choice,
): Promise<Tallies> {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-preview-'))
  try {
    const source = await readSource(file, join(folder, 'source.db'), options)
    return previewSource(paths, source.database, options)
  } catch (error) {
    throw explainDatabaseError(error)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Reads a backup whole, its database to `target`. */
export function readSource(file: string, target: string, options: ReadOptions): Promise<Source> {
  const { tell } = options
  return openSource(file, target, {
    ...options,
    tell: (done, total) => tell?.('reading', done, total),
  })
}

/** The same as {@link previewRestore}, with what {@link readSource} has read. */
export function previewSource({ database }: Paths, staged: string, options: Choice): Tallies {
  if (!existsSync(database)) return compareWith(null, staged, options)
  return readPresent(database, (present) => {
    const replace = isUntouched(present) ? ALL : options.replace
    return compareWith(present, staged, { ...options, replace })
  })
}

/**
 * Reads a history that may be open elsewhere. Where it is not, SQLite would leave a log beside it, though
 * it only reads.
 */
function readPresent<T>(file: string, read: (client: Database.Database) => T): T {
  if (!existsSync(`${file}-wal`)) return readPrivately(file, read)
  const client = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return read(client)
  } finally {
    client.close()
  }
}

/** Counts what merging two databases would do; null stands for none. */
export function compareWith(
  present: Database.Database | null,
  staged: string,
  options: Choice,
): Tallies {
  const source = new Database(staged, { readonly: true, fileMustExist: true })
  const target = present ?? emptyLike(source)
  try {
    if (schemaVersion(target) > options.migrations.length) throw new AppError('database_newer')
    const tell = (_table: string, rows: number) => options.tell?.('merging', rows, 0)
    return merge({ source, target }, { ...options, write: null, tell })
  } finally {
    source.close()
    if (!present) target.close()
  }
}

/** One that has the same tables, and no rows in them. */
function emptyLike(source: Database.Database): Database.Database {
  const made = new Database(':memory:')
  const tables = source
    .prepare(
      `SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
       AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'messages_fts%'`,
    )
    .pluck()
    .all() as string[]
  for (const sql of tables) made.exec(sql)
  return made
}
