import type { ReadableDb } from '../open'
import { prepared } from '../prepared'

/** A row of `search_words`: `\nword\nword\n`. */
export interface Block {
  id: number
  words: string
}

interface Known extends Block {
  /** Which three characters in a row it has, as bits: most blocks are passed over by them. */
  triples: Uint8Array
}

/** Of these a block sets less than a third. */
const BITS = 8192

/** What was read of a connection: blocks only grow, but for words that are gone, which find nothing. */
const vocabularies = new WeakMap<ReadableDb, Known[]>()

/** The blocks that may have a text in them, as they are now. */
export function* blocksWith(db: ReadableDb, text: string): Generator<string> {
  const wanted = Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => bitAt(text, at))
  for (const { words, triples } of vocabulary(db)) {
    if (wanted.every((bit) => ((triples[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0)) yield words
  }
}

function vocabulary(db: ReadableDb): Known[] {
  const query = prepared(db, 'SELECT id, words FROM search_words WHERE id >= ? ORDER BY id')
  const known = vocabularies.get(db) ?? []
  const last = known.at(-1)
  // The last block is read again each time. When it is another one, the index was made anew.
  let read = query.all(last?.id ?? 0) as Block[]
  if (last && read.length === 1 && read[0]?.words === last.words) return known
  const isSame = !last || read[0]?.words.startsWith(last.words)
  if (isSame) known.pop()
  else read = query.all(0) as Block[]
  const added = read.map((block) => ({ ...block, triples: triplesOf(block.words) }))
  const all = isSame ? [...known, ...added] : added
  vocabularies.set(db, all)
  return all
}

function triplesOf(text: string): Uint8Array {
  const bits = new Uint8Array(BITS / 8)
  for (let at = 0; at + 2 < text.length; at += 1) {
    const bit = bitAt(text, at)
    bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  return bits
}

function bitAt(text: string, at: number): number {
  const last = text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2) * 961
  return (text.charCodeAt(at) + last) % BITS
}
