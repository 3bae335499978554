import { logIsForeign } from './foreignLog'
import type { Pages, View } from './pages'
import type { Table } from './recognize'
import { type Found, recordsOn } from './records'

/** So many pages are read between two words about it. */
const TELL_EVERY = 64

/**
 * Every whole record of a damaged database: first as the log has it, then what lies in the file under
 * pages of the log, because the log may be what is damaged. So a row can come twice, the newest first.
 * `tell` hears how many pages were read, and of how many.
 */
export function* scan(
  pages: Pages,
  tables: Table[],
  tell: (done: number, total: number) => void = () => undefined,
): Generator<Found> {
  if (logIsForeign(pages, tables)) {
    yield* everyPage(pages, 'file', tell)
    return
  }
  yield* everyPage(pages, 'newest', tell)
  for (const page of pages.logged) {
    for (const found of recordsOn(pages, page, 'file')) if (found.rowid !== null) yield found
  }
}

function* everyPage(pages: Pages, view: View, tell: (done: number, total: number) => void) {
  for (let page = 1; page <= pages.count; page += 1) {
    if (page % TELL_EVERY === 1) tell(page - 1, pages.count)
    yield* recordsOn(pages, page, view)
  }
  tell(pages.count, pages.count)
}
