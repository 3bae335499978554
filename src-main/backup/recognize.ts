import type Database from 'better-sqlite3'
import { isOfIndex } from '../db/derived'
import type { Found, Value } from './records'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

interface Column {
  name: string
  type: string
  notnull: number
  dflt_value: string | null
  pk: number
}

export interface Table {
  name: string
  columns: Column[]
  /** The column that is the rowid itself, which a record holds as null; -1 where there is none. */
  key: number
  /** The column with the table's own UUID; -1 where there is none. */
  id: number
  /** Whether its rows are the keys of an index, as `message_chunks` are. */
  withoutRowid: boolean
  /** Made from the messages: its rows are told apart from others, and not taken over. */
  ofIndex: boolean
}

/** The tables of ours that a record can belong to, in the schema that `client` has. */
export function tablesOf(client: Database.Database): Table[] {
  const listed = client
    .prepare(
      `SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND schema = 'main'
       AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'messages_fts%'
       AND name <> '__drizzle_migrations'`,
    )
    .all() as { name: string; wr: 0 | 1 }[]
  return listed.map(({ name, wr }) => {
    const columns = client.pragma(`table_info(${name})`) as Column[]
    const keys = columns.filter((column) => column.pk > 0)
    const alone = keys.length === 1 ? keys[0] : undefined
    const key = alone?.type.toUpperCase() === 'INTEGER' ? columns.indexOf(alone) : -1
    // The id of a draft is its conversation's, or a word, and it is no identity of its own.
    const id = key === -1 ? -1 : columns.findIndex(({ name: column, pk }) => column === 'id' && !pk)
    return { name, columns, key, id, withoutRowid: wr === 1, ofIndex: isOfIndex(name) }
  })
}

/**
 * Which tables a record may have come from, by its shape alone: so a leaf is read even when the pages
 * that lead to it, or the schema itself, are gone. A record with fewer values is from before a column
 * was added. More than one only for tables that look the same.
 */
export function tablesFor(found: Found, tables: Table[]): Table[] {
  const isKey = found.rowid === null
  const fitting = tables.filter(
    (table) => table.withoutRowid === isKey && fits(found.values, table),
  )
  const whole = fitting.filter((table) => table.columns.length === found.values.length)
  if (whole.some((table) => table.ofIndex)) return []
  return whole.length > 0 ? whole : fitting.filter((table) => !table.ofIndex)
}

/** A key of an index over ids: what is named here exists, or existed until the damage. */
export function idNamedBy({ rowid, values }: Found): string | null {
  const [id, at] = values
  if (rowid !== null || values.length !== 2 || typeof at !== 'number') return null
  return isId(id) ? id : null
}

export function isId(value: Value | undefined): value is string {
  return typeof value === 'string' && UUID.test(value)
}

function fits(values: Value[], table: Table): boolean {
  if (values.length > table.columns.length) return false
  return table.columns.every((column, index) => {
    const value = values[index]
    if (value === undefined) return !column.notnull || column.dflt_value !== null
    if (index === table.key) return value === null
    if (index === table.id) return isId(value)
    if (value === null) return column.notnull === 0
    if (Buffer.isBuffer(value)) return false
    return (typeof value === 'string') === (column.type.toUpperCase() === 'TEXT')
  })
}
