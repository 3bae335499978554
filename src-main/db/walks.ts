import { AppError } from '../errors'
import type { ReadableDb } from './open'
import { KEPT } from './search/words'

// The index is read through, to see whether it can be read: for some milliseconds at a time.

const AT_ONCE = 500

/**
 * Looks through the words after `id` for about `milliseconds`, whether each can be found; answers where
 * to go on, null at the end. Throws `database_damaged` where they cannot be read or one is missing.
 */
export function walkWords(db: ReadableDb, id: number, milliseconds: number): number | null {
  const rows = db.$client.prepare(
    `SELECT id, EXISTS (SELECT 1 FROM search_suffixes
       WHERE suffix = substr(search_words.word, 1, ${KEPT}) AND word = id)
       AND EXISTS (SELECT 1 FROM search_words AS same INDEXED BY search_words_word_unique
         WHERE same.word = search_words.word) AS whole
     FROM search_words WHERE id > ? ORDER BY id LIMIT ${AT_ONCE}`,
  )
  const end = performance.now() + milliseconds
  let last = id
  do {
    const words = rows.all(last) as { id: number; whole: 0 | 1 }[]
    if (words.some((word) => !word.whole)) throw new AppError('database_damaged', 'search_suffixes')
    if (words.length === 0) return null
    last = words.at(-1)?.id ?? last
  } while (performance.now() < end)
  return last
}

/**
 * Reads the pages of the index after `id` for about `milliseconds`; answers where to go on, null at
 * the end. Throws `database_damaged` at a page that cannot be read.
 */
export function walkIndex(db: ReadableDb, id: number, milliseconds: number): number | null {
  const pages = db.$client
    .prepare(
      `SELECT max(id) FROM (SELECT id, length(block) FROM messages_fts_data
       WHERE id > ? ORDER BY id LIMIT 100)`,
    )
    .pluck()
  const end = performance.now() + milliseconds
  let last: number | null = id
  do last = pages.get(last) as number | null
  while (last !== null && performance.now() < end)
  return last
}

interface Suffix {
  suffix: string
  word: number
}

/** Reads the ends of words after `last`; answers and throws as `walkWords`. */
export function walkSuffixes(db: ReadableDb, last: Suffix, milliseconds: number): Suffix | null {
  const rows = db.$client.prepare(
    `SELECT suffix, word FROM search_suffixes WHERE (suffix, word) > (?, ?)
     ORDER BY suffix, word LIMIT ${AT_ONCE}`,
  )
  const end = performance.now() + milliseconds
  let at: Suffix = last
  do {
    const next = rows.all(at.suffix, at.word).at(-1) as Suffix | undefined
    if (!next) return null
    at = next
  } while (performance.now() < end)
  return at
}

/** Reads the entries after `place`, and finds each by its message and its conversation. */
export function walkEntries(db: ReadableDb, place: number, milliseconds: number): number | null {
  const rows = db.$client.prepare(
    `SELECT place, typeof(role) = 'text' AND typeof(has) = 'integer'
       AND EXISTS (SELECT 1 FROM search_entries AS same INDEXED BY search_entries_message_unique
         WHERE same.message = entry.message AND same.place = entry.place)
       AND EXISTS (SELECT 1 FROM search_entries AS same INDEXED BY search_entries_conversation
         WHERE same.conversation = entry.conversation AND same.place = entry.place) AS whole
     FROM search_entries AS entry WHERE place > ? ORDER BY place LIMIT ${AT_ONCE}`,
  )
  const end = performance.now() + milliseconds
  let last = place
  do {
    const entries = rows.all(last) as { place: number; whole: 0 | 1 }[]
    if (entries.some(({ whole }) => !whole))
      throw new AppError('database_damaged', 'search_entries')
    if (entries.length === 0) return null
    last = entries.at(-1)?.place ?? last
  } while (performance.now() < end)
  return last
}
