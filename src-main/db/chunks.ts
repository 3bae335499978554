import { and, asc, eq, sql } from 'drizzle-orm'
import type { Conversation, Id, Message, Part } from '@contract/entities'
import { AppError } from '../errors'
import { get as getConversation } from './conversationRows'
import type { ReadableDb, WritableDb } from './open'
import { messageChunks, messages } from './schema/chat'
import { indexMessage, unindexMessage } from './search/entries'
import { newestBelow, setLeaf } from './tree'

/** Written out, because a parameter would not match the condition of the partial index. */
export const isRunning = sql`${messages.status} = 'streaming'`

/** A stretch of a running reply; see `message_chunks` in the schema for `offset` and `type`. */
export type Chunk = Omit<typeof messageChunks.$inferSelect, 'messageId'>

/** Appends what arrived. A chunk that is there already stays: an uncertain write may be repeated. */
export function append(db: WritableDb, messageId: Id, chunks: Chunk[]): void {
  db.insert(messageChunks)
    .values(chunks.map((chunk) => ({ ...chunk, messageId })))
    .onConflictDoNothing()
    .run()
}

export type Ending = Pick<Message, 'usage' | 'timings'> & {
  status: Exclude<Message['status'], 'streaming'>
  /** Parts that come after all text, such as the error that ended it. */
  added: Part[]
  /** How long each reasoning part took, in milliseconds, by its index. */
  durations: (readonly [part: number, milliseconds: number])[]
  now: number
}

/**
 * Ends a reply: its chunks become its parts, it is indexed, and the chunks are deleted, all in one
 * transaction. Ending one that has ended already changes nothing.
 */
export function fold(db: WritableDb, messageId: Id, ending: Ending): Message {
  const found = db.select().from(messages).where(eq(messages.id, messageId)).get()
  if (!found) throw new AppError('not_found', `message ${messageId}`)
  if (found.status !== 'streaming') return found
  const { parts } = withRunningText(db, found)
  const { added, durations, now, ...fields } = ending
  for (const [index, milliseconds] of durations) {
    const part = parts[index]
    if (part?.type === 'reasoning') parts[index] = { ...part, milliseconds }
  }
  const message = db
    .update(messages)
    .set({ ...fields, parts: [...parts, ...added], updatedAt: now })
    .where(eq(messages.id, messageId))
    .returning()
    .get()
  db.delete(messageChunks).where(eq(messageChunks.messageId, messageId)).run()
  indexMessage(db, message)
  return message
}

/**
 * Makes an ended reply run again, so that it can go on; what told of its end is taken off, and it is
 * out of the index until it ends.
 */
export function reopen(
  db: WritableDb,
  messageId: Id,
  now: number,
): { conversation: Conversation; message: Message } {
  const found = db.select().from(messages).where(eq(messages.id, messageId)).get()
  if (!found) throw new AppError('not_found', `message ${messageId}`)
  if (found.role !== 'assistant' || found.status === 'streaming' || found.status === 'complete') {
    throw new AppError('bad_input', `a ${found.status} message cannot go on`)
  }
  if (found.deletedAt !== null) throw new AppError('not_found', `message ${messageId} is deleted`)
  const { conversationId, seq } = found
  refuseSecondReply(db, conversationId)
  setLeaf(db, conversationId, newestBelow(db, conversationId, messageId), now)
  unindexMessage(db, seq)
  const parts = found.parts.filter((part) => part.type !== 'error')
  const set = db.update(messages).set({ status: 'streaming', parts, updatedAt: now })
  const message = set.where(eq(messages.id, messageId)).returning().get()
  return { conversation: getConversation(db, conversationId), message }
}

/**
 * Ends every reply that nobody is writing: all but those that are `alive`. Answers the conversations
 * touched.
 */
export function foldOrphans(db: WritableDb, now: number, alive: Id[] = []): Id[] {
  const running = db.select().from(messages).where(isRunning).all()
  const orphans = running.filter(({ id }) => !alive.includes(id))
  return orphans.map((orphan) => {
    const { usage, timings } = orphan
    fold(db, orphan.id, { status: 'interrupted', usage, timings, added: [], durations: [], now })
    return orphan.conversationId
  })
}

/** Checked where it is written, because two windows may ask at the same moment. */
export function refuseSecondReply(db: ReadableDb, conversationId: Id): void {
  const running = and(isRunning, eq(messages.conversationId, conversationId))
  const found = db.select({ id: messages.id }).from(messages).where(running).get()
  if (found) throw new AppError('reply_running', found.id)
}

/** A running reply with the text of its chunks; any other message as it is. */
export function withRunningText(db: ReadableDb, message: Message): Message {
  if (message.status !== 'streaming') return message
  const chunks = db
    .select()
    .from(messageChunks)
    .where(eq(messageChunks.messageId, message.id))
    .orderBy(asc(messageChunks.part), asc(messageChunks.offset))
    .all()
  return { ...message, parts: joinChunks(message.parts, chunks) }
}

/** `parts` with `chunks`, in order, appended to the part that each names. */
export function joinChunks(parts: Part[], chunks: Chunk[]): Part[] {
  const joined = [...parts]
  for (const chunk of chunks) {
    if (chunk.type === 'json') {
      joined[chunk.part] = JSON.parse(chunk.text) as Part
      continue
    }
    const part = joined[chunk.part]
    const before = part?.type === chunk.type ? part : { type: chunk.type, text: '' }
    joined[chunk.part] = { ...before, text: before.text + chunk.text }
  }
  return joined
}
