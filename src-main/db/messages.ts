import { and, eq, max, sql } from 'drizzle-orm'
import type { Conversation, Deletion, Id, Message, Path } from '@contract/entities'
import { AppError } from '../errors'
import { refuseSecondReply, withRunningText } from './chunks'
import { get as getConversation } from './conversationRows'
import { type FreshConversation, insert as insertConversation } from './conversations'
import { endDraft, lengthOfFiles, linkFiles } from './messageFiles'
import type { ReadableDb, WritableDb } from './open'
import { conversations, messages } from './schema/chat'
import { indexMessage } from './search/entries'
import { childrenOf, livingParent, markBelow, newestBelow, pathTo, setLeaf } from './tree'

/** How many messages are read at once on the way back through a branch. */
const BRANCH_STEP = 100

export interface PathQuery {
  conversationId: Id
  from?: number
  around?: Id
  limit: number
}

/**
 * A window of the visible branch: `limit` messages from position `from`, or with `around` in their
 * middle if that is on the branch, or the last ones. A reply that is being written comes with the text
 * that is on disk so far.
 */
export function path(db: ReadableDb, { conversationId, from, around, limit }: PathQuery): Path {
  const leaf = db
    .select({ id: conversations.currentMessageId })
    .from(conversations)
    .where(eq(conversations.id, conversationId))
    .get()
  if (!leaf) throw new AppError('not_found', `conversation ${conversationId}`)
  const branch = leaf.id ? pathTo(db, leaf.id) : []
  const start = from ?? startOf(db, branch, around, limit)
  // One more at the front: the parent of the first, by which its versions are found.
  const wanted = branch.slice(Math.max(0, start - 1), start + limit)
  const window = inOrder(db, wanted)
  const before = start > 0 ? window.shift() : undefined
  const parents = [before?.id ?? null, ...window.slice(0, -1).map((message) => message.id)]
  const siblings = childrenOf(db, conversationId, parents)
  const versions: Path['versions'] = {}
  window.forEach((message, index) => {
    const ids = siblings.get(parents[index] ?? null) ?? []
    if (ids.length > 1) versions[message.id] = ids
  })
  return {
    total: branch.length,
    from: start,
    messages: window.map((message) => withRunningText(db, message)),
    versions,
  }
}

function startOf(db: ReadableDb, branch: number[], around: Id | undefined, limit: number): number {
  const last = Math.max(0, branch.length - limit)
  if (around === undefined) return last
  const found = db.select({ seq: messages.seq }).from(messages).where(eq(messages.id, around)).get()
  const position = found ? branch.indexOf(found.seq) : -1
  return position < 0 ? last : Math.max(0, Math.min(last, position - Math.floor(limit / 2)))
}

/** The whole branch that ends at `leafId`. */
export function branch(db: ReadableDb, leafId: Id): Message[] {
  return inOrder(db, pathTo(db, leafId)).map((message) => withRunningText(db, message))
}

/**
 * The newest messages of the branch that ends at `leafId`, as many as `characters` have room for, with
 * the text of their files.
 */
export function branchEnd(
  db: ReadableDb,
  leafId: Id,
  characters: number,
): { branch: Message[]; omitted: number } {
  const seqs = pathTo(db, leafId)
  const { length } = seqs
  const end: Message[] = []
  let room = characters
  while (room > 0 && seqs.length > 0) {
    for (const message of inOrder(db, seqs.splice(-BRANCH_STEP)).toReversed()) {
      room -= JSON.stringify(message.parts).length + lengthOfFiles(db, message)
      if (room < 0 && end.length > 0) break
      end.unshift(withRunningText(db, message))
    }
  }
  return { branch: end, omitted: length - end.length }
}

/** Throws `not_found`. */
export function get(db: ReadableDb, id: Id): Message {
  const found = db.select().from(messages).where(eq(messages.id, id)).get()
  if (!found) throw new AppError('not_found', `message ${id}`)
  return withRunningText(db, found)
}

export type NewMessage = Omit<
  typeof messages.$inferInsert,
  'seq' | 'conversationId' | 'createdAt' | 'updatedAt'
>

/**
 * Writes a question and its empty reply, or only a reply, and makes the last one the visible leaf.
 * The conversation is made with them when `conversation` is given, and `draft` goes, because it was sent.
 */
export function addTurn(
  db: WritableDb,
  turn: {
    conversationId: Id
    conversation: FreshConversation | null
    draft?: string
    messages: NewMessage[]
    now: number
  },
): { conversation: Conversation; messages: Message[] } {
  if (turn.conversation) insertConversation(db, turn.conversation, turn.now)
  refuseSecondReply(db, turn.conversationId)
  const added = turn.messages.map((message) => {
    const { conversationId } = turn
    // Before it is there: a message that named itself would be a branch without a root, and no end.
    checkParent(db, { conversationId, parentId: message.parentId ?? null })
    const row = db
      .insert(messages)
      .values({
        ...message,
        conversationId,
        createdAt: turn.now,
        updatedAt: turn.now,
      })
      .returning()
      .get()
    linkFiles(db, row)
    if (row.status !== 'streaming') indexMessage(db, row)
    return row
  })
  setLeaf(db, turn.conversationId, added.at(-1)?.id ?? null, turn.now)
  if (turn.draft !== undefined) endDraft(db, turn.draft, added)
  return { conversation: getConversation(db, turn.conversationId), messages: added }
}

