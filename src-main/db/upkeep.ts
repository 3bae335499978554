import Database from 'better-sqlite3'
import { eq, sql } from 'drizzle-orm'
import { OF_INDEX } from './derived'
import type { ReadableDb, WritableDb } from './open'
import { conversations, messages } from './schema/chat'
import { indexMessage, indexTitle } from './search/entries'
import { forgetRemembered } from './search/words'

// The search index is made from the messages and can be made again; nothing of the user's is in it.
// What is wrong with it is put right here, without a word.

const AT_ONCE = 50
/** Two parts of a size are enough to be joined when the program asks for it; the migration says it too. */
const JOIN_TWO = `INSERT INTO messages_fts (messages_fts, rank) VALUES ('usermerge', 2)`

/** Not more: a field that cannot be read must not keep the text from being found. */
const INDEXED = {
  seq: messages.seq,
  conversationId: messages.conversationId,
  role: messages.role,
  parts: messages.parts,
  createdAt: messages.createdAt,
}

/** Whether the index has exactly the finished messages. Throws `database_damaged` where it does not open. */
export function indexState(db: ReadableDb): 'sound' | 'incomplete' {
  // Any search reads how the index is built; the count reads its table of terms.
  db.$client.prepare(`SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'a'`).get()
  db.$client.prepare('SELECT count(*) FROM messages_fts_idx').get()
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
 * Indexes the finished messages after `seq` that are not in the index, for about `milliseconds`;
 * answers where to go on, null at the end, and how many messages it has gone through.
 */
export function fillIndex(
  db: WritableDb,
  seq: number,
  milliseconds: number,
): { next: number | null; passed: number } {
  const query = db.$client.prepare(
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
      if (row.missing) {
        const message = db.select(INDEXED).from(messages).where(eq(messages.seq, row.seq)).get()
        if (message) indexMessage(db, message)
      }
      last = row.seq
      passed += 1
      if (performance.now() >= end) return { next: last, passed }
    }
    if (rows.length < AT_ONCE) return { next: null, passed }
  } while (performance.now() < end)
  return { next: last, passed }
}

/** Whether the index was made anew and does not have all messages yet. */
export function isFillDue(db: ReadableDb): boolean {
  return db.$client.prepare(`SELECT 1 FROM search_tasks WHERE name = 'fill'`).get() !== undefined
}

/** From here on whoever searches is told that not all is found, until {@link endFill}. */
export function beginFill(db: WritableDb): void {
  db.$client.exec(`INSERT OR IGNORE INTO search_tasks (name) VALUES ('fill')`)
}

export function endFill(db: WritableDb): void {
  db.$client.exec(`DELETE FROM search_tasks WHERE name = 'fill'`)
}

/** Indexes the titles that are not, all of them: they are short. */
export function fillTitles(db: WritableDb): void {
  const missing = sql`NOT EXISTS (SELECT 1 FROM search_titles WHERE conversation = seq)`
  const fields = { seq: conversations.seq, title: conversations.title }
  for (const row of db.select(fields).from(conversations).where(missing).all()) indexTitle(db, row)
}

/**
 * Puts an empty index in the place of the one that is there, whatever state that is in. Takes seconds
 * for each gigabyte of the file where the old one cannot even be deleted. Makes its own transactions,
 * because SQLite commits nothing after it has met damage in one.
 */
export function renewIndex(db: WritableDb): void {
  const client = db.$client
  const made = client
    .prepare(
      `SELECT type, name, sql FROM sqlite_schema WHERE ${OF_INDEX} AND sql IS NOT NULL AND type <> 'trigger'
       AND name NOT LIKE 'messages\\_fts\\_%' ESCAPE '\\' ORDER BY type DESC`,
    )
    .all() as { type: 'table' | 'index'; name: string; sql: string }[]
  const replace = client.transaction((remove: () => unknown) => {
    remove()
    for (const each of made) client.exec(each.sql)
    client.exec(JOIN_TWO)
    beginFill(db)
  })
  forgetRemembered(db)
  try {
    replace.immediate(() => {
      for (const { type, name } of made) if (type === 'table') client.exec(`DROP TABLE ${name}`)
    })
  } catch (error) {
    if (!isDamage(error)) throw error
    client.unsafeMode(true)
    try {
      replace.immediate(() => forget(client))
    } finally {
      client.unsafeMode(false)
    }
    reclaimPages(client)
  }
}

/** Whether a write failed because the index is damaged, and nothing else is. */
export function isIndexDamage(db: WritableDb, error: unknown): boolean {
  if (!isDamage(error)) return false
  const tables = db.$client
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND NOT ${OF_INDEX}`)
    .pluck()
    .all() as string[]
  const isSound = (table: string) =>
    db.$client.pragma(`quick_check("${table}")`, { simple: true }) === 'ok'
  return tables.every(isSound)
}

function sumOf(db: ReadableDb, query: string) {
  return db.$client.prepare(query).get() as { count: number; sum: number }
}

/** Takes the tables of the index out of the schema without reading them, because they do not open. */
function forget(client: Database.Database): void {
  client.pragma('writable_schema = ON')
  client.exec(`DELETE FROM sqlite_schema WHERE type <> 'trigger' AND ${OF_INDEX}`)
  client.pragma('writable_schema = RESET')
}

/** Writes the file anew, without the pages that nothing refers to any more. */
function reclaimPages(client: Database.Database): void {
  // In memory, the new file might not fit.
  client.pragma('temp_store = FILE')
  try {
    client.exec('VACUUM')
  } catch (error) {
    // On a full disk they stay: they cost room, and nothing else.
    if (!(error instanceof Database.SqliteError)) throw error
  } finally {
    client.pragma('temp_store = MEMORY')
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CORRUPT')
}
