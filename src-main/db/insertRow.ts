import { getTableColumns, getTableName } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { WritableDb } from './open'
import { prepared } from './prepared'

// Drizzle would prepare a statement anew for each row of an import, which takes as long as inserting it.

/** The values of rows as SQLite takes them, in the order of the table's columns, one row after the other. */
export type EncodedRows = unknown[]

/** Rows of one statement: a statement for each takes SQLite a fifth longer. */
const AT_ONCE = 8

interface Column {
  key: string
  name: string
  default: unknown
  encode(value: unknown): unknown
}

interface Shape {
  columns: Column[]
  one: string
  several: string
}

const known = new WeakMap<SQLiteTable, Shape>()

function shapeOf(table: SQLiteTable): Shape {
  const found = known.get(table)
  if (found) return found
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => ({
    key,
    name: column.name,
    default: column.default ?? null,
    encode: (value: unknown): unknown => column.mapToDriverValue(value),
  }))
  const names = columns.map(({ name }) => name).join(', ')
  const row = `(${columns.map(() => '?').join(', ')})`
  const into = `INTO ${getTableName(table)} (${names}) VALUES`
  const several = `${into} ${Array.from({ length: AT_ONCE }, () => row).join(', ')}`
  const shape = { columns, one: `${into} ${row}`, several }
  known.set(table, shape)
  return shape
}

/** What is not given is the column's default. */
export function encodeRow<T extends SQLiteTable>(table: T, row: T['$inferInsert']): EncodedRows {
  // Typed for whoever calls this; here it is read by the names of the table.
  const given: Readonly<Record<string, unknown>> = row
  return shapeOf(table).columns.map((column) => {
    const value = given[column.key] === undefined ? column.default : given[column.key]
    return value === null ? null : column.encode(value)
  })
}

/** How many values a row has, and at which of them a column stands. */
export function widthOf(table: SQLiteTable): number {
  return shapeOf(table).columns.length
}

export function placeIn<T extends SQLiteTable>(table: T, key: keyof T['$inferInsert']): number {
  return shapeOf(table).columns.findIndex((column) => column.key === key)
}

export function insertEncoded(db: WritableDb, table: SQLiteTable, values: EncodedRows): void {
  const { columns, one, several } = shapeOf(table)
  for (let at = 0; at < values.length;) {
    const isLast = values.length - at < AT_ONCE * columns.length
    const end = at + columns.length * (isLast ? 1 : AT_ONCE)
    prepared(db, `INSERT ${isLast ? one : several}`).run(values.slice(at, end))
    at = end
  }
}

/** Answers the number of the row. */
export function insertRow<T extends SQLiteTable>(
  db: WritableDb,
  table: T,
  row: T['$inferInsert'],
  verb: 'INSERT' | 'INSERT OR REPLACE' = 'INSERT',
): number {
  const values = encodeRow(table, row)
  return Number(prepared(db, `${verb} ${shapeOf(table).one}`).run(values).lastInsertRowid)
}
