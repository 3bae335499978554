import { explainDatabaseError } from '../../src-main/db/failures'
import { findMalformed } from '../../src-main/db/left'
import { closeDatabase, type WritableDb } from '../../src-main/db/open'
import { type Reads, type Request, runQuery, type Writes } from '../../src-main/db/queries'
import { remote } from '../../src-main/db/remote'
import type { Store } from '../../src-main/db/threads'

/** A store as the program has it, without threads. */
export function directStore(
  db: WritableDb,
): Pick<Store, 'read' | 'write' | 'findMalformed' | 'isUnread' | 'close'> {
  // oxlint-disable-next-line require-await -- a thread answers with a promise, errors included
  const send = async (request: Request) => {
    try {
      return structuredClone(runQuery(db, request))
    } catch (error) {
      throw explainDatabaseError(error)
    }
  }
  const close = () => Promise.resolve(closeDatabase(db))
  return {
    read: remote<Reads>(send),
    write: remote<Writes>(send),
    findMalformed: () => Promise.resolve(findMalformed(db.$client.name)),
    isUnread: false,
    close,
  }
}
