import type Database from 'better-sqlite3'
import { contentTables } from '../content'

interface Column {
  name: string
  type: string
  notnull: 0 | 1
  pk: number
}

const ROWS = 3

/**
 * Puts three rows into every table of whatever schema this is, each referring to others where the
 * table has references, so that a schema which is not written yet is tested as well.
 */
export function fillEveryTable(client: Database.Database): void {
  client.pragma('foreign_keys = OFF')
  for (const table of contentTables(client)) {
    // The one row that says what the user chose.
    const rows = table === 'settings' ? 1 : ROWS
    for (let row = 1; row <= rows; row += 1) insert(client, table, row)
  }
  client.exec(`UPDATE conversations SET message_count =
    (SELECT count(*) FROM messages WHERE conversation_id = conversations.id AND deleted_at IS NULL)`)
  client.pragma('foreign_keys = ON')
}

function insert(client: Database.Database, table: string, row: number): void {
  const columns = client.prepare('SELECT * FROM pragma_table_info(?)').all(table) as Column[]
  const references = client
    .prepare('SELECT "from", "table" FROM pragma_foreign_key_list(?)')
    .all(table) as { from: string; table: string }[]
  const values = columns.map(({ name, type }) => {
    const target = references.find(({ from }) => from === name)?.table
    if (target) return target === table && row === 1 ? null : `${target}-${row}`
    if (name === 'id' && type === 'TEXT') return `${table}-${row}`
    if (name === 'parts') return JSON.stringify([{ type: 'text', text: `needle number ${row}` }])
    if (name === 'status') return 'complete'
    if (name === 'deleted_at') return row === 2 ? 2 : null
    if (name === 'current_message_id') return `messages-${row}`
    if (name === 'offset' || name === 'part') return 0
    return type === 'INTEGER' ? row : `${table} ${name} ${row} éß索`
  })
  const marks = columns.map(() => '?').join(', ')
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  client.prepare(`INSERT INTO "${table}" (${names}) VALUES (${marks})`).run(values)
}
