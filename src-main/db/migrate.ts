import type Database from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { AppError } from '../errors'
import { countRows } from './countRows'
import { setIndexAside } from './setAside'

/** One generated migration: its statements and the hash by which drizzle-kit knows it. */
export interface Migration {
  sql: string[]
  hash: string
  folderMillis: number
}

export function readMigrations(migrationsFolder: string): Migration[] {
  return readMigrationFiles({ migrationsFolder })
}

/**
 * Applies what is missing, `user_version` with it, in one transaction: the file holds the old schema
 * or the new one, never a mix. Throws `migration_failed` and leaves the file as it was.
 */
export function migrate(client: Database.Database, migrations: Migration[]): void {
  const done = schemaVersion(client)
  if (done === migrations.length) return
  // Rebuilding a table would otherwise delete what refers to it; the check below replaces it.
  client.pragma('foreign_keys = OFF')
  const before = countRows(client)
  try {
    client
      .transaction(() => {
        client.exec(
          'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id INTEGER PRIMARY KEY, hash TEXT NOT NULL, created_at NUMERIC)',
        )
        const pending = migrations.slice(done)
        if (done > 0 && pending.some(dropsIndex)) setIndexAside(client, KEPT)
        for (const migration of pending) {
          for (const statement of migration.sql) client.exec(statement)
          client
            .prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
            .run(migration.hash, migration.folderMillis)
        }
        const broken = client.pragma('foreign_key_check') as unknown[]
        if (broken.length > 0) throw new Error(`${broken.length} rows refer to missing rows`)
        refuseLoss(before, countRows(client))
        client.pragma(`user_version = ${migrations.length}`)
      })
      .immediate()
  } catch (error) {
    throw new AppError('migration_failed', error instanceof Error ? error.message : String(error), {
      from: done,
      to: migrations.length,
    })
  } finally {
    client.pragma('foreign_keys = ON')
  }
}

/** Tables of the index that are small, and not dropped with it. */
const KEPT = ['search_tasks', 'search_titles']

/** Whether it makes the search index anew: of a large one SQLite would need many seconds to let it go. */
function dropsIndex({ sql }: Migration): boolean {
  return sql.some((statement) => statement.includes('DROP TABLE messages_fts'))
}

/** A table may go, but one that stays keeps its rows: a migration has no business to delete them. */
function refuseLoss(before: Record<string, number>, after: Record<string, number>): void {
  for (const [table, rows] of Object.entries(before)) {
    const left = after[table] ?? rows
    if (left < rows) throw new Error(`${rows - left} of ${rows} ${table} would be lost`)
  }
}

export function schemaVersion(client: Database.Database): number {
  return client.pragma('user_version', { simple: true }) as number
}
