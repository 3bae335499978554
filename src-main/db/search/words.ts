import { crc32 } from 'node:zlib'
import type { ReadableDb, WritableDb } from '../open'
import { prepared } from '../prepared'
import { isUnknown, type Token } from './fold'
import { blocksWith, type Block } from './vocabulary'
import { WordSet } from './wordSet'

// Every word of the index stands in one text, a line for each, in blocks that are rows. To look through it
// in memory takes no longer than to ask a table of all their ends, which would be many times as large.

/** Bytes of a block, with which its row fits on one page. */
const BLOCK = 3900
/** Words that are asked for one by one, before all are read: that pays when many messages come. */
const ASKED = 2000

interface Known {
  /** Those that were seen, or all. */
  words: WordSet
  asked: number
}

const remembered = new WeakMap<WritableDb, Known>()

/** Makes words findable by any part of them; before their message is put into the index. */
export function addWords(db: WritableDb, words: Token[]): void {
  const known = remembered.get(db) ?? { words: new WordSet(), asked: 0 }
  remembered.set(db, known)
  const added: string[] = []
  for (const { text, alone } of words) {
    // What stands alone is found as it is.
    if (alone || !known.words.add(text)) continue
    if (known.asked === Infinity || !isKnown(db, text)) added.push(text)
    known.asked += 1
  }
  if (added.length > 0) append(db, added)
  if (known.asked >= ASKED && known.asked < Infinity) rememberAll(db, known)
}

function rememberAll(db: WritableDb, known: Known): void {
  const blocks = prepared(db, 'SELECT words FROM search_words').pluck().all() as string[]
  for (const block of blocks) for (const word of block.split('\n')) known.words.add(word)
  known.asked = Infinity
}

/** Forgets which words are known: a transaction that added some did not come to its end. */
export function forgetRemembered(db: WritableDb): void {
  remembered.delete(db)
}

function isIndexed(db: ReadableDb, word: string): boolean {
  const query = 'SELECT 1 FROM messages_fts WHERE messages_fts MATCH ? LIMIT 1'
  return prepared(db, query).get(`"${word}"`) !== undefined
}

/** Of some letters the index cannot tell: then the blocks are looked through, which takes longer. */
function isKnown(db: ReadableDb, word: string): boolean {
  if (!isUnknown(word)) return isIndexed(db, word)
  const query = 'SELECT 1 FROM search_words WHERE instr(words, ?) > 0 LIMIT 1'
  return prepared(db, query).get(`\n${word}\n`) !== undefined
}

function append(db: WritableDb, words: string[]): void {
  const query = 'SELECT id, words FROM search_words WHERE id = (SELECT max(id) FROM search_words)'
  let { id, words: text } = (prepared(db, query).get() as Block | undefined) ?? EMPTY
  let size = Buffer.byteLength(text)
  for (const word of words) {
    if (size > BLOCK) {
      put(db, { id, words: text })
      id += 1
      text = EMPTY.words
      size = 1
    }
    text += `${word}\n`
    size += Buffer.byteLength(word) + 1
  }
  put(db, { id, words: text })
}

const EMPTY: Block = { id: 1, words: '\n' }

function put(db: WritableDb, { id, words }: Block): void {
  prepared(
    db,
    `INSERT INTO search_words (id, words, sum) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET words = excluded.words, sum = excluded.sum`,
  ).run(id, words, crc32(words))
}

export type Fit = 'inside' | 'start' | 'end'

/**
 * The words that `part` is inside of, or that it starts or ends, as many as `most`; null when there
 * are more.
 */
export function wordsWith(db: ReadableDb, part: string, fit: Fit, most: number): string[] | null {
  const line = { inside: part, start: `\n${part}`, end: `${part}\n` }[fit]
  const found = new Set<string>()
  for (const block of blocksWith(db, line)) {
    // Without the end of its line, which is everywhere and would be looked for first.
    for (let at = block.indexOf(part); at !== -1; at = block.indexOf(part, at + 1)) {
      if (!block.startsWith(line, fit === 'start' ? at - 1 : at)) continue
      found.add(block.slice(block.lastIndexOf('\n', at) + 1, block.indexOf('\n', at)))
      if (found.size > most) return null
    }
  }
  return [...found]
}

/** Deletes the words of the blocks after `after` that are in no message any more, for about `milliseconds`. */
export function sweepWords(db: WritableDb, after: number, milliseconds: number): number | null {
  forgetRemembered(db)
  const query = 'SELECT id, words FROM search_words WHERE id > ? ORDER BY id LIMIT 1'
  const end = performance.now() + milliseconds
  let last = after
  do {
    const block = prepared(db, query).get(last) as Block | undefined
    if (!block) return null
    last = block.id
    const words = block.words.split('\n').filter((word) => word !== '' && isIndexed(db, word))
    const left = ['', ...new Set(words), ''].join('\n')
    if (left !== block.words) put(db, { id: last, words: left })
  } while (performance.now() < end)
  return last
}
