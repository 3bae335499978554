import type { ReadableDb, WritableDb } from '../open'
import { prepared } from '../prepared'
import type { Token } from './fold'

/** As much of an end of a word as is kept; beyond it the word itself is looked at. */
export const KEPT = 12
/** Words known to be in the table, so that the common ones are not looked up for each message. */
const REMEMBERED = 50_000
const known = new WeakMap<WritableDb, Set<string>>()

/** Makes words findable by any part of them. What stands alone is found as it is. */
export function addWords(db: WritableDb, words: Token[]): void {
  const remembered = known.get(db) ?? new Set()
  known.set(db, remembered)
  if (remembered.size > REMEMBERED) remembered.clear()
  for (const { text, alone } of words) {
    if (alone || remembered.has(text)) continue
    addWord(db, text)
    remembered.add(text)
  }
}

/** Forgets which words are in the table: a transaction that added some did not come to its end. */
export function forgetRemembered(db: WritableDb): void {
  known.delete(db)
}

function addWord(db: WritableDb, word: string): void {
  const added = prepared(db, 'INSERT OR IGNORE INTO search_words (word) VALUES (?)').run(word)
  if (added.changes === 0) return
  const insert = prepared(db, 'INSERT INTO search_suffixes (suffix, word) VALUES (?, ?)')
  for (const suffix of suffixes(word)) insert.run(suffix, added.lastInsertRowid)
}

function suffixes(word: string): Set<string> {
  const ends = new Set<string>()
  // By characters, as SQLite counts them, though some take two units.
  const characters = Array.from(word)
  characters.forEach((_, at) => ends.add(characters.slice(at, at + KEPT).join('')))
  return ends
}

export type Fit = 'inside' | 'start' | 'end'

/**
 * The words that `part` is inside of, or that it starts or ends, as many as `most`; null when there
 * are more.
 */
export function wordsWith(db: ReadableDb, part: string, fit: Fit, most: number): string[] | null {
  const words = candidates(db, fit === 'start' ? part : part.slice(0, KEPT), fit, most)
  if (words.length > most) return null
  if (part.length <= KEPT || fit === 'start') return words
  return words.filter((word) => (fit === 'end' ? word.endsWith(part) : word.includes(part)))
}

function candidates(db: ReadableDb, part: string, fit: Fit, most: number): string[] {
  const beyond = `${part}\u{10ffff}`
  if (fit === 'start') {
    const query = 'SELECT word FROM search_words WHERE word >= ? AND word < ? LIMIT ?'
    return prepared(db, query)
      .pluck()
      .all(part, beyond, most + 1) as string[]
  }
  // A long end is cut off, so the words that end with it are among those that it is inside of.
  const isWhole = fit === 'end' && part.length < KEPT
  const query = `SELECT DISTINCT w.word FROM search_suffixes s CROSS JOIN search_words w ON w.id = s.word
    WHERE s.suffix >= ? AND s.suffix ${isWhole ? '<=' : '<'} ? LIMIT ?`
  return prepared(db, query)
    .pluck()
    .all(part, isWhole ? part : beyond, most + 1) as string[]
}

/** Deletes the words from `after` on that are in no message any more, for about `milliseconds`. */
export function sweepWords(db: WritableDb, after: number, milliseconds: number): number | null {
  known.delete(db)
  const next = prepared(db, 'SELECT id, word FROM search_words WHERE id > ? ORDER BY id LIMIT 100')
  const used = prepared(db, 'SELECT 1 FROM messages_fts WHERE messages_fts MATCH ? LIMIT 1')
  const removeSuffix = prepared(db, 'DELETE FROM search_suffixes WHERE suffix = ? AND word = ?')
  const remove = prepared(db, 'DELETE FROM search_words WHERE id = ?')
  const end = performance.now() + milliseconds
  let last = after
  do {
    const rows = next.all(last) as { id: number; word: string }[]
    if (rows.length === 0) return null
    for (const { id, word } of rows) {
      last = id
      if (used.get(`"${word}"`)) continue
      for (const suffix of suffixes(word)) removeSuffix.run(suffix, id)
      remove.run(id)
    }
  } while (performance.now() < end)
  return last
}
