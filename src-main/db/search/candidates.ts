import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import type { IndexHits } from './indexHits'
import { countBelow, knownPlaces, placesOf, type Range } from './places'
import type { Conversations } from './scope'

/** An entry of the index; see `search_entries` in the schema. */
export interface Entry {
  place: number
  message: number
  conversation: number
  role: 'system' | 'user' | 'assistant'
  has: number
}

export interface Source {
  /** What the full-text index says; null to look at everything. */
  hits: IndexHits | null
  /** The conversations that count; null for all. */
  within: Conversations | null
  /** Whether an entry counts, by what stands in it. */
  wants: (entry: Entry) => boolean
  /** Where a search looks, and below which place this walk begins. */
  range: Range
  below: number
}

/** How far a walk has come, and what is there; nothing where there was only work to do. */
export interface Step {
  /** All from here on has been walked. */
  place: number
  entry: Entry | null
  /** Milliseconds that the next step will take, as far as that can be foreseen. */
  ahead: number
}

/** About how long it takes to read a message and look for words in it, in milliseconds. */
const READING = 0.015
/** Messages that are read before it is judged again what is quicker. */
const READ_AT_ONCE = 32
/** So few are read one by one: to ask the index would take as long. */
const FEW = 50
/** Of conversations with more messages it is not asked which places are theirs. */
const MANY = 100_000
/** As long as it takes to ask for one entry, the places of so many messages are read. */
const PLACES_FOR_ENTRY = 30
/** And of so many where the entries lie beside each other. */
const PLACES_FOR_NEXT = 2
/** So few places are asked for without looking at any entry first. */
const ASKED_AT_ONCE = 10_000
/** Hits of a page, as far as it is known before. */
const ENOUGH = 50
/** Entries that are asked for in one step. */
const AT_ONCE = 32
const ALL_AT_ONCE = 200

/** The entries in question, newest first. Between any two steps only some milliseconds pass. */
export function* candidates(db: ReadableDb, source: Source): Generator<Step> {
  const { hits, within, range } = source
  if (range.from >= Math.min(source.below, range.below)) return
  const below = Math.min(source.below, range.below)
  const isMany = within !== null && within.messages > MANY
  if (hits && within && !isMany) yield* among(db, { ...source, hits, within, below })
  else if (hits) yield* allHits(db, { ...source, hits, below })
  else if (within && !isMany) yield* entriesOf(db, { ...source, within, below })
  else yield* newest(db, { ...source, below }, Infinity)
}

/** The newest entries, about as many as `most`; answers from which place on it has looked. */
function* newest(db: ReadableDb, { range: { from }, below, wants }: Source, most: number) {
  const query = prepared(
    db,
    `SELECT ${COLUMNS} FROM search_entries WHERE place >= ? AND place < ?
     ORDER BY place DESC LIMIT ${ALL_AT_ONCE}`,
  )
  let high = below
  for (let left = most; left > 0; left -= ALL_AT_ONCE) {
    const entries = query.all(from, high) as Entry[]
    for (const entry of entries) if (wants(entry)) yield step(entry.place, entry)
    if (entries.length < ALL_AT_ONCE) return from
    high = entries.at(-1)?.place ?? from
    yield step(high)
  }
  return high
}

/** The hits of the index, wherever they are. */
function* allHits(db: ReadableDb, { hits, range, below, wants }: Source & { hits: IndexHits }) {
  const get = entryAt(db)
  for (let high = below; high > range.from;) {
    const { places, reached } = yield* waiting(hits.next(high), high)
    for (const [index, place] of places.entries()) {
      const entry = get(place)
      if (entry && wants(entry)) yield step(place, entry)
      else if (index % AT_ONCE === 0) yield step(place)
    }
    high = reached
    yield step(high, null, hits.ahead(high).next)
  }
}

interface Within extends Source {
  within: Conversations
}

/**
 * The entries of some conversations. Of large ones first those among the newest of all, for as long as it would
 * take to ask for their places.
 */
