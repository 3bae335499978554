import { and, eq, ne } from 'drizzle-orm'
import type { Conversation, Id, Message } from '@contract/entities'
import type { WritableDb } from '../open'
import { prepared } from '../prepared'
import { conversations, messages } from '../schema/chat'
import { fold, signPairs, tokens } from './fold'
import { contents, searchableText } from './text'
import { addWords } from './words'

type Indexed = Pick<Message, 'seq' | 'conversationId' | 'role' | 'parts' | 'createdAt'>

/**
 * Places are two seconds apart, from 2000 on. The closer they are to each other, the smaller is the
 * index, of which the distances are a large part; but the more messages move on from theirs.
 */
const FIRST = Date.UTC(2000, 0, 1)
const MILLISECONDS = 2000

/** The place in the index of what was created at `time`; the first, when that was before 2000. */
export function placeOf(time: number): number {
  return Math.max(1, Math.floor((time - FIRST) / MILLISECONDS))
}

/** Puts a finished message into the index, or replaces what is there of it. */
export function indexMessage(db: WritableDb, message: Indexed): void {
  const known = prepared(db, 'SELECT place FROM search_entries WHERE message = ?')
    .pluck()
    .get(message.seq) as number | undefined
  const place = known ?? freePlace(db, placeOf(message.createdAt))
  const folded = fold(searchableText(db, message.parts))
  const words = tokens(folded)
  addWords(db, words)
  if (known !== undefined) prepared(db, 'DELETE FROM messages_fts WHERE rowid = ?').run(place)
  // Each token apart, so that what stands alone does not run together with its neighbour.
  const text = words.map((word) => word.text).join(' ')
  prepared(db, 'INSERT INTO messages_fts (rowid, content) VALUES (?, ?)').run(
    place,
    `${text} ${signPairs(folded).join(' ')}`,
  )
  prepared(
    db,
    `INSERT INTO search_entries (place, message, conversation, role, has)
     VALUES (?, ?, (SELECT seq FROM conversations WHERE id = ?), ?, ?)
     ON CONFLICT (place) DO UPDATE SET has = excluded.has`,
  ).run(place, message.seq, message.conversationId, message.role, contents(message.parts))
}

/** Takes a message out that is written on; a deleted one leaves by a trigger. */
export function unindexMessage(db: WritableDb, seq: number): void {
  prepared(
    db,
    'DELETE FROM messages_fts WHERE rowid = (SELECT place FROM search_entries WHERE message = ?)',
  ).run(seq)
  prepared(db, 'DELETE FROM search_entries WHERE message = ?').run(seq)
}

export function indexConversation(db: WritableDb, conversationId: Id): void {
  const rows = db
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), ne(messages.status, 'streaming')))
    .all()
  for (const row of rows) indexMessage(db, row)
  const found = db.select().from(conversations).where(eq(conversations.id, conversationId)).get()
  if (found) indexTitle(db, found)
}

export function indexTitle(db: WritableDb, { seq, title }: Pick<Conversation, 'seq' | 'title'>) {
  prepared(db, 'INSERT OR REPLACE INTO search_titles (conversation, text) VALUES (?, ?)').run(
    seq,
    fold(title),
  )
}

/** Where the search for a free place ended: many messages of an import have the same time. */
const lastFree = new WeakMap<WritableDb, { wanted: number; place: number }>()

function freePlace(db: WritableDb, wanted: number): number {
  const last = lastFree.get(db)
  let place = last?.wanted === wanted ? last.place + 1 : wanted
  const query = 'SELECT place FROM search_entries WHERE place >= ? ORDER BY place LIMIT 64'
  const next = prepared(db, query).pluck()
  for (;;) {
    const taken = next.all(place) as number[]
    const gap = taken.findIndex((each, index) => each !== place + index)
    if (gap === -1 && taken.length === 64) place += 64
    else {
      place += gap === -1 ? taken.length : gap
      break
    }
  }
  lastFree.set(db, { wanted, place })
  return place
}
