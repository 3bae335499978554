import Database from 'better-sqlite3'
import { GUIDE_ID } from '../db/guideId'
import { readPrivately } from '../db/privately'
import { AppError } from '../errors'
import { openPages, type Pages, type View } from './pages'
import { isId, type Table, tablesFor, tablesOf } from './recognize'
import { recordsOn, type Value } from './records'
import { fileSizeSync } from '../storage/files'

// SQLite takes any log that lies beside a database for its own. One that another database left behind
// would mix two histories without a word.

/** The column that differs between any two databases, by table. */
const IDENTITIES: Record<string, string> = {
  conversations: 'id',
  messages: 'id',
  settings: 'database_id',
}

interface Identity {
  table: string
  rowid: number
  value: Value
}

/**
 * To be called before a database is opened for writing: where a log is left from a program that was
 * killed, makes sure that it belongs to the file. Throws `database_damaged`. Reads the log then, and
 * nothing at all after a clean end.
 */
export function checkLog(databaseFile: string): void {
  if (fileSizeSync(`${databaseFile}-wal`) === 0) return
  // SQLite would make a new database here and delete the log, which may hold a whole history.
  if (fileSizeSync(databaseFile) === 0)
    throw new AppError('database_damaged', 'only its log is there')
  const pages = openPages(databaseFile)
  try {
    if (!sharesRows(pages) && differsFromLog(databaseFile, pages))
      throw new AppError('database_damaged', 'the log is that of another database')
  } finally {
    pages.close()
  }
}

/**
 * Whether a page of the log has a row that the same page of the file has. A log mostly says so on its first
 * page; for all else SQLite reads the file, which may first have to be copied to another disk for that.
 */
function sharesRows(pages: Pages): boolean {
  for (const page of pages.logged) {
    const inLog = new Set(idsOn(pages, page, 'newest'))
    for (const id of idsOn(pages, page, 'file')) if (inLog.has(id)) return true
  }
  return false
}

function* idsOn(pages: Pages, page: number, view: View) {
  for (const { rowid, values } of recordsOn(pages, page, view)) {
    const [, id] = values
    if (rowid !== null && isId(id) && id !== GUIDE_ID) yield `${rowid} ${id}`
  }
}

function differsFromLog(databaseFile: string, pages: Pages): boolean {
  const compare = (client: Database.Database) => {
    const tables = tablesOf(client)
    return differs(identitiesInLog(pages, tables), ({ table, rowid }) =>
      client
        .prepare(`SELECT ${IDENTITIES[table]} FROM ${table} WHERE rowid = ?`)
        .pluck()
        .get(rowid),
    )
  }
  try {
    return readPrivately(databaseFile, compare, { log: false })
  } catch (error) {
    // Killed while the log was put into it, a file is whole only together with its log.
    if (error instanceof Database.SqliteError) return false
    throw error
  }
}

/** The same for a file that SQLite may not be able to open. */
export function logIsForeign(pages: Pages, tables: Table[]): boolean {
  const logged = new Map(
    identitiesInLog(pages, tables).map((found) => [placeOf(found), found.value]),
  )
  let isOther = false
  for (const page of likelyFirst(pages, logged.size > 0)) {
    for (const found of identitiesOn(pages, tables, page, 'file')) {
      const inLog = logged.get(placeOf(found))
      if (inLog === found.value) return false
      if (inLog !== undefined) isOther = true
    }
  }
  return isOther
}

/** A page has in the file mostly the rows that it has in its own log: then no other is looked at. */
function* likelyFirst({ logged, count }: Pages, isAny: boolean): Generator<number> {
  if (!isAny) return
  yield* logged
  for (let page = 1; page <= count; page += 1) yield page
}

/**
 * The same place in the order holds the same thing in a file and in its own log, but for the few that
 * were deleted and replaced.
 */
function differs(logged: Identity[], lookUp: (found: Identity) => unknown) {
  const known = logged.map((found) => [found.value, lookUp(found) ?? null])
  const both = known.filter(([, inFile]) => inFile !== null)
  return both.length > 0 && both.every(([inLog, inFile]) => inLog !== inFile)
}

function identitiesInLog(pages: Pages, tables: Table[]): Identity[] {
  return pages.logged.flatMap((page) => [...identitiesOn(pages, tables, page, 'newest')])
}

function* identitiesOn(pages: Pages, tables: Table[], page: number, view: View) {
  for (const { rowid, values } of recordsOn(pages, page, view)) {
    const [table] = rowid === null ? [] : tablesFor({ rowid, values }, tables)
    const column = table && IDENTITIES[table.name]
    if (rowid === null || !column) continue
    const index = table.columns.findIndex(({ name }) => name === column)
    yield { table: table.name, rowid, value: values[index] ?? null }
  }
}

function placeOf({ table, rowid }: Identity) {
  return `${table} ${rowid}`
}
