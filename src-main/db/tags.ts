import { eq, sql } from 'drizzle-orm'
import type { Conversation, Id } from '@contract/entities'
import type { NewTag, Tag, TagPatch } from '@contract/library'
import { AppError } from '../errors'
import { all } from './conversations'
import type { ReadableDb, WritableDb } from './open'
import { conversationTags } from './schema/chat'
import { tags } from './schema/library'

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

/** Answers the conversations that had it, as they are now. */
export function remove(db: WritableDb, id: Id): Conversation[] {
  const links = db.select().from(conversationTags).where(eq(conversationTags.tagId, id)).all()
  if (db.delete(tags).where(eq(tags.id, id)).run().changes === 0) {
    throw new AppError('not_found', `tag ${id}`)
  }
  return all(
    db,
    links.map((link) => link.conversationId),
  )
}

/** Two tags that differ by their case only could not be told apart; SQLite knows the case of ASCII. */
function checkName(db: ReadableDb, { id, name }: Pick<Tag, 'id' | 'name'>): void {
  const folded = fold(name)
  if (list(db).some((other) => other.id !== id && fold(other.name) === folded)) {
    throw new AppError('bad_input', `there is a tag ${name}`)
  }
}

const fold = (name: string) => name.normalize('NFC').toLowerCase()
