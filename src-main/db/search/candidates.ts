import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import { Pace } from './pace'
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
  /** What the full-text index is asked; null to look at everything. */
  match: string | null
  /** The conversations that count; null for all. */
  within: Conversations | null
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
/** Of conversations with so few messages it is asked before a hit is seen. */
const ASKED_FIRST = 4000
/** As long as it takes to ask for one entry, the places of so many messages are read. */
const PLACES_FOR_ENTRY = 10
/** Entries that are asked for in one step. */
const ENTRIES_AT_ONCE = 32
const COUNTING_MS = 1
const ALL_AT_ONCE = 200

/** The entries in question, newest first. Between any two steps only some milliseconds pass. */
export function* candidates(db: ReadableDb, source: Source): Generator<Step> {
  const { match, within } = source
  const range = present(db, source.range)
  const below = Math.min(source.below, range.below)
  if (range.from >= below) return
  const isMany = within !== null && within.messages > MANY
  if (match !== null && within && !isMany) yield* among(db, { match, within, range, below })
  else if (match !== null) yield* hits(db, match, { ...range, below })
  else if (within && !isMany) yield* entriesOf(db, within, range, below)
  else yield* all(db, { ...range, below })
}

function* all(db: ReadableDb, { from, below }: Range): Generator<Step> {
  const query = prepared(
    db,
    `SELECT ${COLUMNS} FROM search_entries WHERE place >= ? AND place < ?
     ORDER BY place DESC LIMIT ${ALL_AT_ONCE}`,
  )
  for (let high = below; ;) {
    const entries = query.all(from, high) as Entry[]
    for (const entry of entries) yield { place: entry.place, entry, ahead: 0 }
    if (entries.length < ALL_AT_ONCE) return
    high = entries.at(-1)?.place ?? from
  }
}

function* entriesOf(db: ReadableDb, within: Conversations, range: Range, below: number) {
  const places = yield* waiting(placesOf(db, within, range), below)
  const get = entryAt(db)
  for (let at = countBelow(places, below) - 1; at >= 0; at -= 1) {
    const place = places[at] ?? 0
    yield { place, entry: get(place), ahead: 0 }
  }
}

/** Steps of work, before the walk goes on from `place`. */
function* waiting<T>(work: Generator<void, T>, place: number): Generator<Step, T> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    yield { place, entry: null, ahead: 0 }
  }
}

/** All hits of the index. */
function* hits(db: ReadableDb, match: string, { from, below }: Range): Generator<Step> {
  const query = prepared(
    db,
    `SELECT ${COLUMNS} FROM messages_fts CROSS JOIN search_entries ON place = messages_fts.rowid
     WHERE messages_fts MATCH ? AND ${BETWEEN} ORDER BY messages_fts.rowid DESC LIMIT ?`,
  )
  const pace = new Pace(below - from)
  for (let high = below; high > from;) {
    const block = nextBlock(pace, { from, below: high }, (low, most) => {
      const entries = query.all(match, low, high, most) as Entry[]
      return { items: entries, last: entries.at(-1)?.place }
    })
    for (const entry of block.items) yield { place: entry.place, entry, ahead: 0 }
    high = block.reached
    if (high > from) yield { place: high, entry: null, ahead: pace.ahead }
  }
}

/** The rows of a stretch that ends at `below`, with where they end: before it, if there were too many. */
function nextBlock<T>(
  pace: Pace,
  { from, below }: Range,
  read: (low: number, most: number) => { items: T[]; last: number | undefined },
): { items: T[]; reached: number } {
  const low = Math.max(from, below - pace.length)
  const most = pace.rows
  const started = performance.now()
  const { items, last = low } = read(low, most)
  const isFull = items.length === most
  const reached = isFull ? last : low
  pace.note(performance.now() - started, below - reached, isFull)
  return { items, reached }
}

/**
 * The hits that are in some conversations: all hits of the index are looked through for them, or their
 * messages are read one by one, whichever is quicker from here on.
 */
