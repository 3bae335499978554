import Database from 'better-sqlite3'
import { countRows } from './countRows'
import { FILL_LATER, isOfIndex, JOIN_TWO, LOST_PAGES, OF_FULL_TEXT, SET_ASIDE } from './derived'

/** Kilobytes of pages that each side keeps: each is read and written once, so that more is only slower. */
const CACHE = 1000

interface Made {
  type: 'table' | 'index' | 'trigger' | 'view'
  name: string
  sql: string
}

/**
 * Copies a history that may be in use, as it is at one moment, into a new file: every row, and of the search
 * index, which is half of the file or more and can be made again, only the empty tables. Answers how many
 * rows each table has. The file is not synced; what fails leaves it half made.
 */
export function copyHistory(file: string, target: string): Record<string, number> {
  // Another connection may write, though this one only reads, and the last one to close would put the log
  // into the file. As long as this one is open, it is not the last.
  const holder = new Database(file, { readonly: true, fileMustExist: true })
  try {
    // Only from its first query on it holds the file open for others.
    holder.prepare('SELECT count(*) FROM sqlite_schema').get()
    const pageSize = Number(holder.pragma('page_size', { simple: true }))
    const client = new Database(target)
    try {
      // Nobody reads it before it is whole.
      for (const pragma of [
        `page_size = ${pageSize}`,
        'journal_mode = MEMORY',
        'synchronous = OFF',
        'foreign_keys = OFF',
        `cache_size = -${CACHE}`,
      ]) {
        client.pragma(pragma)
      }
      client.prepare('ATTACH ? AS source').run(file)
      client.pragma(`source.cache_size = -${CACHE}`)
      // What fails needs no rolling back: the file goes.
      client.exec('BEGIN')
      const rows = copyAll(client)
      client.exec('COMMIT')
      return rows
    } finally {
      client.close()
    }
  } finally {
    holder.close()
  }
}

function copyAll(client: Database.Database): Record<string, number> {
  const made = client
    .prepare(
      `SELECT type, name, sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND NOT ${OF_FULL_TEXT}
       AND NOT ${SET_ASIDE} AND name <> '${LOST_PAGES}' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all() as Made[]
  const ofType = (wanted: Made['type']) => made.filter(({ type }) => type === wanted)
  const tables = ofType('table')
  for (const { sql } of tables) client.exec(sql)
  // Before the rows: SQLite then takes over whole entries of tables and indexes, without making them anew.
  for (const { sql } of ofType('index')) client.exec(sql)
  for (const { name } of tables) {
    if (isOfIndex(name)) continue
    client.exec(`INSERT INTO main."${name}" SELECT * FROM source."${name}"`)
  }
  for (const { sql } of [...ofType('view'), ...ofType('trigger')]) client.exec(sql)
  const has = (name: string) => tables.some((table) => table.name === name)
  if (has('messages_fts')) client.exec(JOIN_TWO)
  if (has('search_tasks')) client.exec(FILL_LATER)
  for (const pragma of ['application_id', 'user_version']) {
    const value = Number(client.pragma(`source.${pragma}`, { simple: true }))
    client.pragma(`main.${pragma} = ${value}`)
  }
  return countRows(client, 'source')
}
