import Database from 'better-sqlite3'
import { inArray } from 'drizzle-orm'
import type { ReadableDb, WritableDb } from './open'
import { messages } from './schema/chat'
import { indexMessage } from './search'

// The full-text index is made from the messages and can be made again; nothing of the user's is in
// it. What is wrong with it is put right here, without a word.

const OF_INDEX = String.raw`name LIKE 'messages\_fts%' ESCAPE '\'`
const AT_ONCE = 50

/** Whether the index has exactly the finished messages. Throws `database_damaged` where it does not open. */
export function indexState(db: ReadableDb): 'sound' | 'incomplete' {
  // Any search reads how the index is built; the count reads its table of terms.
  db.$client.prepare(`SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'a'`).get()
  db.$client.prepare('SELECT count(*) FROM messages_fts_idx').get()
  const indexed = sumOf(db, 'SELECT count(*) AS count, total(id) AS sum FROM messages_fts_docsize')
  const all = sumOf(db, 'SELECT count(*) AS count, total(seq) AS sum FROM messages')
  const running = sumOf(
    db,
    `SELECT count(*) AS count, total(seq) AS sum FROM messages WHERE status = 'streaming'`,
  )
  const isSame =
    indexed.count === all.count - running.count && indexed.sum === all.sum - running.sum
  return isSame ? 'sound' : 'incomplete'
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

/**
 * Indexes the finished messages after `seq` that are not in the index, for about `milliseconds`;
 * answers where to go on, null at the end.
 */
export function fillIndex(db: WritableDb, seq: number, milliseconds: number): number | null {
  const next = db.$client.prepare(
    `SELECT seq, status <> 'streaming' AND NOT EXISTS
       (SELECT 1 FROM messages_fts_docsize WHERE id = messages.seq) AS missing
     FROM messages WHERE seq > ? ORDER BY seq LIMIT ${AT_ONCE}`,
  )
  const end = performance.now() + milliseconds
  let last = seq
  do {
    const rows = next.all(last) as { seq: number; missing: 0 | 1 }[]
    const missing = rows.flatMap((row) => (row.missing ? row.seq : []))
    const fields = { seq: messages.seq, parts: messages.parts }
    for (const row of db
      .select(fields)
      .from(messages)
      .where(inArray(messages.seq, missing))
      .all()) {
      indexMessage(db, row)
      last = row.seq
      if (performance.now() >= end) return last
    }
    last = rows.at(-1)?.seq ?? last
    if (rows.length < AT_ONCE) return null
  } while (performance.now() < end)
  return last
}

/**
 * Puts an empty index in the place of the one that is there, whatever state that is in. Takes seconds
 * for each gigabyte of the file where the old one cannot even be deleted. Makes its own transactions,
 * because SQLite commits nothing after it has met damage in one.
 */
export function renewIndex(db: WritableDb): void {
  const client = db.$client
  const create = client
    .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'messages_fts'`)
    .pluck()
    .get() as string
  const replace = client.transaction((remove: () => unknown) => {
    remove()
    client.exec(create)
  })
  try {
    replace.immediate(() => client.exec('DROP TABLE messages_fts'))
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
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND NOT (${OF_INDEX})`)
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
  client.exec(`DELETE FROM sqlite_schema WHERE type = 'table' AND ${OF_INDEX}`)
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
