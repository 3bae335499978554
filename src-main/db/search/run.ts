import type { Message } from '@contract/entities'
import type { SearchCursor, SearchHit, SearchPage, SearchQuery } from '@contract/search'
import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import { candidates, countHits, type Entry, type Source, type Step } from './candidates'
import { placeOf } from './entries'
import { fold } from './fold'
import { locate } from './locate'
import { matches, score } from './match'
import { type Filter, type Parsed, parseQuery } from './parse'
import { type Plan, planSearch } from './plan'
import { type Conversations, type Scope, scopeOf } from './scope'
import { cut, spellings } from './snippet'
import { searchableText } from './text'
import { markTerms, titleHits } from './titles'

/** How long a page may occupy the reader; what is not found by then is on the next. */
const STEP_MS = 6
/** As much of it is left for messages, whatever was asked before them. */
const MESSAGES_MS = 5
/** So many messages are looked at in any case: asking the index may have taken the time. */
const AT_LEAST = 12
/** For the best answers more is looked at, once. */
const RELEVANCE_MS = 40
const LOOKED_AT = 2000
const COUNTED = 1000
const SPELLINGS = 20
/** Many messages of one moment have moved on from their place, by less than four days' worth of places. */
const MOVED_ON = 172_800

/** Not more is held back to be put in order: all messages of an import may have one time. */
const HELD = 500

interface Search {
  db: ReadableDb
  parsed: Parsed
  plan: Plan
  scope: Scope
}

/**
 * A page of what is found, newest first with the pinned conversations before all others, or the best
 * of the newest. Works for a few milliseconds and says where to go on. Never throws for what was typed.
 */
export function run(db: ReadableDb, query: SearchQuery): Omit<SearchPage, 'incomplete'> {
  const started = performance.now()
  const parsed = parseQuery(query.text)
  const isEmpty = parsed.terms.length + parsed.without.length + parsed.filters.length === 0
  const isOpen = !parsed.trash && parsed.before === null && parsed.after === null
  if (isEmpty && isOpen) return { hits: [], next: null, total: { count: 0, exact: true } }
  const search = {
    db,
    parsed,
    plan: planSearch(db, parsed.terms),
    scope: scopeOf(db, parsed),
  }
  const titles = query.after ? [] : titleHits(db, parsed, search.scope)
  const { hits, next } =
    query.order === 'newest' ? newest(search, query, endOf(started)) : best(search, query.limit)
  const all = [...titles, ...hits]
  const exact = next === null && query.after === null && query.order === 'newest'
  const count = exact ? all.length : titles.length + lowerBound(search, hits.length)
  return { hits: all, next, total: { count, exact } }
}

/** Where every hit of the index is one, it can say how many there are. */
function lowerBound({ db, parsed, plan, scope }: Search, found: number): number {
  const { filters, without, trash, before, after } = parsed
  const isNarrowed =
    filters.length + without.length > 0 || trash || before !== null || after !== null
  // Where a page has nothing, nothing is shown of it yet.
  if (found === 0 || isNarrowed || !plan.sure || !plan.match || scope.trashed.size > 0) return found
  return countHits(db, plan.match, COUNTED)
}

function endOf(started: number): number {
  return Math.max(started + STEP_MS, performance.now() + MESSAGES_MS)
}

function newest(search: Search, { after, limit }: SearchQuery, end: number) {
  const hits: SearchHit[] = []
  if (search.plan.hopeless) return { hits, next: null }
  let left = AT_LEAST
  const stages = (['pinned', 'rest'] as const).slice(after?.stage === 'rest' ? 1 : 0)
  for (const stage of stages) {
    const below = after?.stage === stage ? after.place : Infinity
    for (const { place, held, passed } of inTime(entries(search, stage, below), search)) {
      hits.push(...held.map(({ entry, text }) => toHit(search, entry, text)))
      left -= passed
      // Most of a block may have been passed over: at its end no message has to be looked at.
      const isOver = (left <= 0 || passed === 0) && performance.now() > end
      if (hits.length >= limit || isOver) return { hits, next: { stage, place } }
    }
  }
  return { hits, next: null }
}

interface Held {
  entry: Entry
  text: Found
}

/**
 * What is found, in exact order of time. A message may have moved on from its place, past newer ones:
 * it is held until all are read that may be newer. Nothing is held where one answer ends, so a page may
 * go on behind it, and may be a little longer than asked for.
 */
