import type Database from 'better-sqlite3'
import { OF_INDEX } from './derived'

/** Rows of each of our tables, by name; `schema` is what a file that was attached is called. */
export function countRows(client: Database.Database, schema = 'main'): Record<string, number> {
  const tables = client
    .prepare(
      `SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table'
       AND name NOT LIKE 'sqlite_%' AND NOT ${OF_INDEX}`,
    )
    .pluck()
    .all() as string[]
  const count = (table: string) =>
    client.prepare(`SELECT count(*) FROM ${schema}."${table}"`).pluck().get() as number
  return Object.fromEntries(tables.map((table) => [table, count(table)]))
}
