import type { SearchCursor } from '@contract/search'
import { candidates, type Entry, type Step } from './candidates'
import { placeOf } from './entries'
import { type Found, matchingText } from './hits'
import type { Search } from './known'
import type { Filter } from './parse'
import type { Conversations } from './scope'

/** Not more is held back to be put in order: all messages of an import may have one time. */
const HELD = 500

export interface Held {
  entry: Entry
  text: Found
}

/** One step of a search; most of them find nothing. */
export interface Reached {
  /** Where to go on from, if the walk itself is not kept. */
  cursor: SearchCursor
  /** What is found there, the newest first. */
  held: Held[]
  /** Milliseconds that the next step will take, as far as that can be foreseen. */
  ahead: number
}

export type Walk = Generator<Reached, undefined>

/** All that is found from a place on: in the pinned conversations first, then in all others. */
export function* walkFrom(search: Search, after: SearchCursor | null): Walk {
  const stages = (['pinned', 'rest'] as const).slice(after?.stage === 'rest' ? 1 : 0)
  for (const stage of stages) {
    const below = after?.stage === stage ? after.place : Number.MAX_SAFE_INTEGER
    yield* inTime(entries(search, stage, below), search, { stage, place: below })
  }
}

/**
 * What is found, in exact order of time. A message may have moved on from its place, past newer ones:
 * it is held until all are read that may be newer. Nothing is held where one answer ends, so that a page may
 * go on behind it, and may be a little longer than asked for.
 */
function* inTime(steps: Generator<Step>, search: Search, from: SearchCursor): Walk {
  let cursor = from
  let held: Held[] = []
  let passed = 0
  let lowest = Infinity
  let last = from.place
  const release = (place: number): Held[] => {
    const released = held.toSorted(
      (a, b) => b.text.createdAt - a.text.createdAt || b.entry.message - a.entry.message,
    )
    cursor = { ...from, place }
    held = []
    passed = 0
    lowest = Infinity
    return released
  }
  for (const { place, entry, ahead } of steps) {
    if (held.length > 0 && place < lowest) yield { held: release(last), cursor, ahead: 0 }
    const text = entry && matchingText(search, entry)
    if (text) held.push({ entry, text })
    if (text) lowest = Math.min(lowest, placeOf(text.createdAt))
    if (entry) passed += 1
    last = place
    const isEnd = held.length === 0 || lowest >= place || passed >= HELD
    yield { held: isEnd ? release(place) : [], cursor, ahead }
  }
  if (held.length > 0) yield { held: release(last), cursor, ahead: 0 }
}

/** The entries that count in a stage; with null those of both. Between them steps that are only work. */
export function* entries(
  search: Search,
  stage: SearchCursor['stage'] | null,
  below: number,
): Generator<Step> {
  const { db, scope, range, hits } = search
  const within = stage === 'pinned' ? scope.pinned : scope.only
  if (within?.seqs.size === 0) return
  const wants = (entry: Entry) => counts(search, stage, within, entry)
  yield* candidates(db, { hits, within, wants, range, below })
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
