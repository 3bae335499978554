import type { SearchCursor } from '@contract/search'
import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import { placeOf } from './entries'
import { IndexHits } from './indexHits'
import { type Parsed, parseQuery } from './parse'
import type { Range } from './places'
import { planSearch, type Plan } from './plan'
import { type Scope, scopeOf } from './scope'

/** What was found out about a query before any message is looked at. */
export interface Search {
  db: ReadableDb
  text: string
  parsed: Parsed
  plan: Plan
  scope: Scope
  /** The places that are asked for, as far as there are any. */
  range: Range
  /** Null where the index would not narrow it down. */
  hits: IndexHits | null
}

/** Many messages of one moment have moved on from their place, by less than four days' worth of places. */
const MOVED_ON = 172_800

interface Known<W> {
  version: string
  search: Search
  /** The conversations of all searches that ask for none in particular, with what is known of their places. */
  open: Scope | null
  /** Walks that were left at the end of a page, by where its answer says to go on. */
  walks: { after: SearchCursor; walk: W }[]
}

/** Of so many walks the rest is kept; each may hold messages that are still to be put in order. */
const WALKS = 2

/** Changes with whatever was written, by this connection or by others, as far as this one sees it. */
function versionOf(db: ReadableDb): string {
  const others = prepared(db, 'PRAGMA data_version').pluck().get() as number
  const own = prepared(db, 'SELECT total_changes()').pluck().get() as number
  return `${others} ${own}`
}

/** Whether all conversations are searched, at all times. */
function isOpen({ filters, trash, before, after }: Parsed): boolean {
  const isOfMessages = filters.every(({ by }) => by === 'role' || by === 'model' || by === 'has')
  return isOfMessages && !trash && before === null && after === null
}

function rangeOf(db: ReadableDb, { before, after }: Parsed): Range {
  const end = (which: 'min' | 'max') =>
    prepared(db, `SELECT ${which}(place) FROM search_entries`).pluck().get() as number | null
  const from = after === null ? 1 : placeOf(after)
  const below = before === null ? Infinity : placeOf(before) + MOVED_ON
  return { from: Math.max(from, end('min') ?? 0), below: Math.min(below, (end('max') ?? 0) + 1) }
}

/** Remembers the last search of each connection for its further pages, until something is written. */
export class Remembered<W> {
  #last = new WeakMap<ReadableDb, Known<W>>()

  searchFor(db: ReadableDb, text: string): Search {
    const version = versionOf(db)
    const last = this.#last.get(db)
    if (last && last.version === version && last.search.text === text) return last.search
    const parsed = parseQuery(text)
    const plan = planSearch(db, parsed.terms)
    const range = rangeOf(db, parsed)
    const hits = plan.matches === null ? null : new IndexHits(db, plan.matches, range)
    const known = last?.version === version ? last.open : null
    const scope = (isOpen(parsed) ? known : null) ?? scopeOf(db, parsed)
    const search = { db, text, parsed, plan, scope, range, hits }
    this.#last.set(db, { version, search, open: isOpen(parsed) ? scope : known, walks: [] })
    return search
  }

  /** Begins anew with the next search. */
  forget(db: ReadableDb): void {
    this.#last.delete(db)
  }

  /** The walk that was left there, which is then no longer kept. */
  take({ db }: Search, { stage, place }: SearchCursor): W | null {
    const last = this.#last.get(db)
    const at = last?.walks.findIndex(({ after }) => after.stage === stage && after.place === place)
    if (!last || at === undefined || at === -1) return null
    return last.walks.splice(at, 1)[0]?.walk ?? null
  }

  keep(search: Search, after: SearchCursor, walk: W): void {
    const last = this.#last.get(search.db)
    if (last?.search !== search) return
    last.walks = [{ after, walk }, ...last.walks].slice(0, WALKS)
  }
}
