import type Database from 'better-sqlite3'
import { OF_INDEX } from './derived'

/** Rows of each of our tables, by name. */
export function countRows(client: Database.Database): Record<string, number> {
  const tables = client
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table'
       AND name NOT LIKE 'sqlite_%' AND NOT ${OF_INDEX}`,
    )
    .pluck()
    .all() as string[]
  const count = (table: string) =>
    client.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number
  return Object.fromEntries(tables.map((table) => [table, count(table)]))
}
