import { getTableColumns, getTableName } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { WritableDb } from './open'
import { prepared } from './prepared'

/**
 * Inserts a row and answers its number. The statement is prepared once for the columns that are given,
 * where drizzle would make one anew for each row of an import, which takes as long as inserting it.
 */
export function insertRow<T extends SQLiteTable>(
  db: WritableDb,
  table: T,
  row: T['$inferInsert'],
  { replaces = false } = {},
): number {
  const given = new Map<string, unknown>(Object.entries(row))
  const columns = Object.entries(getTableColumns(table)).filter(
    ([key]) => given.get(key) !== undefined,
  )
  const names = columns.map(([, { name }]) => name).join(', ')
  const places = columns.map(() => '?').join(', ')
  const verb = replaces ? 'INSERT OR REPLACE' : 'INSERT'
  const query = `${verb} INTO ${getTableName(table)} (${names}) VALUES (${places})`
  const values = columns.map(([key, column]) => {
    const value = given.get(key)
    return value === null ? null : column.mapToDriverValue(value)
  })
  return Number(prepared(db, query).run(...values).lastInsertRowid)
}
