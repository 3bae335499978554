import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { OF_INDEX } from '../../src-main/db/derived'

/** The tables that hold what is the user's; the index and the list of migrations are made from code. */
export function contentTables(client: Database.Database): string[] {
  return client
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
       AND NOT ${OF_INDEX} AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all() as string[]
}

export type Columns = Record<string, string[]>

export function contentColumns(client: Database.Database): Columns {
  const columnsOf = (table: string) =>
    client.prepare(`SELECT name FROM pragma_table_info(?) ORDER BY name`).pluck().all(table)
  return Object.fromEntries(
    contentTables(client).map((table) => [table, columnsOf(table) as string[]]),
  )
}

/** One hash of every row of every table, in `columns` where those of another schema are meant. */
export function contentHash(
  client: Database.Database,
  columns: Columns = contentColumns(client),
): string {
  const hash = createHash('sha256')
  for (const [table, names] of Object.entries(columns)) {
    const list = names.map((name) => `"${name}"`).join(', ')
    hash.update(`${table}(${list})\n`)
    const rows = client.prepare(`SELECT ${list} FROM "${table}" ORDER BY ${list}`).raw().iterate()
    for (const row of rows) hash.update(`${JSON.stringify(row)}\n`)
  }
  return hash.digest('hex')
}
