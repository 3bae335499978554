import type Database from 'better-sqlite3'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as chat from '../db/schema/chat'
import * as imports from '../db/schema/imports'
import * as library from '../db/schema/library'
import * as servers from '../db/schema/servers'
import * as settings from '../db/schema/settings'
import type { Table } from './recognize'
import type { Found, Value } from './records'

/** Adds a row to a table; false where its identity is there already. */
export type Insert = (table: Table, found: Found) => boolean

/** Prepares adding rows that were read from a damaged file: each once, and its JSON can be parsed. */
export function insertInto(client: Database.Database): Insert {
  const standIns = jsonStandIns()
  const inserts = new Map<string, Database.Statement<Value[]>>()
  const lookups = new Map<string, Database.Statement<Value[]>>()

  return (table, { rowid, values }) => {
    const row = values.map((value, index) => {
      const name = `${table.name}.${table.columns[index]?.name}`
      const standIn = standIns.get(name)
      return standIn === undefined ? value : readableJson(name, value, standIn)
    })
    const insert = once(inserts, `${table.name} ${row.length}`, () => insertion(table, row.length))
    if (table.key === -1) return insert.run(...row).changes > 0
    row[table.key] = rowid
    if (insert.run(...row).changes > 0) return true
    if (table.id === -1) return false
    const lookup = once(lookups, table.name, () => `SELECT 1 FROM "${table.name}" WHERE id = ?`)
    if (lookup.get(row[table.id] ?? null)) return false
    // Another row has its place in the order, but not its identity: this one goes to the end.
    row[table.key] = null
    return insert.run(...row).changes > 0
  }

  function once(known: typeof inserts, key: string, query: () => string) {
    const statement = known.get(key) ?? client.prepare<Value[]>(query())
    known.set(key, statement)
    return statement
  }
}

/** A column that the record does not have yet gets its default. */
function insertion(table: Table, columns: number) {
  const names = table.columns.slice(0, columns).map((column) => `"${column.name}"`)
  const places = names.map(() => '?')
  return `INSERT OR IGNORE INTO "${table.name}" (${names.join(', ')}) VALUES (${places.join(', ')})`
}

/** What is put where JSON cannot be parsed, by `table.column`: else every list with the row would fail. */
function jsonStandIns(): Map<string, string | null> {
  const standIns = new Map<string, string | null>()
  const tables = [chat, imports, library, servers, settings].flatMap((file) => Object.values(file))
  for (const table of tables) {
    if (!is(table, SQLiteTable)) continue
    for (const column of Object.values(getTableColumns(table))) {
      if (column.dataType !== 'json') continue
      const standIn = column.notNull ? JSON.stringify(column.default ?? null) : null
      standIns.set(`${getTableName(table)}.${column.name}`, standIn)
    }
  }
  return standIns
}

function readableJson(name: string, value: Value, standIn: string | null): Value {
  if (typeof value !== 'string') return value
  const parsed = parse(value)
  if (name !== 'messages.parts') return parsed === undefined ? standIn : value
  const isParts = Array.isArray(parsed) && parsed.every((part) => Object(part) === part)
  // Text that somebody wrote is kept, whatever became of its form.
  return isParts ? value : JSON.stringify([{ type: 'unknown', origin: 'salvage', data: value }])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
