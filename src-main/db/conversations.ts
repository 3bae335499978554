import { and, count, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Conversation, ConversationPatch, Id, NewConversation } from '@contract/entities'
import type { Tagging } from '@contract/library'
import { AppError } from '../errors'
import { forgetUnused, ofConversations } from './attachments'
import { copyMessages } from './copyMessages'
import type { ReadableDb, WritableDb } from './open'
import { checkPlace, livingAt } from './projectTree'
import { conversations, conversationTags, drafts, messages } from './schema/chat'
import { tags } from './schema/library'
import { indexTitle } from './search/entries'
import { all, get } from './conversationRows'
import { newestBelow, setLeaf } from './tree'

export { all, get }

/** A conversation that begins, with the title that its first question gives it. */
export type FreshConversation = NewConversation &
  Partial<Pick<Conversation, 'title' | 'titleSource'>>

export function insert(db: WritableDb, fresh: FreshConversation, now: number): Conversation {
  checkPlace(db, fresh.projectId)
  db.insert(conversations)
    .values({ ...fresh, createdAt: now, updatedAt: now })
    .run()
  return titled(db, get(db, fresh.id))
}

/** A title given here is the user's; no later one replaces it. Never changes the last activity. */
export function update(db: WritableDb, ids: Id[], patch: ConversationPatch): Conversation[] {
  if (patch.projectId) checkPlace(db, patch.projectId)
  const source = patch.title === undefined ? {} : { titleSource: 'user' as const }
  db.update(conversations)
    .set({ ...patch, ...source })
    .where(inArray(conversations.id, ids))
    .run()
  const changed = all(db, ids)
  if (patch.title !== undefined) for (const each of changed) indexTitle(db, each)
  return changed
}

/** Gives the title that a model made, unless the user or an import has given one; null then. */
export function suggestTitle(db: WritableDb, id: Id, title: string): Conversation | null {
  const replaceable = inArray(conversations.titleSource, ['none', 'text'])
  const set = db
    .update(conversations)
    .set({ title, titleSource: 'model' })
    .where(and(eq(conversations.id, id), replaceable))
  return set.run().changes === 0 ? null : titled(db, get(db, id))
}

/** Puts a tag on conversations, or takes it off; one that has it, or has it not, stays as it is. */
export function tag(db: WritableDb, { ids, tagId, on }: Tagging): Conversation[] {
  const known = db.select().from(tags).where(eq(tags.id, tagId)).get()
  if (!known) throw new AppError('not_found', `tag ${tagId}`)
  all(db, ids)
  if (on) {
    const links = ids.map((conversationId) => ({ conversationId, tagId }))
    db.insert(conversationTags).values(links).onConflictDoNothing().run()
  } else {
    const link = and(
      inArray(conversationTags.conversationId, ids),
      eq(conversationTags.tagId, tagId),
    )
    db.delete(conversationTags).where(link).run()
  }
  return all(db, ids)
}

/** What is in the trash already keeps the time of its deletion, by which it may be called back. */
export function moveToTrash(db: WritableDb, ids: Id[], now: number): Conversation[] {
  db.update(conversations)
    .set({ deletedAt: now })
    .where(and(inArray(conversations.id, ids), isNull(conversations.deletedAt)))
    .run()
  return all(db, ids)
}

/** What lay in a project that is deleted comes back in the nearest that is not. */
export function restore(db: WritableDb, ids: Id[]): Conversation[] {
  for (const { id, projectId } of all(db, ids)) {
    const place = { deletedAt: null, projectId: livingAt(db, projectId) }
    db.update(conversations).set(place).where(eq(conversations.id, id)).run()
  }
  return all(db, ids)
}

/** Deletes conversations that are in the trash, for good, with all that belongs to them. */
export function purge(db: WritableDb, ids: Id[]): Id[] {
  const files = ofConversations(db, ids)
  const gone = db
    .delete(conversations)
    .where(and(inArray(conversations.id, ids), isNotNull(conversations.deletedAt)))
    .returning({ id: conversations.id })
    .all()
    .map((row) => row.id)
  if (gone.length > 0) db.delete(drafts).where(inArray(drafts.id, gone)).run()
  if (files.length > 0) forgetUnused(db, files)
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
 * message of which is then the leaf. Its project, tags and attachments come along. A message that is
 * being written is copied as interrupted, with the text it has so far.
 */
export function copy(
  db: WritableDb,
  input: { id: Id; newId: Id; title: string; messageIds: Id[] | null; now: number },
): Conversation {
  const { seq: _seq, tagIds, ...original } = get(db, input.id)
  db.insert(conversations)
    .values({
      ...original,
      id: input.newId,
      title: input.title,
      pinned: false,
      archived: false,
      projectId: livingAt(db, original.projectId),
      messageCount: 0,
      scroll: null,
      createdAt: input.now,
      updatedAt: input.now,
      deletedAt: null,
    })
    .run()
  const links = tagIds.map((tagId) => ({ conversationId: input.newId, tagId }))
  if (links.length > 0) db.insert(conversationTags).values(links).run()
  const leaf = copyMessages(db, input)
  const current = input.messageIds ? leaf(input.messageIds.at(-1)) : leaf(original.currentMessageId)
  setLeaf(db, input.newId, current ?? newestBelow(db, input.newId, null), null)
  return get(db, input.newId)
}

function titled(db: WritableDb, conversation: Conversation): Conversation {
  indexTitle(db, conversation)
  return conversation
}