function* among(db: ReadableDb, source: Among): Generator<Step> {
  const { match, within, range, below } = source
  const { from } = range
  const query = prepared(
    db,
    `SELECT rowid FROM messages_fts WHERE messages_fts MATCH ? AND ${BETWEEN}
     ORDER BY rowid DESC LIMIT ?`,
  ).pluck()
  const pace = new Pace(below - from)
  const sift = openSieve(db, within, range)
  let reading = READING
  let isReading = within.messages <= FEW
  for (let high = below; high > from;) {
    if (isReading) {
      const started = performance.now()
      const { count, reached } = yield* someOf(db, within, range, high)
      // With what is done with them between the steps: that is most of it.
      reading = (performance.now() - started) / Math.max(1, count)
      high = reached
    } else {
      const block = nextBlock(pace, { from, below: high }, (low, most) => {
        const items = query.all(match, low, high, most) as number[]
        return { items, last: items.at(-1) }
      })
      yield* sift(block.items, high)
      high = block.reached
    }
    if (high <= from) return
    isReading =
      within.messages <= FEW || messagesBelow(within, range, high) * reading < pace.forAll(high - from)
    yield { place: high, entry: null, ahead: isReading ? 0 : pace.ahead }
  }
}

interface Among {
  match: string
  within: Conversations
  range: Range
  below: number
}

/** Some entries of conversations, below a place. */
function* someOf(db: ReadableDb, within: Conversations, range: Range, below: number) {
  const places = yield* waiting(placesOf(db, within, range), below)
  const get = entryAt(db)
  const end = countBelow(places, below)
  const first = Math.max(0, end - READ_AT_ONCE)
  for (let at = end - 1; at >= first; at -= 1) {
    const place = places[at] ?? 0
    yield { place, entry: get(place), ahead: 0 }
  }
  return { count: end - first, reached: first === 0 ? range.from : (places[first] ?? 0) }
}

/** How many messages are below a place; as if they were spread evenly, until it is known. */
function messagesBelow(within: Conversations, { from, below }: Range, place: number): number {
  const places = knownPlaces(within)
  if (places) return countBelow(places, place)
  return (within.messages * (place - from)) / (below - from)
}

type Sieve = (places: number[], below: number) => Generator<Step>

/** Takes out of hits those that are in some conversations; what these are is asked once it pays. */
function openSieve(db: ReadableDb, within: Conversations, range: Range): Sieve {
  const get = entryAt(db)
  let known = knownPlaces(within)
  let asked = within.messages <= ASKED_FIRST ? Infinity : 0
  return function* sift(hitPlaces, below) {
    let high = below
    for (const [index, place] of hitPlaces.entries()) {
      if (!known && asked * PLACES_FOR_ENTRY > within.messages) {
        known = yield* waiting(placesOf(db, within, range), high)
      }
      high = place
      if (known && known[countBelow(known, place)] !== place) continue
      const entry = get(place)
      asked += 1
      const isInside = entry !== null && within.seqs.has(entry.conversation)
      const isStep = isInside || index % ENTRIES_AT_ONCE === 0
      if (isStep) yield { place, entry: isInside ? entry : null, ahead: 0 }
    }
  }
}

const COLUMNS = 'place, message, conversation, role, has'

/**
 * The driver passes large numbers with a point, and from such the index does not start: it would go
 * through all that is newer, for each block again.
 */
const BETWEEN =
  'messages_fts.rowid >= CAST(? AS INTEGER) AND messages_fts.rowid < CAST(? AS INTEGER)'

function entryAt(db: ReadableDb): (place: number) => Entry | null {
  const query = prepared(db, `SELECT ${COLUMNS} FROM search_entries WHERE place = ?`)
  return (place) => (query.get(place) as Entry | undefined) ?? null
}

/** The places that are asked for, as far as there are any. */
function present(db: ReadableDb, { from, below }: Range): Range {
  const ends = (which: 'min' | 'max') =>
    prepared(db, `SELECT ${which}(place) FROM search_entries`).pluck().get() as number | null
  return { from: Math.max(from, ends('min') ?? 0), below: Math.min(below, (ends('max') ?? 0) + 1) }
}

/** Hits of the index in the whole history, as far as `most`, and as can be counted at once. */
export function countHits(db: ReadableDb, match: string, most: number): number {
  const query = prepared(
    db,
    `SELECT rowid FROM messages_fts WHERE messages_fts MATCH ? AND ${BETWEEN}
     ORDER BY rowid DESC LIMIT ?`,
  ).pluck()
  const { from, below } = present(db, { from: 0, below: Infinity })
  const pace = new Pace(below - from)
  const end = performance.now() + COUNTING_MS
  let count = 0
  for (let high = below; high > from && count < most;) {
    const block = nextBlock(pace, { from, below: high }, (low, rows) => {
      const items = query.all(match, low, high, rows) as number[]
      return { items, last: items.at(-1) }
    })
    count += block.items.length
    high = block.reached
    if (performance.now() + pace.ahead > end) break
  }
  return Math.min(count, most)
}
