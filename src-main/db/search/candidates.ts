import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
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
  /** Places from `from` on and below `below`. */
  from: number
  below: number
}

/** How far a walk has come, and what is there; nothing at the end of a block, where it may be left. */
export interface Step {
  place: number
  entry: Entry | null
}

/** About how long it takes to read a message and look for words in it, in milliseconds. */
const READING = 0.015
/** How long a statement should take: none can be interrupted. */
const STATEMENT_MS = 1
/** The share of all places that the first one is about. */
const SHARE = 1 / 32
/** Fewer places are never worth a statement of their own at first. */
const LEAST = 1000
/** Rows of one statement, at first and at least. */
const FIRST_BLOCK = 100
/** Of conversations with so few messages it is read which places are theirs. */
const FEW = 20_000
/** Entries that are read one by one sooner than it is known which of them count. */
const FEW_HITS = 50
/** So many are in most stretches of time, so that to look at all messages is quicker. */
const MANY = 1000
const COUNTING_MS = 2
const COUNTED_STEPS = 4

/** What is there from `from` on and below `below`, the newest first, about as many as `most`. */
type Read = (from: number, below: number, most: number) => Block

interface Block {
  entries: Entry[]
  /** Everything from here on was read: `from`, unless there was too much. */
  reached: number
}

/** The entries in question, newest first. Between any two steps only some milliseconds pass. */
export function* candidates(db: ReadableDb, source: Source): Generator<Step> {
  const { from, below } = range(db, source)
  const read = chooseRead(db, { ...source, from, below })
  let length = firstLength(from, below)
  let most = FIRST_BLOCK
  for (let high = below; high > from;) {
    const low = Math.max(from, high - length)
    const started = performance.now()
    const { entries, reached } = read(low, high, most)
    const change = changeAfter(performance.now() - started)
    for (const entry of entries) yield { place: entry.place, entry }
    if (reached > low) most = Math.max(FIRST_BLOCK, Math.round(most * change))
    else length = Math.ceil(length * change)
    high = reached
    if (high > from) yield { place: high, entry: null }
  }
}

/** How many places the first statement looks through, as long as nothing is known of how long it takes. */
function firstLength(from: number, below: number): number {
  return Math.max(LEAST, Math.ceil((below - from) * SHARE))
}

/** How much more the next statement may read, when one took so many milliseconds. */
function changeAfter(took: number): number {
  return Math.min(4, Math.max(1 / 4, STATEMENT_MS / took))
}

function chooseRead(db: ReadableDb, source: Source): Read {
  const { match, within } = source
  if (within && (match === null || !isIndexQuicker(db, source, match, within))) {
    return within.seqs.size > MANY ? readAll(db) : readConversations(db, within)
  }
  if (match === null) return readAll(db)
  return within && within.messages <= FEW ? readAmong(db, match, within) : readIndex(db, match)
}

/**
 * Whether going through all hits of the index, to see which are in some conversations, is quicker than
 * reading those conversations: judged by its newest hits.
 */
function isIndexQuicker(
  db: ReadableDb,
  { from, below }: Source,
  match: string,
  { messages }: Conversations,
): boolean {
  const made = choices.get(db) ?? []
  const known = made.find((each) => each.match === match && each.messages === messages)
  if (known) return known.isQuicker
  const low = Math.max(from, below - firstLength(from, below))
  const started = performance.now()
  const { reached } = readIndex(db, match)(low, below, FIRST_BLOCK)
  const took = performance.now() - started
  const isQuicker = (took * (below - from)) / Math.max(1, below - reached) < messages * READING
  choices.set(db, [{ match, messages, isQuicker }, ...made.slice(0, 1)])
  return isQuicker
}

/** The last choices, of pinned conversations and others, for the pages that follow. */
const choices = new WeakMap<ReadableDb, { match: string; messages: number; isQuicker: boolean }[]>()

const COLUMNS = 'place, message, conversation, role, has'

