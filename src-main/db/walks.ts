import { crc32 } from 'node:zlib'
import { AppError } from '../errors'
import type { ReadableDb } from './open'

// The index is read through, to see whether it can be read: for some milliseconds at a time.

const AT_ONCE = 500

/**
 * Reads the blocks of words after `id` for about `milliseconds`, whether they are as they were written;
 * answers where to go on, null at the end. Throws `database_damaged` where one is not, or is missing.
 */
export function walkWords(db: ReadableDb, id: number, milliseconds: number): number | null {
  const next = db.$client.prepare('SELECT words, sum FROM search_words WHERE id = ?')
  const last = db.$client.prepare('SELECT max(id) FROM search_words').pluck().get() as number | null
  const end = performance.now() + milliseconds
  let at = id
  do {
    if (at >= (last ?? 0)) return null
    at += 1
    const block = next.get(at) as { words: unknown; sum: number } | undefined
    const isSound = typeof block?.words === 'string' && crc32(block.words) === block.sum
    if (!isSound) throw new AppError('database_damaged', 'search_words')
  } while (performance.now() < end)
  return at
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
