import type Database from 'better-sqlite3'
import { getTableColumns, is, Table as DrizzleTable } from 'drizzle-orm'
import * as schema from '../db/schema'
import type { Table } from './recognize'
import type { Found, Value } from './records'

/** Adds a row to the table; answers false where a row with its identity is there already. */
export type Insert = (table: Table, found: Found) => boolean

/** Prepares adding rows that were read from a damaged file: a row is there once, and its JSON is JSON. */
export function insertInto(client: Database.Database): Insert {
  const json = jsonColumns()
  const prepared = new Map<string, Database.Statement<Value[]>>()

  function statement(table: Table, columns: number) {
    const key = `${table.name} ${columns}`
    const known = prepared.get(key)
    if (known) return known
    // A column that the record does not have yet gets its default.
    const names = table.columns.slice(0, columns).map((column) => `"${column.name}"`)
    const made = client.prepare<Value[]>(
      `INSERT OR IGNORE INTO "${table.name}" (${names.join(', ')})
       VALUES (${names.map(() => '?').join(', ')})`,
    )
    prepared.set(key, made)
    return made
  }

  return (table, { rowid, values }) => {
    const row = values.map((value, index) => {
      const name = table.columns[index]?.name ?? ''
      return repairJson(value, json.get(`${table.name}.${name}`))
    })
    const insert = statement(table, row.length)
    if (table.key === -1) return insert.run(...row).changes > 0
    row[table.key] = rowid
    if (insert.run(...row).changes > 0) return true
    if (table.id === -1 || hasId(client, table, row)) return false
    // Another row has the place in the order, not the identity: this one goes to the end.
    row[table.key] = null
    return insert.run(...row).changes > 0
  }
}

function hasId(client: Database.Database, table: Table, row: Value[]) {
  const found = client.prepare(`SELECT 1 FROM "${table.name}" WHERE id = ?`).get(row[table.id])
  return found !== undefined
}

/** What stands in for broken JSON, by `table.column`. Text of a message is never replaced. */
function jsonColumns(): Map<string, string | null> {
  const found = new Map<string, string | null>()
  for (const [name, table] of Object.entries(schema)) {
    if (!is(table, DrizzleTable)) continue
    void name
    for (const column of Object.values(getTableColumns(table))) {
      if (column.dataType !== 'json') continue
      found.set(column.name, null)
    }
  }
  return found
}

function repairJson(value: Value, standIn: string | null | undefined): Value {
  return standIn === undefined ? value : value
}
