import type { Pages, View } from './pages'
import { type Table, tablesFor } from './recognize'
import { type Found, recordsOn, type Value } from './records'

/** The column that differs between any two databases, by table. */
const IDENTITIES: Record<string, string> = {
  conversations: 'id',
  messages: 'id',
  settings: 'database_id',
}

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

/**
 * A log left behind by another database would mix two histories. The same place in the order holds the
 * same thing in a file and in its own log, but for the few that were deleted and replaced.
 */
function logIsForeign(pages: Pages, tables: Table[]) {
  const inLog = new Map<string, Value>()
  for (const page of pages.logged) {
    for (const { place, identity } of identities(pages, tables, page, 'newest')) {
      inLog.set(place, identity)
    }
  }
  let same = 0
  let other = 0
  for (let page = 1; page <= pages.count && inLog.size > 0; page += 1) {
    for (const { place, identity } of identities(pages, tables, page, 'file')) {
      const logged = inLog.get(place)
      if (logged === identity) same += 1
      else if (logged !== undefined) other += 1
    }
  }
  return other > 0 && same === 0
}

/** Who is where on one page. */
function* identities(pages: Pages, tables: Table[], page: number, view: View) {
  for (const record of recordsOn(pages, page, view)) {
    const [table] = record.rowid === null ? [] : tablesFor(record, tables)
    const column = table && IDENTITIES[table.name]
    if (!column) continue
    const index = table.columns.findIndex(({ name }) => name === column)
    yield { place: `${table.name} ${record.rowid}`, identity: record.values[index] ?? null }
  }
}
