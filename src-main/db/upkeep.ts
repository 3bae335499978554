import { sql } from 'drizzle-orm'
import type { Message } from '@contract/entities'
import { FILL_LATER, JOIN_TWO } from './derived'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import { conversations } from './schema/chat'
import { indexMessage, indexTitle } from './search/entries'
import { forgetRemembered } from './search/words'
import { setIndexAside } from './setAside'

// The search index is made from the messages and can be made again; nothing of the user's is in it.
// What is wrong with it is put right here, without a word.

const AT_ONCE = 200

/** Not more: a field that cannot be read must not keep the text from being found. */
const INDEXED = `SELECT seq, conversation_id AS conversationId, role, parts, created_at AS createdAt
  FROM messages WHERE seq = ?`

/**
 * Whether the index has exactly the finished messages; `unfilled` while some are known to be missing. Throws
 * `database_damaged` where it does not open.
 */
export function indexState(db: ReadableDb): 'sound' | 'unfilled' | 'incomplete' {
  // Any search reads how the index is built; the count reads its table of terms.
  db.$client.prepare(`SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'a'`).get()
  db.$client.prepare('SELECT count(*) FROM messages_fts_idx').get()
  if (isFillDue(db)) return 'unfilled'
  const wanted = sumOf(db, 'SELECT count(*) AS count, total(seq) AS sum FROM messages')
  const running = sumOf(
    db,
    `SELECT count(*) AS count, total(seq) AS sum FROM messages WHERE status = 'streaming'`,
  )
  const entries = sumOf(db, 'SELECT count(*) AS count, total(message) AS sum FROM search_entries')
  const places = sumOf(db, 'SELECT count(*) AS count, total(place) AS sum FROM search_entries')
  const indexed = sumOf(db, 'SELECT count(*) AS count, total(id) AS sum FROM messages_fts_docsize')
  const isSame =
    entries.count === wanted.count - running.count &&
    entries.sum === wanted.sum - running.sum &&
    indexed.count === places.count &&
    indexed.sum === places.sum
  return isSame && !isTitleMissing(db) ? 'sound' : 'incomplete'
}

/** Whether the index lacks much, as far as can be told at once: it is empty, and the messages are not. */
export function indexIsEmpty(db: ReadableDb): boolean {
  const any = (table: string) =>
    db.$client.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined
  return any('messages') && !any('search_entries')
}

function isTitleMissing(db: ReadableDb): boolean {
  const missing = `SELECT 1 FROM conversations WHERE NOT EXISTS
    (SELECT 1 FROM search_titles WHERE conversation = seq AND length(text) >= 0)`
  return db.$client.prepare(missing).get() !== undefined
}

/**
 * Indexes the finished messages after `seq` that are not in the index, for about `milliseconds`; answers where
 * to go on, and how many messages it has gone through. At the end, which is null, no fill is due any more.
 */
export function fillIndex(
  db: WritableDb,
  seq: number,
  milliseconds: number,
): { next: number | null; passed: number } {
  const query = prepared(
    db,
    `SELECT seq, status <> 'streaming' AND NOT EXISTS
       (SELECT 1 FROM search_entries JOIN messages_fts_docsize ON id = place
        WHERE message = messages.seq) AS missing
     FROM messages WHERE seq > ? ORDER BY seq LIMIT ${AT_ONCE}`,
  )
  const end = performance.now() + milliseconds
  let passed = 0
  let last = seq
  do {
    const rows = query.all(last) as { seq: number; missing: 0 | 1 }[]
    for (const row of rows) {
      if (row.missing) indexStored(db, row.seq)
      last = row.seq
      passed += 1
      if (performance.now() >= end) return { next: last, passed }
    }
    if (rows.length < AT_ONCE) {
      // Here and not in a transaction of its own: what an import adds in between would never be filled in.
      prepared(db, `DELETE FROM search_tasks WHERE name = 'fill'`).run()
      return { next: null, passed }
    }
  } while (performance.now() < end)
  return { next: last, passed }
}

type Stored = Pick<Message, 'seq' | 'conversationId' | 'role' | 'createdAt'> & { parts: string }

function indexStored(db: WritableDb, seq: number): void {
  const { parts, ...message } = prepared(db, INDEXED).get(seq) as Stored
  indexMessage(db, { ...message, parts: JSON.parse(parts) as Message['parts'] })
}

/** Whether messages are known to be missing: the index was made anew, or an import left them to the upkeep. */
export function isFillDue(db: ReadableDb): boolean {
  return db.$client.prepare(`SELECT 1 FROM search_tasks WHERE name = 'fill'`).get() !== undefined
}

/** Notes, with the messages, that the index lacks them; as often as there are some. */
export function leaveToFill(db: WritableDb): void {
  prepared(db, FILL_LATER).run()
}

/** Indexes the titles that are not, all of them: they are short. */
export function fillTitles(db: WritableDb): void {
  const missing = sql`NOT EXISTS (SELECT 1 FROM search_titles WHERE conversation = seq)`
  const fields = { seq: conversations.seq, title: conversations.title }
  for (const row of db.select(fields).from(conversations).where(missing).all()) indexTitle(db, row)
}

/**
 * Puts an empty index in the place of the one that is there, in a moment and whatever state that is in. What is
 * left of the old one is for `left.ts`.
 */
export function renewIndex(db: WritableDb): void {
  forgetRemembered(db)
  setIndexAside(db.$client)
  db.$client.exec(JOIN_TWO)
  leaveToFill(db)
}

function sumOf(db: ReadableDb, query: string) {
  return db.$client.prepare(query).get() as { count: number; sum: number }
}
