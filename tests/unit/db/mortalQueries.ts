import { threadId } from 'node:worker_threads'
import { eq } from 'drizzle-orm'
import type { ReadableDb, WritableDb } from '../../../src-main/db/open'
import { drafts } from '../../../src-main/db/schema/chat'

/** Queries that the test of the threads adds to those of the program. */
export const mortal = {
  /** Ends the thread, as a crash does, before anything is committed. */
  die(_db: WritableDb, code: number): void {
    process.exit(code)
  },
  dieReading(_db: ReadableDb): void {
    process.exit(1)
  },
  /** Which thread it is, and whether it may write. */
  where(db: ReadableDb): { thread: number; writes: boolean } {
    return { thread: threadId, writes: !db.$client.readonly }
  },
  whereWriting(db: WritableDb): { thread: number; writes: boolean } {
    return mortal.where(db)
  },
  /** Adds a letter, so that a write that was made twice shows. */
  addLetter(db: WritableDb, id: string): void {
    const before = db.select().from(drafts).where(eq(drafts.id, id)).get()
    const text = `${before?.text ?? ''}x`
    db.insert(drafts)
      .values({ id, text, updatedAt: 0 })
      .onConflictDoUpdate({ target: drafts.id, set: { text } })
      .run()
  },
  bug(_db: ReadableDb): void {
    throw new TypeError('a bug')
  },
}
