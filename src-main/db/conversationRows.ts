import type { Conversation, Id } from '@contract/entities'
import { AppError } from '../errors'
import { oneOf } from './oneOf'
import type { ReadableDb } from './open'
import { conversations } from './schema/chat'

type Row = typeof conversations.$inferSelect

/** Conversations as they are told of: their rows, each with its tags in the order they were given. */
export function withTags(db: ReadableDb, rows: Row[]): Conversation[] {
  const links = db.$client
    .prepare(
      `SELECT rowid AS place, conversation_id, tag_id FROM conversation_tags
       WHERE conversation_id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(rows.map(({ id }) => id))) as {
    place: number
    conversation_id: Id
    tag_id: Id
  }[]
  const byConversation = Map.groupBy(
    links.toSorted((one, other) => one.place - other.place),
    (link) => link.conversation_id,
  )
  return rows.map((row) => ({
    ...row,
    tagIds: (byConversation.get(row.id) ?? []).map((link) => link.tag_id),
  }))
}

/** Throws `not_found`. */
export function get(db: ReadableDb, id: Id): Conversation {
  const [found] = all(db, [id])
  if (!found) throw new AppError('not_found', `conversation ${id}`)
  return found
}

/** All of these, in the order given. Throws `not_found` where one is not there. */
export function all(db: ReadableDb, ids: Id[]): Conversation[] {
  const rows = db.select().from(conversations).where(oneOf(conversations.id, ids)).all()
  const byId = new Map(withTags(db, rows).map((row) => [row.id, row]))
  return [...new Set(ids)].map((id) => {
    const found = byId.get(id)
    if (!found) throw new AppError('not_found', `conversation ${id}`)
    return found
  })
}
