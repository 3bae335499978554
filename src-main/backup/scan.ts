import { logIsForeign } from './foreignLog'
import type { Pages, View } from './pages'
import type { Table } from './recognize'
import { type Found, recordsOn } from './records'

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
