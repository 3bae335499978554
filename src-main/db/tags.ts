import { eq, sql } from 'drizzle-orm'
import type { Conversation, Id } from '@contract/entities'
import type { NewTag, Tag, TagDeletion, TagPatch } from '@contract/library'
import { AppError } from '../errors'
import { all } from './conversations'
import { oneOf } from './oneOf'
import type { ReadableDb, WritableDb } from './open'
import { conversations, conversationTags } from './schema/chat'
import { rules, tagRules, tags } from './schema/library'

/** All of them, by name. */
export function list(db: ReadableDb): Tag[] {
  return db
    .select()
    .from(tags)
    .orderBy(sql`${tags.name} COLLATE NOCASE`, tags.seq)
    .all()
}

/** Throws `bad_input` for a name that is there. */
export function insert(db: WritableDb, fresh: NewTag, now: number): Tag {
  checkName(db, fresh)
  return db
    .insert(tags)
    .values({ ...fresh, createdAt: now })
    .returning()
    .get()
}

export function update(db: WritableDb, id: Id, patch: TagPatch): Tag {
  if (patch.name !== undefined) checkName(db, { id, name: patch.name })
  const changed = db.update(tags).set(patch).where(eq(tags.id, id)).returning().get()
  if (!changed) throw new AppError('not_found', `tag ${id}`)
  return changed
}

/** Answers what brings it back, and the conversations that had it, as they are now. */
export function remove(
  db: WritableDb,
  id: Id,
): { deletion: TagDeletion; conversations: Conversation[] } {
  const links = db.select().from(conversationTags).where(eq(conversationTags.tagId, id)).all()
  const rulesOf = db.select().from(tagRules).where(eq(tagRules.tagId, id)).all()
  const tag = db.delete(tags).where(eq(tags.id, id)).returning().get()
  if (!tag) throw new AppError('not_found', `tag ${id}`)
  const conversationIds = links.map((link) => link.conversationId)
  const ruleIds = rulesOf.map((link) => link.ruleId)
  return {
    deletion: { tag, conversationIds, ruleIds },
    conversations: all(db, conversationIds),
  }
}

/**
 * Undoes a deletion. What had the tag and is no more is passed over. Throws `bad_input` where the tag is
 * there, or another one has taken its name since.
 */
export function restore(
  db: WritableDb,
  { tag: { seq: _place, ...gone }, conversationIds, ruleIds }: TagDeletion,
): { tag: Tag; conversations: Conversation[] } {
  if (list(db).some(({ id }) => id === gone.id)) {
    throw new AppError('bad_input', `tag ${gone.id} is there`)
  }
  checkName(db, gone)
  const tag = db.insert(tags).values(gone).returning().get()
  const tagId = tag.id
  const living = oneOf(conversations.id, conversationIds)
  const rows = db.select({ id: conversations.id }).from(conversations).where(living).all()
  const had = rows.map(({ id }) => id)
  for (const conversationId of had) {
    db.insert(conversationTags).values({ conversationId, tagId }).run()
  }
  const known = db.select({ id: rules.id }).from(rules).where(oneOf(rules.id, ruleIds)).all()
  for (const { id: ruleId } of known) db.insert(tagRules).values({ tagId, ruleId }).run()
  return { tag, conversations: all(db, had) }
}

/** Two tags that differ by their case only could not be told apart; SQLite knows the case of ASCII. */
function checkName(db: ReadableDb, { id, name }: Pick<Tag, 'id' | 'name'>): void {
  const folded = fold(name)
  if (list(db).some((other) => other.id !== id && fold(other.name) === folded)) {
    throw new AppError('bad_input', `there is a tag ${name}`)
  }
}

const fold = (name: string) => name.normalize('NFC').toLowerCase()
