import Database from 'better-sqlite3'
import { LOST_PAGES, SET_ASIDE } from './derived'
import { findDamage, problemsOf } from './doctor'
import type { ReadableDb, WritableDb } from './open'
import { loseTables } from './setAside'

// What is left of a search index that was set aside. It is emptied row by row, because then each transaction is
// as short as wanted; that it is still to be done, the schema says, whenever the program ends.

/** Rows of one statement: those of the full text have a page each. */
const AT_ONCE = 64
/** More lines than there are pages: without a number a check ends with a hundred. */
const ALL = 1_000_000_000
/** A file of this size is written anew within a moment. */
const SMALL = 32 * 1024 * 1024

export function isDue(db: ReadableDb): boolean {
  return tablesOf(db.$client).length > 0
}

/** Empties the tables for about `milliseconds`; false when there is nothing in them any more. */
export function empty(db: WritableDb, milliseconds: number): boolean {
  const end = performance.now() + milliseconds
  for (const table of tablesOf(db.$client)) {
    const some = db.$client.prepare(`DELETE FROM "${table}" LIMIT ${AT_ONCE}`)
    while (some.run().changes > 0) if (performance.now() >= end) return true
  }
  return false
}

/** Removes the tables that are empty: what was in them is neither in the file nor in the log any more. */
export function drop(db: WritableDb): void {
  for (const table of tablesOf(db.$client)) {
    const isEmpty = db.$client.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get() === undefined
    if (isEmpty) db.$client.exec(`DROP TABLE "${table}"`)
  }
}

/**
 * Gives tables up whose trees are malformed; without names, all of them. To delete along such a tree could take
 * pages away that others have. Its own stay in the file until that is written anew.
 */
export function giveUp(db: WritableDb, tables: string[] = tablesOf(db.$client)): void {
  loseTables(db.$client, tables)
}

/** Whether pages of the file belong to nothing, and in a small one, where that can be put right at once. */
export function lostPages(db: ReadableDb): { any: boolean; isSmall: boolean } {
  const any = hasLostPages(db.$client)
  const pragma = (name: string) => Number(db.$client.pragma(name, { simple: true }))
  return { any, isSmall: any && pragma('page_count') * pragma('page_size') <= SMALL }
}

/**
 * Writes the file anew, without the pages that belong to nothing: nobody can write meanwhile, for seconds where
 * it is large. Not in a transaction. False on a full disk: they cost room then, and nothing else.
 */
export function reclaim(db: WritableDb): boolean {
  // In memory, the new file might not fit.
  db.$client.pragma('temp_store = FILE')
  try {
    db.$client.exec('VACUUM')
    return true
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_FULL')) return false
    throw error
  } finally {
    db.$client.pragma('temp_store = MEMORY')
  }
}

/** Says that no page is lost any more, neither in the file nor in the log. */
export function endReclaim(db: WritableDb): void {
  db.$client.exec(`DROP TABLE IF EXISTS ${LOST_PAGES}`)
}

/**
 * Reads a history whole, which takes seconds, beside those who use it: which of the tables that are left have
 * malformed trees; null where the file is damaged elsewhere as well, so that nothing in it is to be deleted.
 */
export function findMalformed(file: string): string[] | null {
  const client = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const problems = problemsOf(client, `quick_check(${ALL})`)
    if (problems.length === 0) return []
    if (findDamage(client, 'quick_check').rest.length > 0) return null
    const tables = tablesOf(client)
    if (problems.some((line) => line.includes('2nd reference'))) return tables
    return tables.filter((table) => problemsOf(client, `quick_check("${table}")`).length > 0)
  } finally {
    client.close()
  }
}

function tablesOf(client: Database.Database): string[] {
  const query = `SELECT name FROM sqlite_schema WHERE ${SET_ASIDE} ORDER BY name`
  return client.prepare(query).pluck().all() as string[]
}

function hasLostPages(client: Database.Database): boolean {
  return client.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(LOST_PAGES) !== undefined
}
