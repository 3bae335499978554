import { counts } from '../db/conversations'
import { copyDatabase } from '../db/copy'
import type { ReadableDb, WritableDb } from '../db/open'
import { runQuery, type Writes } from '../db/queries'
import { remote } from '../db/remote'

/** Writes over a connection of this thread: for a command, which has the history for itself. */
export function writesOf(db: WritableDb): Writes {
  // oxlint-disable-next-line require-await -- what is thrown is a refused promise, as of any other writer
  return remote<Writes>(async (request) => runQuery(db, request))
}

/** Copies a history that is not empty, the first time it is asked to. */
export function copyOnce(
  db: ReadableDb,
  { database, backups }: { database: string; backups: string },
  now: () => number,
): () => string | null {
  let copy: string | null | undefined
  return () => {
    if (copy !== undefined) return copy
    const { conversations, messages } = counts(db)
    const isEmpty = conversations + messages === 0
    copy = isEmpty ? null : copyDatabase(database, backups, 'before-import', now())
    return copy
  }
}