function* inTime(
  steps: Generator<Step>,
  search: Search,
): Generator<{ place: number; held: Held[]; passed: number }> {
  let held: Held[] = []
  let passed = 0
  let lowest = Infinity
  let last = 0
  const release = (place: number) => {
    const released = held.toSorted(
      (a, b) => b.text.createdAt - a.text.createdAt || b.entry.message - a.entry.message,
    )
    const answer = { place, held: released, passed }
    held = []
    passed = 0
    lowest = Infinity
    return answer
  }
  for (const { place, entry } of steps) {
    if (held.length > 0 && place < lowest) yield release(last)
    const text = entry && matchingText(search, entry)
    if (text) held.push({ entry, text })
    if (text) lowest = Math.min(lowest, placeOf(text.createdAt))
    if (entry) passed += 1
    last = place
    if (held.length === 0 || lowest >= place || passed >= HELD) yield release(place)
  }
  if (held.length > 0) yield release(last)
}

function best(search: Search, limit: number): { hits: SearchHit[]; next: null } {
  const end = performance.now() + RELEVANCE_MS
  const found: { entry: Entry; text: Found; score: number }[] = []
  if (!search.plan.hopeless) {
    for (const { entry } of entries(search, null, Infinity)) {
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

/** The entries that count in a stage; with null those of both. */
function* entries(
  search: Search,
  stage: SearchCursor['stage'] | null,
  below: number,
): Generator<Step> {
  const { db, parsed, plan, scope } = search
  const within = stage === 'pinned' ? scope.pinned : scope.only
  if (within?.seqs.size === 0) return
  const source: Source = {
    match: plan.match,
    within,
    from: parsed.after === null ? 1 : placeOf(parsed.after),
    below: Math.min(below, parsed.before === null ? Infinity : placeOf(parsed.before) + MOVED_ON),
  }
  for (const { place, entry } of candidates(db, source)) {
    if (!entry || counts(search, stage, within, entry)) yield { place, entry }
  }
}

function counts(
  { parsed, scope }: Search,
  stage: SearchCursor['stage'] | null,
  within: Conversations | null,
  entry: Entry,
): boolean {
  const { conversation } = entry
  if (within ? !within.seqs.has(conversation) : scope.trashed.has(conversation)) return false
  const wasFirst = stage === 'rest' && scope.pinned.seqs.has(conversation)
  return !wasFirst && parsed.filters.every((filter) => fits(entry, filter))
}

function fits(entry: Entry, filter: Filter): boolean {
  if (filter.by === 'role') return (entry.role === filter.role) !== filter.not
  if (filter.by === 'has') return ((entry.has & filter.bits) !== 0) !== filter.not
  return true
}

interface Found extends Pick<Message, 'id' | 'model' | 'createdAt'> {
  text: string
  folded: string
}

/** The message of an entry, if its text is one that is looked for: the index only said that it may be. */
function matchingText({ db, parsed }: Search, entry: Entry): Found | null {
  const row = prepared(
    db,
    `SELECT id, parts, model, created_at AS createdAt, deleted_at AS deletedAt
     FROM messages WHERE seq = ?`,
  ).get(entry.message) as
    | (Omit<Found, 'text'> & { parts: string; deletedAt: number | null })
    | undefined
  if (!row || row.deletedAt !== null) return null
  const { id, model, createdAt } = row
  if (createdAt < (parsed.after ?? -Infinity) || createdAt >= (parsed.before ?? Infinity))
    return null
  if (!parsed.filters.every((filter) => isOfModel(model, filter))) return null
  const text = searchableText(db, JSON.parse(row.parts) as Message['parts'])
  const folded = fold(text)
  return matches(folded, parsed) ? { id, model, createdAt, text, folded } : null
}

function isOfModel(model: string | null, filter: Filter): boolean {
  return filter.by !== 'model' || fold(model ?? '').includes(filter.name) !== filter.not
}

function toHit({ db, parsed }: Search, entry: Entry, found: Found): SearchHit {
  const conversation = prepared(
    db,
    'SELECT id, title, pinned FROM conversations WHERE seq = ?',
  ).get(entry.conversation) as { id: string; title: string; pinned: 0 | 1 }
  const ranges = locate(found.text, found.folded, parsed.terms, SPELLINGS)
  return {
    conversationId: conversation.id,
    messageId: found.id,
    title: markTerms(conversation.title, parsed.terms),
    pinned: conversation.pinned === 1,
    role: entry.role,
    model: found.model,
    time: found.createdAt,
    snippet: cut(found.text, ranges),
    found: spellings(found.text, ranges),
  }
}
