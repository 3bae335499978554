import type { Pages, View } from './pages'
import { type Table, tablesFor } from './recognize'
import { type Found, recordsOn } from './records'

/** In how many pages of a file its settings are looked for; they are written when it is made. */
const FIRST_PAGES = 200

/**
 * Every whole record of a damaged database: first as the log has it, then what lies in the file under
 * pages of the log, because the log may be what is damaged. So a row can come twice, the newest first.
 */
export function* scan(pages: Pages, tables: Table[]): Generator<Found> {
  if (logIsForeign(pages, tables)) {
    yield* everyPage(pages, 'file')
    return
  }
  yield* everyPage(pages, 'newest')
  for (const page of pages.logged) {
    for (const found of recordsOn(pages, page, 'file')) if (found.rowid !== null) yield found
  }
}

function* everyPage(pages: Pages, view: View) {
  for (let page = 1; page <= pages.count; page += 1) yield* recordsOn(pages, page, view)
}

/** A log left behind by another database would mix two histories. */
function logIsForeign(pages: Pages, tables: Table[]) {
  const own = databaseId(
    pages,
    tables,
    Array.from({ length: FIRST_PAGES }, (_, n) => n + 1),
    'file',
  )
  return own !== null && ![own, null].includes(databaseId(pages, tables, pages.logged, 'newest'))
}

function databaseId(pages: Pages, tables: Table[], numbers: Iterable<number>, view: View) {
  for (const page of numbers) {
    for (const found of recordsOn(pages, page, view)) {
      const [table] = found.rowid === null ? [] : tablesFor(found, tables)
      if (table?.name !== 'settings') continue
      return found.values[table.columns.findIndex(({ name }) => name === 'database_id')] ?? null
    }
  }
  return null
}
