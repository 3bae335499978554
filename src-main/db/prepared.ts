import type Database from 'better-sqlite3'
import type { ReadableDb } from './open'

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>()

/** A statement that is prepared once for each connection: for what runs many times in a row. */
export function prepared(db: ReadableDb, query: string): Database.Statement {
  const known = statements.get(db.$client) ?? new Map<string, Database.Statement>()
  statements.set(db.$client, known)
  const statement = known.get(query) ?? db.$client.prepare(query)
  known.set(query, statement)
  return statement
}
