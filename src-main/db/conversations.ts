import { and, count, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type {
  Conversation,
  ConversationCursor,
  ConversationPatch,
  Id,
  NewConversation,
} from '@contract/entities'
import { AppError } from '../errors'
import { copyMessages } from './copyMessages'
import type { ReadableDb, WritableDb } from './open'
import { conversations, drafts, messages } from './schema/chat'
import { newestBelow, setLeaf } from './tree'

export interface ListQuery {
  trash: boolean
  after: ConversationCursor | null
  limit: number
}

/** A page of the list: pinned first, then by last activity. The trash: newest deletion first. */
export function list(db: ReadableDb, { trash, after, limit }: ListQuery) {
  const { pinned, updatedAt, seq, deletedAt } = conversations
  // The literal conditions are those of the partial indexes; parameters would not match them.
  const shown = trash ? isNotNull(deletedAt) : sql`deleted_at IS NULL AND archived = 0`
  const key = trash ? sql`(${deletedAt}, ${seq})` : sql`(${pinned}, ${updatedAt}, ${seq})`
  const beyond =
    after &&
    (trash
      ? sql`${key} < (${after.updatedAt}, ${after.seq})`
      : sql`${key} < (${Number(after.pinned)}, ${after.updatedAt}, ${after.seq})`)
  const order = trash ? [desc(deletedAt), desc(seq)] : [desc(pinned), desc(updatedAt), desc(seq)]
  const items = db
    .select()
    .from(conversations)
    .where(beyond ? and(shown, beyond) : shown)
    .orderBy(...order)
    .limit(limit)
    .all()
  const last = items.at(-1)
  if (!last || items.length < limit) return { items, next: null }
  // In the trash the cursor's time is that of the deletion.
  const time = trash && last.deletedAt !== null ? last.deletedAt : last.updatedAt
  return { items, next: { pinned: last.pinned, updatedAt: time, seq: last.seq } }
}

/** Throws `not_found`. */
export function get(db: ReadableDb, id: Id): Conversation {
  const found = db.select().from(conversations).where(eq(conversations.id, id)).get()
  if (!found) throw new AppError('not_found', `conversation ${id}`)
  return found
}

/** A conversation that begins, with the title that its first question gives it. */
export type FreshConversation = NewConversation &
  Partial<Pick<Conversation, 'title' | 'titleSource'>>

export function insert(db: WritableDb, fresh: FreshConversation, now: number): Conversation {
  return db
    .insert(conversations)
    .values({ ...fresh, createdAt: now, updatedAt: now })
    .returning()
    .get()
}

/** A title given here is the user's; no later one replaces it. Never changes the last activity. */
export function update(db: WritableDb, id: Id, patch: ConversationPatch): Conversation {
  const titled = patch.title === undefined ? {} : { titleSource: 'user' as const }
  return changed(
    id,
    db
      .update(conversations)
      .set({ ...patch, ...titled })
      .where(eq(conversations.id, id))
      .returning()
      .get(),
  )
}

/** Gives the title that a model made, unless the user or an import has given one; null then. */
export function suggestTitle(db: WritableDb, id: Id, title: string): Conversation | null {
  const replaceable = inArray(conversations.titleSource, ['none', 'text'])
  const set = db
    .update(conversations)
    .set({ title, titleSource: 'model' })
    .where(and(eq(conversations.id, id), replaceable))
  return set.returning().get() ?? null
}

export function moveToTrash(db: WritableDb, id: Id, now: number): Conversation {
  return setDeletedAt(db, id, now)
}

export function restore(db: WritableDb, id: Id): Conversation {
  return setDeletedAt(db, id, null)
}

/** Deletes conversations that are in the trash, for good, with all that belongs to them. */
export function purge(db: WritableDb, ids: Id[]): Id[] {
  const gone = db
    .delete(conversations)
    .where(and(inArray(conversations.id, ids), isNotNull(conversations.deletedAt)))
    .returning({ id: conversations.id })
    .all()
    .map((row) => row.id)
  if (gone.length > 0) db.delete(drafts).where(inArray(drafts.id, gone)).run()
  return gone
}

/** The ids of up to `limit` conversations in the trash. */
export function trashed(db: ReadableDb, limit: number): Id[] {
  return db
    .select({ id: conversations.id })
    .from(conversations)
    .where(isNotNull(conversations.deletedAt))
    .limit(limit)
    .all()
    .map((row) => row.id)
}

export function counts(db: ReadableDb): { conversations: number; messages: number } {
  const rows = { rows: count() }
  const kept = db.select(rows).from(conversations).where(isNull(conversations.deletedAt)).get()
  return {
    conversations: kept?.rows ?? 0,
    messages: db.select(rows).from(messages).get()?.rows ?? 0,
  }
}

/**
 * Copies a conversation under a new id: all of it, or, with `messageIds`, only that branch, the last
 * message of which is then the leaf. Tags and attachments come along. A message that is being written is
 * copied as interrupted, with the text it has so far.
 */
export function copy(
  db: WritableDb,
  input: { id: Id; newId: Id; title: string; messageIds: Id[] | null; now: number },
): Conversation {
  const { seq: _seq, ...original } = get(db, input.id)
  const copied = db
    .insert(conversations)
    .values({
      ...original,
      id: input.newId,
      title: input.title,
      pinned: false,
      messageCount: 0,
      scroll: null,
      createdAt: input.now,
      updatedAt: input.now,
      deletedAt: null,
    })
    .returning()
    .get()
  const leaf = copyMessages(db, input)
  const current = input.messageIds ? leaf(input.messageIds.at(-1)) : leaf(original.currentMessageId)
  setLeaf(db, copied.id, current ?? newestBelow(db, copied.id, null), null)
  return get(db, copied.id)
}

function setDeletedAt(db: WritableDb, id: Id, deletedAt: number | null): Conversation {
  const set = db.update(conversations).set({ deletedAt }).where(eq(conversations.id, id))
  return changed(id, set.returning().get())
}

function changed(id: Id, row: Conversation | undefined): Conversation {
  if (!row) throw new AppError('not_found', `conversation ${id}`)
  return row
}
