import { and, asc, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import type { Conversation, Id, Message } from '@contract/entities'
import type { Tag } from '@contract/library'
import type { ExportScope } from '@contract/transfer'
import { AppError } from '../errors'
import { withRunningText } from './chunks'
import { get as conversation } from './conversations'
import { oneOf } from './oneOf'
import type { ReadableDb } from './open'
import { subtree, upwards } from './projectTree'
import { prepared } from './prepared'
import { attachments, conversations, messageAttachments, messages } from './schema/chat'
import { tags } from './schema/library'

/** Where a message stands in its conversation; `parentId` is its nearest ancestor that is not deleted. */
export interface Place {
  seq: number
  id: Id
  parentId: Id | null
}

/** What is known of a file that belongs to a message. */
export type Attachment = Omit<typeof attachments.$inferSelect, 'seq'>

/** A message as it leaves the program. One that is being written leaves it as interrupted. */
export type ExportedMessage = Message & { attachments: Attachment[] }

/** A conversation with all its living messages, which are read one at a time. */
export interface Tree {
  conversation: Conversation
  tags: Tag[]
  /** The names of the projects that it lies in, the outermost first. */
  projects: { id: Id; name: string }[]
  places: Place[]
  /** How many of its messages are deleted. */
  deleted: number
  read(place: Place): ExportedMessage
}

/** The conversations that a scope names, in order of creation, and how many of it are in the trash. */
export function scopeOf(db: ReadableDb, scope: ExportScope): { ids: Id[]; inTrash: number } {
  if ('ids' in scope) {
    const ids = [...new Set(scope.ids)]
    const known = db.select({ id: conversations.id }).from(conversations)
    const found = new Set(
      known
        .where(oneOf(conversations.id, ids))
        .all()
        .map(({ id }) => id),
    )
    const missing = ids.find((id) => !found.has(id))
    if (missing) throw new AppError('not_found', `conversation ${missing}`)
    return { ids, inTrash: 0 }
  }
  const inProject =
    'projectId' in scope ? oneOf(conversations.projectId, subtree(db, scope.projectId)) : undefined
  const rows = db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(isNull(conversations.deletedAt), inProject))
    .orderBy(asc(conversations.seq))
    .all()
  const [trash] = db
    .select({ count: sql<number>`count(*)` })
    .from(conversations)
    .where(and(sql`${conversations.deletedAt} IS NOT NULL`, inProject))
    .all()
  return { ids: rows.map(({ id }) => id), inTrash: trash?.count ?? 0 }
}

/** Throws `not_found`. */
export function treeOf(db: ReadableDb, id: Id): Tree {
  const found = conversation(db, id)
  const known = db.select().from(tags).where(oneOf(tags.id, found.tagIds)).all()
  const byId = new Map(known.map((tag) => [tag.id, tag]))
  const rows = prepared(
    db,
    `SELECT seq, id, parent_id AS parentId, deleted_at IS NOT NULL AS deleted
     FROM messages WHERE conversation_id = ? ORDER BY seq`,
  ).all(id) as (Place & { deleted: 0 | 1 })[]
  const places = livingPlaces(rows)
  return {
    conversation: found,
    tags: found.tagIds.flatMap((tagId) => byId.get(tagId) ?? []),
    projects: upwards(db, found.projectId)
      .map(({ id, name }) => ({ id, name }))
      .toReversed(),
    places,
    deleted: rows.length - places.length,
    read: reader(db),
  }
}

function livingPlaces(rows: (Place & { deleted: 0 | 1 })[]): Place[] {
  const parents = new Map(rows.filter((row) => row.deleted).map((row) => [row.id, row.parentId]))
  // The way up from one deleted message is walked once, however many hang below it.
  function above(id: Id | null): Id | null {
    const walked: Id[] = []
    let at = id
    while (at !== null && parents.has(at) && walked.length <= rows.length) {
      walked.push(at)
      at = parents.get(at) ?? null
    }
    for (const each of walked) parents.set(each, at)
    return at
  }
  return rows
    .filter((row) => !row.deleted)
    .map(({ seq, id, parentId }) => ({ seq, id, parentId: above(parentId) }))
}

/** Statements are prepared once: a history may hold a million messages. */
function reader(db: ReadableDb): Tree['read'] {
  const bySeq = db
    .select()
    .from(messages)
    .where(eq(messages.seq, sql.placeholder('seq')))
    .prepare()
  const { seq: _, ...columns } = getTableColumns(attachments)
  const ofMessage = db
    .select(columns)
    .from(messageAttachments)
    .innerJoin(attachments, eq(attachments.id, messageAttachments.attachmentId))
    .where(eq(messageAttachments.messageId, sql.placeholder('id')))
    .orderBy(asc(messageAttachments.position))
    .prepare()
  return ({ seq, id, parentId }) => {
    const row = bySeq.get({ seq })
    if (!row) throw new AppError('not_found', `message ${id}`)
    const { status, ...message } = withRunningText(db, row)
    return {
      ...message,
      parentId,
      status: status === 'streaming' ? 'interrupted' : status,
      attachments: ofMessage.all({ id }),
    }
  }
}