function* entriesOf(db: ReadableDb, source: Within): Generator<Step> {
  const { within } = source
  const isSoonKnown = knownPlaces(within) !== null || within.messages <= ASKED_AT_ONCE
  const most = isSoonKnown ? 0 : within.messages / PLACES_FOR_NEXT
  let below = yield* newest(db, source, most)
  while (below > source.range.from) below = (yield* someOf(db, source, below)).reached
}

/** Steps of work, before the walk goes on from `place`. */
function* waiting<T>(work: Generator<void, T>, place: number): Generator<Step, T> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    yield step(place)
  }
}

/**
 * The hits that are in some conversations: all hits of the index are looked through for them, or their
 * messages are read one by one, whichever is quicker from here on.
 */
function* among(db: ReadableDb, source: Within & { hits: IndexHits }): Generator<Step> {
  const { hits, within, range, below } = source
  const { from } = range
  const sift = openSieve(db, source)
  let reading = READING
  let isReading = within.messages <= FEW
  for (let high = below; high > from;) {
    if (isReading) {
      const started = performance.now()
      const { count, reached } = yield* someOf(db, source, high)
      // With what is done with them between the steps: that is most of it.
      reading = (performance.now() - started) / Math.max(1, count)
      high = reached
    } else {
      const { places, reached } = yield* waiting(hits.next(high), high)
      const expected = (places.length * (high - from)) / Math.max(1, high - reached)
      yield* sift(places, high, expected)
      high = reached
    }
    const ahead = hits.ahead(high)
    isReading = within.messages <= FEW || messagesBelow(source, high) * reading < ahead.all
    yield step(high, null, isReading ? 0 : ahead.next)
  }
}

/** Some entries of conversations below a place, and how many there were. */
function* someOf(db: ReadableDb, { within, range, wants }: Within, below: number) {
  const places = yield* waiting(placesOf(db, within, range), below)
  const get = entryAt(db)
  const end = countBelow(places, below)
  const first = Math.max(0, end - READ_AT_ONCE)
  for (let at = end - 1; at >= first; at -= 1) {
    const place = places[at] ?? 0
    const entry = get(place)
    if (entry && wants(entry)) yield step(place, entry)
  }
  const reached = first === 0 ? range.from : (places[first] ?? 0)
  yield step(reached)
  return { count: end - first, reached }
}

/** How many messages are below a place; as if they were spread evenly, until it is known. */
function messagesBelow({ within, range }: Within, place: number): number {
  const places = knownPlaces(within)
  if (places) return countBelow(places, place)
  return (within.messages * (place - range.from)) / (range.below - range.from)
}

type Sieve = (places: number[], below: number, expected: number) => Generator<Step>

/**
 * Takes out of hits those that are in some conversations. Each is asked for its conversation, unless there will
 * be so many that the places of these conversations are asked for sooner.
 */
function openSieve(db: ReadableDb, { within, range, wants }: Within): Sieve {
  const get = entryAt(db)
  const last = prepared(db, 'SELECT max(message) FROM search_entries').pluck().get() as number
  const untilEnough = (ENOUGH * last) / Math.max(1, within.messages)
  let known = knownPlaces(within)
  return function* sift(hitPlaces, below, expected) {
    const asked = Math.min(expected, untilEnough)
    if (!known && hitPlaces.length > 0 && asked * PLACES_FOR_ENTRY > within.messages) {
      known = yield* waiting(placesOf(db, within, range), below)
    }
    for (const [index, place] of hitPlaces.entries()) {
      if (known && known[countBelow(known, place)] !== place) continue
      const entry = get(place)
      if (entry && wants(entry)) yield step(place, entry)
      else if (index % AT_ONCE === 0) yield step(place)
    }
  }
}

function step(place: number, entry: Entry | null = null, ahead = 0): Step {
  return { place, entry, ahead }
}

const COLUMNS = 'place, message, conversation, role, has'

function entryAt(db: ReadableDb): (place: number) => Entry | null {
  const query = prepared(db, `SELECT ${COLUMNS} FROM search_entries WHERE place = ?`)
  return (place) => (query.get(place) as Entry | undefined) ?? null
}
