import type Database from 'better-sqlite3'
import { insertInto } from './insert'
import type { Pages } from './pages'
import { idNamedBy, type Table, tablesFor, tablesOf } from './recognize'
import type { Found } from './records'
import { scan } from './scan'

interface ForeignKey {
  table: string
  from: string
  to: string
}

/**
 * Puts each whole row of a damaged database into its table in `client`, which has the schema that the rows
 * were written in. Answers how many things were named, by an index, and not found.
 */
export function readInto(
  client: Database.Database,
  pages: Pages,
  tell: (done: number, total: number) => void,
): number {
  const tables = tablesOf(client)
  const insert = insertInto(client)
  const refers = referencesOf(client)
  const name = namesIn(client)
  const alike: { fitting: Table[]; found: Found }[] = []
  for (const found of scan(pages, tables, tell)) {
    name(idNamedBy(found))
    const fitting = tablesFor(found, tables)
    const [table] = fitting
    if (fitting.length > 1) alike.push({ fitting, found })
    else if (table) insert(table, found)
  }
  for (const { fitting, found } of alike) {
    const table = fitting.find((candidate) => refers(candidate, found))
    if (table) insert(table, found)
  }
  return countUnfound(client, tables)
}

/** Notes what is named; neighbours in an index often name the same. */
function namesIn(client: Database.Database): (id: string | null) => void {
  client.exec('CREATE TEMP TABLE named (id TEXT PRIMARY KEY) WITHOUT ROWID')
  const note = client.prepare('INSERT OR IGNORE INTO temp.named VALUES (?)')
  let last: string | null = null
  return (id) => {
    if (id !== null && id !== last) note.run(id)
    last = id ?? last
  }
}

/** What was imported and then deleted is still named by the list of imports. */
function countUnfound(client: Database.Database, tables: Table[]): number {
  const others = tables.filter(({ name, id }) => id !== -1 && name !== 'messages')
  const imports = tables.filter(({ columns }) => columns.some(({ name }) => name === 'local_id'))
  const named = [
    // Most of them are here, and then looked for nowhere else.
    ['messages', 'id'],
    ...others.map(({ name }) => [name, 'id']),
    ...imports.map(({ name }) => [name, 'local_id']),
  ]
  const nowhere = named.map(
    ([table, column]) => `NOT EXISTS (SELECT 1 FROM "${table}" WHERE ${column} = named.id)`,
  )
  return client
    .prepare(`SELECT count(*) FROM temp.named WHERE ${nowhere.join(' AND ')}`)
    .pluck()
    .get() as number
}

/** Whether all that a row refers to is there: this tells tables apart that look the same. */
function referencesOf(client: Database.Database) {
  const known = new Map<string, { from: number; find: Database.Statement }[]>()

  function keysOf({ name, columns }: Table) {
    const keys = client.pragma(`foreign_key_list(${name})`) as ForeignKey[]
    return keys.map(({ table, from, to }) => ({
      from: columns.findIndex((column) => column.name === from),
      find: client.prepare(`SELECT 1 FROM "${table}" WHERE "${to}" = ?`),
    }))
  }
  return (table: Table, { values }: Found) => {
    const keys = known.get(table.name) ?? keysOf(table)
    known.set(table.name, keys)
    return keys.every(({ from, find }) => find.get(values[from] ?? null) !== undefined)
  }
}
