import type { ReadableDb, WritableDb } from './open'

// What is deleted for good is still in the index until its parts are joined, and in the log until that
// is emptied.

/** Pages of the index that one step of joining writes: some milliseconds. */
const MERGED = 32

/**
 * One step of joining the parts that the index has grown by: each word is looked for in every part.
 * With `all` it becomes one part, without what it held of deleted messages; else only parts of about
 * the same size are joined, which writes little. False when nothing is left to join.
 */
export function merge(db: WritableDb, all: boolean): boolean {
  const changes = db.$client.prepare('SELECT total_changes()').pluck()
  const before = changes.get() as number
  db.$client
    .prepare(`INSERT INTO messages_fts (messages_fts, rank) VALUES ('merge', ?)`)
    .run(all ? -MERGED : MERGED)
  // By SQLite's documentation: a merge that did nothing makes fewer than two changes.
  return (changes.get() as number) - before >= 2
}

/**
 * Empties the log into the file: deleted text is still in it until then. While somebody reads for long
 * it is left for the next time, and false: a reply that is being written must not wait.
 */
export function emptyLog(db: WritableDb): boolean {
  const patience = db.$client.pragma('busy_timeout', { simple: true }) as number
  db.$client.pragma('busy_timeout = 100')
  try {
    return db.$client.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0
  } finally {
    db.$client.pragma(`busy_timeout = ${patience}`)
  }
}

/** Whether words of deleted messages may still be in the file. */
export function isDue(db: ReadableDb): boolean {
  return (
    db.$client.prepare(`SELECT 1 FROM search_tasks WHERE name LIKE 'eras%'`).get() !== undefined
  )
}

/** What is deleted from here on has to be erased by the next time; broken off, this one is due again. */
export function begin(db: WritableDb): void {
  db.$client.exec(`INSERT OR IGNORE INTO search_tasks (name) VALUES ('erasing')`)
  db.$client.exec(`DELETE FROM search_tasks WHERE name = 'erase'`)
}

export function end(db: WritableDb): void {
  db.$client.exec(`DELETE FROM search_tasks WHERE name = 'erasing'`)
}