function readAll(db: ReadableDb): Read {
  const query = prepared(
    db,
    `SELECT ${COLUMNS} FROM search_entries WHERE place >= ? AND place < ?
     ORDER BY place DESC LIMIT ?`,
  )
  return (from, below, most) => toBlock(query.all(from, below, most) as Entry[], from, most)
}

function readConversations(db: ReadableDb, { seqs }: Conversations): Read {
  const query = prepared(
    db,
    `SELECT ${COLUMNS} FROM search_entries
     WHERE conversation IN (SELECT value FROM json_each(?)) AND place >= ? AND place < ?
     ORDER BY place DESC LIMIT ?`,
  )
  const of = JSON.stringify([...seqs])
  return (from, below, most) => toBlock(query.all(of, from, below, most) as Entry[], from, most)
}

/**
 * The driver passes large numbers with a point, and from such the index does not start: it would go
 * through all that is newer, for each block again.
 */
const BETWEEN =
  'messages_fts.rowid >= CAST(? AS INTEGER) AND messages_fts.rowid < CAST(? AS INTEGER)'

function readIndex(db: ReadableDb, match: string): Read {
  const query = prepared(
    db,
    `SELECT ${COLUMNS} FROM messages_fts CROSS JOIN search_entries ON place = messages_fts.rowid
     WHERE messages_fts MATCH ? AND ${BETWEEN} ORDER BY messages_fts.rowid DESC LIMIT ?`,
  )
  return (from, below, most) => toBlock(query.all(match, from, below, most) as Entry[], from, most)
}

/** Hits in some conversations, which are told by their place: most hits are elsewhere and not read. */
function readAmong(db: ReadableDb, match: string, { seqs }: Conversations): Read {
  const query = prepared(
    db,
    `SELECT rowid FROM messages_fts WHERE messages_fts MATCH ? AND ${BETWEEN}
     ORDER BY rowid DESC LIMIT ?`,
  ).pluck()
  const inside = prepared(
    db,
    `SELECT place FROM search_entries WHERE conversation IN (SELECT value FROM json_each(?))
     AND place >= ? AND place < ?`,
  ).pluck()
  const get = prepared(db, `SELECT ${COLUMNS} FROM search_entries WHERE place = ?`)
  const of = JSON.stringify([...seqs])
  return (from, below, most) => {
    let places = query.all(match, from, below, most) as number[]
    const reached = places.length === most ? (places.at(-1) ?? from) : from
    if (places.length > FEW_HITS) {
      const among = new Set(inside.all(of, reached, below) as number[])
      places = places.filter((place) => among.has(place))
    }
    return {
      entries: places.flatMap((place) => (get.get(place) as Entry | undefined) ?? []),
      reached,
    }
  }
}

function toBlock(entries: Entry[], from: number, most: number): Block {
  return { entries, reached: entries.length === most ? (entries.at(-1)?.place ?? from) : from }
}

/** The places that are asked for, as far as there are any. */
function range(db: ReadableDb, { from, below }: Pick<Source, 'from' | 'below'>) {
  const ends = (which: 'min' | 'max') =>
    prepared(db, `SELECT ${which}(place) FROM search_entries`).pluck().get() as number | null
  return { from: Math.max(from, ends('min') ?? 0), below: Math.min(below, (ends('max') ?? 0) + 1) }
}

/** Hits of the index in the whole history, as far as `most`, and as can be counted at once. */
export function countHits(db: ReadableDb, match: string, most: number): number {
  const query = prepared(
    db,
    `SELECT count(*) FROM
     (SELECT 1 FROM messages_fts WHERE messages_fts MATCH ? AND ${BETWEEN} LIMIT ?)`,
  ).pluck()
  const { from, below } = range(db, { from: 0, below: Infinity })
  const end = performance.now() + COUNTING_MS
  let length = firstLength(from, below)
  let count = 0
  let steps = 0
  for (let high = below; high > from && count < most; steps += 1) {
    const started = performance.now()
    if (steps >= COUNTED_STEPS && started > end) break
    const low = Math.max(from, high - length)
    count += query.get(match, low, high, most - count) as number
    length = Math.ceil(length * changeAfter(performance.now() - started))
    high = low
  }
  return count
}
