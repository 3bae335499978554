import type Database from 'better-sqlite3'
import { LOST_PAGES, OF_FULL_TEXT, OF_INDEX, SET_ASIDE } from './derived'

// To delete a large index takes seconds, and one that is damaged may lead anywhere. So it is not touched when
// another takes its place: its trees only get other names, and go when nobody waits (`left.ts`).

const OF_OLD_INDEX = `${OF_INDEX} AND NOT ${SET_ASIDE} AND type <> 'trigger'`

/** What SQLite reads of a tree's rows: nothing but their keys. An index has the form of such a table. */
const KEYED = `'" (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID'`
const NUMBERED = `'" (id INTEGER PRIMARY KEY)'`
const NAME = `'search_left_' || rootpage`

/**
 * Puts empty tables in the place of those of the search index, in a transaction of the caller's. Reads no page
 * of the old ones, so that it takes a moment, whatever their size and state. Those in `kept` stay.
 */
export function setIndexAside(client: Database.Database, kept: string[] = []): void {
  const names = [LOST_PAGES, ...kept].map((name) => `'${name}'`).join(', ')
  const which = `${OF_OLD_INDEX} AND tbl_name NOT IN (${names})`
  const made = client
    .prepare(
      `SELECT sql FROM sqlite_schema WHERE ${which} AND NOT ${OF_FULL_TEXT} AND sql IS NOT NULL
       ORDER BY type DESC`,
    )
    .pluck()
    .all() as string[]
  changeSchema(client, () => {
    client.exec(
      `UPDATE sqlite_schema SET type = 'table', name = ${NAME}, tbl_name = ${NAME},
         sql = 'CREATE TABLE "' || ${NAME} ||
           iif(type = 'index' OR sql LIKE '%WITHOUT ROWID%', ${KEYED}, ${NUMBERED})
       WHERE ${which} AND rootpage > 0;
       DELETE FROM sqlite_schema WHERE ${which}`,
    )
  })
  for (const sql of made) client.exec(sql)
}

/** Takes tables out of the schema without reading them; their pages belong to nothing any more. */
export function loseTables(client: Database.Database, names: string[]): void {
  changeSchema(client, () => {
    const lose = client.prepare('DELETE FROM sqlite_schema WHERE tbl_name = ?')
    for (const name of names) lose.run(name)
  })
  client.exec(`CREATE TABLE IF NOT EXISTS ${LOST_PAGES} (id INTEGER PRIMARY KEY)`)
}

/** Has a connection read the schema again: SQLite does not roll back by itself what it knows of one changed here. */
export function rereadSchema(client: Database.Database): void {
  client.pragma('writable_schema = RESET')
}

function changeSchema(client: Database.Database, change: () => void): void {
  const version = client.pragma('schema_version', { simple: true }) as number
  client.unsafeMode(true)
  try {
    client.pragma('writable_schema = ON')
    change()
    // By this number other connections notice.
    client.pragma(`schema_version = ${version + 1}`)
  } finally {
    client.pragma('writable_schema = RESET')
    client.unsafeMode(false)
  }
}
