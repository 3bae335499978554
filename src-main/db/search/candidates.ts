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

/** So few messages are read sooner than the index is asked which of its hits are among them. */
const FEW = 2000
/** So many hits in the whole history are often enough for looking at messages one by one. */
const MANY = 3000
/** Rows of one statement: none of them can be interrupted. */
const FIRST_BLOCK = 100
const LARGEST_BLOCK = 1600

/** The entries in question, newest first, read in growing blocks. */
export function* candidates(db: ReadableDb, source: Source): Generator<Entry> {
  const read = reader(db, source)
  let below = source.below
  for (let size = FIRST_BLOCK; ; size = Math.min(size * 4, LARGEST_BLOCK)) {
    const block = read(below, size)
    yield* block
    const last = block.at(-1)
    if (!last || block.length < size) return
    below = last.place
  }
}

type Read = (below: number, size: number) => Entry[]

function reader(db: ReadableDb, { match, within, from }: Source): Read {
  if (within && (match === null || within.messages <= FEW || isCommon(db, match))) {
    const of = JSON.stringify([...within.seqs])
    const query = prepared(
      db,
      `SELECT place, message, conversation, role, has FROM search_entries
       WHERE conversation IN (SELECT value FROM json_each(?)) AND place >= ? AND place < ?
       ORDER BY place DESC LIMIT ?`,
    )
    return (below, size) => query.all(of, from, below, size) as Entry[]
  }
  if (match === null) {
    const query = prepared(
      db,
      `SELECT place, message, conversation, role, has FROM search_entries
       WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT ?`,
    )
    return (below, size) => query.all(from, below, size) as Entry[]
  }
  const query = prepared(
    db,
    `SELECT place, message, conversation, role, has
     FROM messages_fts CROSS JOIN search_entries ON place = messages_fts.rowid
     WHERE messages_fts MATCH ? AND messages_fts.rowid >= ? AND messages_fts.rowid < ?
     ORDER BY messages_fts.rowid DESC LIMIT ?`,
  )
  return (below, size) => query.all(match, from, below, size) as Entry[]
}

function isCommon(db: ReadableDb, match: string): boolean {
  return countHits(db, match, MANY) >= MANY
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
