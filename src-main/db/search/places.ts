import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import type { Conversations } from './scope'

/** Messages that one statement reads the places of, about. */
const AT_ONCE = 1000

export interface Range {
  /** The first place, and the one behind the last. */
  from: number
  below: number
}

/**
 * The places of all messages in some conversations, in order, a few conversations at a time. They are
 * remembered with the conversations, which are only those of searches of one range.
 */
export function* placesOf(
  db: ReadableDb,
  conversations: Conversations,
  { from, below }: Range,
): Generator<void, number[]> {
  const known = knownPlaces(conversations)
  if (known) return known
  const read = prepared(
    db,
    `SELECT place FROM search_entries WHERE conversation IN (SELECT value FROM json_each(?))
     AND place >= ? AND place < ?`,
  ).pluck()
  const seqs = [...conversations.seqs]
  const step = Math.max(1, Math.floor((AT_ONCE * seqs.length) / (conversations.messages + 1)))
  const found: number[] = []
  for (let at = 0; at < seqs.length; at += step) {
    const some = JSON.stringify(seqs.slice(at, at + step))
    for (const place of read.all(some, from, below) as number[]) found.push(place)
    yield
  }
  // They come in long runs, which this way of sorting joins.
  found.sort((one, other) => one - other)
  remembered.set(conversations, found)
  return found
}

export function knownPlaces(conversations: Conversations): number[] | null {
  return remembered.get(conversations) ?? null
}

const remembered = new WeakMap<Conversations, number[]>()

/** How many of the places, which are in order, are below this one. */
export function countBelow(places: number[], place: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < place) low = middle + 1
    else high = middle
  }
  return low
}
