/** Of `sqlite_schema`: what is made from the messages and can be made again. */
export const OF_INDEX = String.raw`(tbl_name LIKE 'messages\_fts%' ESCAPE '\' OR tbl_name LIKE 'search\_%' ESCAPE '\')`

/** Of `sqlite_schema`: tables that a full-text index makes by itself. */
export const OF_FULL_TEXT = String.raw`tbl_name LIKE 'messages\_fts\_%' ESCAPE '\'`

/** Of `sqlite_schema`: the trees of an index that was set aside, see `setAside.ts`. */
export const SET_ASIDE = String.raw`tbl_name LIKE 'search\_left\_%' ESCAPE '\'`

/** The table that is there as long as pages of the file belong to nothing. It never has a row. */
export const LOST_PAGES = 'search_lost_pages'

/** Two parts of a size are enough to be joined when the program asks for it; the migration says it too. */
export const JOIN_TWO = `INSERT INTO messages_fts (messages_fts, rank) VALUES ('usermerge', 2)`

/** Has the index filled in the background; until that is done a search says that it is incomplete. */
export const FILL_LATER = `INSERT OR IGNORE INTO search_tasks (name) VALUES ('fill')`

export function isOfIndex(table: string): boolean {
  return table.startsWith('messages_fts') || table.startsWith('search_')
}