export function update(db: WritableDb, id: Id, patch: Partial<Pick<Message, 'rating'>>): Message {
  const set = db.update(messages).set(patch).where(eq(messages.id, id))
  const row = set.returning().get()
  if (!row) throw new AppError('not_found', `message ${id}`)
  return withRunningText(db, row)
}

/** Shows the branch that `id` lies on, down to its newest message. */
export function show(db: WritableDb, id: Id): Conversation {
  const { conversationId } = get(db, id)
  const leaf = newestBelow(db, conversationId, id)
  if (leaf === null) throw new AppError('not_found', `message ${id} is deleted`)
  setLeaf(db, conversationId, leaf, null)
  return getConversation(db, conversationId)
}

/** Marks one message, or it and all below, as deleted; the text stays until it is purged. */
export function moveToTrash(
  db: WritableDb,
  { id, scope, now }: { id: Id; scope: 'one' | 'below'; now: number },
): { conversation: Conversation; deletion: Deletion } {
  const { conversationId, deletedAt: already } = get(db, id)
  if (already !== null) throw new AppError('not_found', `message ${id} is deleted`)
  const leaf = leafOf(db, conversationId)
  const deletedAt = nextStamp(db, conversationId, now)
  const count =
    scope === 'below'
      ? markBelow(db, id, deletedAt)
      : db.update(messages).set({ deletedAt }).where(eq(messages.id, id)).run().changes
  if (leaf && !isAlive(db, leaf)) {
    const parent = livingParent(db, id)
    setLeaf(db, conversationId, newestBelow(db, conversationId, parent), null)
  }
  const deletion = { conversationId, deletedAt, currentMessageId: leaf, count }
  return { conversation: getConversation(db, conversationId), deletion }
}

/**
 * Undoes one deletion, and shows the branch that was shown before it, down to what has been written
 * there since: a message below the end of what is shown could not be reached.
 */
export function restore(db: WritableDb, deletion: Omit<Deletion, 'count'>): Conversation {
  const { conversationId, deletedAt, currentMessageId } = deletion
  const restored = db
    .update(messages)
    .set({ deletedAt: null })
    .where(and(eq(messages.conversationId, conversationId), eq(messages.deletedAt, deletedAt)))
    .run().changes
  if (restored === 0) throw new AppError('not_found', `deletion ${deletedAt}`)
  const shown = currentMessageId && isAlive(db, currentMessageId)
  if (shown) checkParent(db, { conversationId, parentId: currentMessageId })
  const top = shown ? currentMessageId : leafOf(db, conversationId)
  setLeaf(db, conversationId, newestBelow(db, conversationId, top), null)
  return getConversation(db, conversationId)
}

/** The messages with these `seq`, in the order given; as JSON, because variables are limited. */
function inOrder(db: ReadableDb, seqs: number[]): Message[] {
  const given = sql`${messages.seq} IN (SELECT value FROM json_each(${JSON.stringify(seqs)}))`
  const rows = db.select().from(messages).where(given).all()
  const bySeq = new Map(rows.map((row) => [row.seq, row]))
  return seqs.flatMap((seq) => bySeq.get(seq) ?? [])
}

/** Two deletions in one millisecond must stay apart, because Undo names a deletion by its time. */
function nextStamp(db: ReadableDb, conversationId: Id, now: number): number {
  const newest = db
    .select({ at: max(messages.deletedAt) })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .get()
  return Math.max(now, (newest?.at ?? 0) + 1)
}

function leafOf(db: ReadableDb, conversationId: Id): Id | null {
  const row = db
    .select({ id: conversations.currentMessageId })
    .from(conversations)
    .where(eq(conversations.id, conversationId))
    .get()
  return row?.id ?? null
}

function isAlive(db: ReadableDb, id: Id): boolean {
  const alive = and(eq(messages.id, id), sql`${messages.deletedAt} IS NULL`)
  return db.select({ id: messages.id }).from(messages).where(alive).get() !== undefined
}

function checkParent(db: ReadableDb, child: { conversationId: Id; parentId: Id | null }): void {
  if (child.parentId === null) return
  const parent = db.select().from(messages).where(eq(messages.id, child.parentId)).get()
  if (parent?.conversationId !== child.conversationId) {
    throw new AppError('bad_input', 'the parent belongs to another conversation')
  }
}
