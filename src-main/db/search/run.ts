import type { SearchHit, SearchPage, SearchQuery } from '@contract/search'
import type { ReadableDb } from '../open'
import type { Entry } from './candidates'
import { type Found, matchingText, toHit } from './hits'
import { Remembered, type Search } from './known'
import { score } from './match'
import { titleHits } from './titles'
import { entries, type Walk, walkFrom } from './walk'

/** How long a page may occupy the reader; what is not found by then is on the next. */
const STEP_MS = 6
/** As much longer, rather than end before a step that takes long and would follow alone. */
const LONGER_MS = 1
/** For the best answers more is looked at, once. */
const RELEVANCE_MS = 40
const LOOKED_AT = 2000
const COUNTED = 1000
const COUNTING_MS = 1

const remembered = new Remembered<Walk>()

/**
 * A page of what is found, newest first with the pinned conversations before all others, or the best
 * of the newest. Works for a few milliseconds and says where to go on. Never throws for what was typed.
 */
export function run(db: ReadableDb, query: SearchQuery): Omit<SearchPage, 'incomplete'> {
  try {
    return pageOf(db, query)
  } catch (error) {
    // What was broken off in its middle would be taken for known.
    forgetSearch(db)
    throw error
  }
}

/** Forgets the search that a connection goes on with. */
export function forgetSearch(db: ReadableDb): void {
  remembered.forget(db)
}

function pageOf(db: ReadableDb, query: SearchQuery): Omit<SearchPage, 'incomplete'> {
  const started = performance.now()
  const search = remembered.searchFor(db, query.text)
  const { parsed, scope } = search
  const isEmpty = parsed.terms.length + parsed.without.length + parsed.filters.length === 0
  const isOpen = !parsed.trash && parsed.before === null && parsed.after === null
  if (isEmpty && isOpen) return { hits: [], next: null, total: { count: 0, exact: true } }
  const titles = query.after ? [] : titleHits(db, parsed, scope)
  const { hits, next } =
    query.order === 'newest' ? newest(search, query, started + STEP_MS) : best(search, query.limit)
  const all = [...titles, ...hits]
  const exact = next === null && query.after === null && query.order === 'newest'
  const count = exact ? all.length : titles.length + lowerBound(search, hits.length)
  return { hits: all, next, total: { count, exact } }
}

/** Where every hit of the index is one, it can say how many there are. */
function lowerBound({ parsed, plan, scope, hits }: Search, found: number): number {
  const { filters, without, trash, before, after } = parsed
  const isNarrowed =
    filters.length + without.length > 0 || trash || before !== null || after !== null
  // Where a page has nothing, nothing is shown of it yet.
  if (found === 0 || isNarrowed || !plan.sure || !hits || scope.trashed.size > 0) return found
  return hits.count(COUNTED, COUNTING_MS)
}

/**
 * A page goes on with the walk that the one before it left, wherever that was. One that has to begin at a
 * place that an earlier page named does not end before it is past it, however long that takes.
 */
function newest(search: Search, { after, limit }: SearchQuery, end: number) {
  const hits: SearchHit[] = []
  if (search.plan.hopeless) return { hits, next: null }
  const left = after && remembered.take(search, after)
  const walk = left ?? walkFrom(search, after)
  const mayEndAnywhere = left !== null || after === null
  for (;;) {
    const { done, value } = walk.next()
    if (done) return { hits, next: null }
    const { cursor, held, ahead } = value
    hits.push(...held.map(({ entry, text }) => toHit(search, entry, text)))
    const now = performance.now()
    const isOver = now > end || now + ahead > end + LONGER_MS
    const isPast = mayEndAnywhere || cursor.stage !== after?.stage || cursor.place !== after.place
    if (hits.length < limit && !(isOver && isPast)) continue
    remembered.keep(search, cursor, walk)
    return { hits, next: cursor }
  }
}

function best(search: Search, limit: number): { hits: SearchHit[]; next: null } {
  const end = performance.now() + RELEVANCE_MS
  const found: { entry: Entry; text: Found; score: number }[] = []
  if (!search.plan.hopeless) {
    for (const { entry } of entries(search, null, Number.MAX_SAFE_INTEGER)) {
      const text = entry && matchingText(search, entry)
      if (text) found.push({ entry, text, score: score(text.folded, search.parsed.terms) })
      if (found.length >= LOOKED_AT || performance.now() > end) break
    }
  }
  const hits = found
    .toSorted((a, b) => b.score - a.score || b.entry.place - a.entry.place)
    .slice(0, limit)
    .map(({ entry, text }) => toHit(search, entry, text))
  return { hits, next: null }
}
