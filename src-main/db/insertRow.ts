import { getTableColumns, getTableName } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { WritableDb } from './open'
import { prepared } from './prepared'

// Drizzle would prepare a statement anew for each row of an import, which takes as long as inserting it.

/** A row as SQLite takes it, in the order of the table's columns: made in one thread, inserted in another. */
export type EncodedRow = unknown[]

interface Column {
  key: string
  name: string
  default: unknown
  encode(value: unknown): unknown
}

const known = new WeakMap<SQLiteTable, { columns: Column[]; queries: Record<Verb, string> }>()
type Verb = 'INSERT' | 'INSERT OR REPLACE'

function shapeOf(table: SQLiteTable) {
  const found = known.get(table)
  if (found) return found
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => ({
    key,
    name: column.name,
    default: column.default ?? null,
    encode: (value: unknown): unknown => column.mapToDriverValue(value),
  }))
  const names = columns.map(({ name }) => name).join(', ')
  const places = columns.map(() => '?').join(', ')
  const rest = `INTO ${getTableName(table)} (${names}) VALUES (${places})`
  const queries = { INSERT: `INSERT ${rest}`, 'INSERT OR REPLACE': `INSERT OR REPLACE ${rest}` }
  const shape = { columns, queries }
  known.set(table, shape)
  return shape
}

/** What is not given is the column's default. */
export function encodeRow<T extends SQLiteTable>(table: T, row: T['$inferInsert']): EncodedRow {
  // Typed for whoever calls this; here it is read by the names of the table.
  const given: Readonly<Record<string, unknown>> = row
  return shapeOf(table).columns.map((column) => {
    const value = given[column.key] === undefined ? column.default : given[column.key]
    return value === null ? null : column.encode(value)
  })
}

/** At which place of an encoded row a column stands. */
export function placeIn<T extends SQLiteTable>(table: T, key: keyof T['$inferInsert']): number {
  return shapeOf(table).columns.findIndex((column) => column.key === key)
}

/** Answers the number of the row. */
export function insertEncoded(
  db: WritableDb,
  table: SQLiteTable,
  row: EncodedRow,
  verb: Verb = 'INSERT',
): number {
  return Number(prepared(db, shapeOf(table).queries[verb]).run(row).lastInsertRowid)
}

export function insertRow<T extends SQLiteTable>(
  db: WritableDb,
  table: T,
  row: T['$inferInsert'],
  verb?: Verb,
): number {
  return insertEncoded(db, table, encodeRow(table, row), verb)
}
