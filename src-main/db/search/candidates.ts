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
/** Rows of one statement: none of them can be interrupted. */
const FIRST_BLOCK = 100
const LARGEST_BLOCK = 1600

/** Of conversations with so few messages their places are known at once. */
const FEW = 10_000

/** The entries in question, newest first. Between any two steps only some milliseconds pass. */
export function candidates(db: ReadableDb, source: Source): Generator<Step> {
  const { match, within } = source
  if (!within) return match === null ? ofAll(db, source) : ofIndex(db, source, match)
  if (match === null) return ofConversations(db, source, within)
  const { isQuicker, places } = judgeIndex(db, source, match, within)
  if (!isQuicker) return ofConversations(db, source, within)
  return within.messages <= FEW
    ? ofIndexAmong(db, source, within, places ?? readPlaces(db, source, match))
    : ofIndex(db, source, match)
}

/**
 * Whether going through all hits of the index, to see which are in some conversations, is quicker than
 * reading those conversations: judged by how far its first block reaches.
 */
function judgeIndex(
  db: ReadableDb,
  source: Source,
  match: string,
  { messages }: Conversations,
): { isQuicker: boolean; places?: ReadPlaces } {
  const known = choices.get(db)
  if (known?.match === match && known.messages === messages) return known
  const { from, below } = range(db, source)
  // Places alone are read so quickly that a hundred of them tell nothing.
  const isFew = messages <= FEW
  const size = isFew ? FIRST_BLOCK * 4 : FIRST_BLOCK
  const read = isFew ? readPlaces(db, source, match) : readIndex(db, source, match)
  const started = performance.now()
  const block = read(below, size)
  const took = performance.now() - started
  const last = block.at(-1)
  const reached =
    block.length < size ? from : ((typeof last === 'number' ? last : last?.place) ?? from)
  const isQuicker = (took * (below - from)) / Math.max(1, below - reached) < messages * READING
  choices.set(db, { match, messages, isQuicker })
  // Words that go together seldom take the index long: what it has said is not asked again.
  const all = block.filter((each) => typeof each === 'number')
  const places: ReadPlaces = (before, most) => all.filter((each) => each < before).slice(0, most)
  return isFew && block.length < size ? { isQuicker, places } : { isQuicker }
}

/** The last choice, for the pages that follow: to make it can take longer than a page. */
const choices = new WeakMap<ReadableDb, { match: string; messages: number; isQuicker: boolean }>()

type Read = (below: number, size: number) => Entry[]
/** Only where the entries stand; fewer than `size` at the end. */
type ReadPlaces = (below: number, size: number) => number[]

function ofAll(db: ReadableDb, source: Source) {
  const query = prepared(
    db,
    `SELECT place, message, conversation, role, has FROM search_entries
     WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT ?`,
  )
  return inBlocks(source, (below, size) => query.all(source.from, below, size) as Entry[])
}

function ofConversations(db: ReadableDb, source: Source, { seqs }: Conversations) {
  const query = prepared(
    db,
    `SELECT place, message, conversation, role, has FROM search_entries
     WHERE conversation IN (SELECT value FROM json_each(?)) AND place >= ? AND place < ?
     ORDER BY place DESC LIMIT ?`,
  )
  const of = JSON.stringify([...seqs])
  return inBlocks(source, (below, size) => query.all(of, source.from, below, size) as Entry[])
}

function* inBlocks({ below }: Source, read: Read): Generator<Step> {
  let last = below
  for (let size = FIRST_BLOCK; ; size = Math.min(size * 4, LARGEST_BLOCK)) {
    const block = read(last, size)
    for (const entry of block) yield { place: entry.place, entry }
    last = block.at(-1)?.place ?? last
    if (block.length < size) return
    yield { place: last, entry: null }
  }
}

function ofIndex(db: ReadableDb, source: Source, match: string) {
  return inBlocks(source, readIndex(db, source, match))
}

/** Hits in a few conversations, which are told by their place: most hits are elsewhere and not read. */
function* ofIndexAmong(
  db: ReadableDb,
  { from, below }: Source,
  { seqs }: Conversations,
  read: ReadPlaces,
): Generator<Step> {
  const inside = prepared(
    db,
    `SELECT place FROM search_entries WHERE conversation IN (SELECT value FROM json_each(?))
     AND place >= ? AND place < ?`,
  ).pluck()
  const among = new Set(inside.all(JSON.stringify([...seqs]), from, below) as number[])
  const get = prepared(
    db,
    'SELECT place, message, conversation, role, has FROM search_entries WHERE place = ?',
  )
  let last = below
  for (let size = FIRST_BLOCK; ; size = Math.min(size * 4, LARGEST_BLOCK)) {
    const block = read(last, size)
    for (const place of block) {
      if (among.has(place)) yield { place, entry: get.get(place) as Entry }
    }
    last = block.at(-1) ?? last
    if (block.length < size) return
    yield { place: last, entry: null }
  }
}

/**
 * The driver passes large numbers with a point, and from such the index does not start: it would go
 * through all that is newer, for each block again.
 */
const BETWEEN =
  'messages_fts.rowid >= CAST(? AS INTEGER) AND messages_fts.rowid < CAST(? AS INTEGER)'

function readPlaces(db: ReadableDb, { from }: Source, match: string): ReadPlaces {
  const query = prepared(
    db,
    `SELECT rowid FROM messages_fts WHERE messages_fts MATCH ? AND ${BETWEEN}
     ORDER BY rowid DESC LIMIT ?`,
  ).pluck()
  return (below, size) => query.all(match, from, below, size) as number[]
}

function readIndex(db: ReadableDb, { from }: Source, match: string): Read {
  const query = prepared(
    db,
    `SELECT place, message, conversation, role, has
     FROM messages_fts CROSS JOIN search_entries ON place = messages_fts.rowid
     WHERE messages_fts MATCH ? AND ${BETWEEN}
     ORDER BY messages_fts.rowid DESC LIMIT ?`,
  )
  return (below, size) => query.all(match, from, below, size) as Entry[]
}

/** The places that are asked for, as far as there are any. */
function range(db: ReadableDb, { from, below }: Pick<Source, 'from' | 'below'>) {
  const ends = (which: 'min' | 'max') =>
    prepared(db, `SELECT ${which}(place) FROM search_entries`).pluck().get() as number | null
  return { from: Math.max(from, ends('min') ?? 0), below: Math.min(below, (ends('max') ?? 0) + 1) }
}

/** Hits of the index in the whole history, as far as `most`. */
export function countHits(db: ReadableDb, match: string, most: number): number {
  return prepared(
    db,
    'SELECT count(*) FROM (SELECT 1 FROM messages_fts WHERE messages_fts MATCH ? LIMIT ?)',
  )
    .pluck()
    .get(match, most) as number
}
