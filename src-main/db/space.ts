import type { Id } from '@contract/entities'
import type { FreeableSpace, ProfileContents, TrashSize } from '@contract/space'
import type { ReadableDb } from './open'
import { prepared } from './prepared'

// Sizes of rows are those of their texts: what the index and the tables need besides is not counted, so
// that what comes free is rather more than was said.

/** Without reading a text: `octet_length` takes it from the head of the row. */
const MESSAGE_BYTES = `(SELECT coalesce(sum(octet_length(parts)), 0) FROM messages
  WHERE conversation_id = c.id)`

/** Contents that only chats of this kind refer to; a content in two of them counts for one. */
const FILE_BYTES = `(SELECT coalesce(sum(bytes), 0) FROM
  (SELECT DISTINCT a.sha256, a.bytes FROM messages m
     JOIN message_attachments l ON l.message_id = m.id JOIN attachments a ON a.id = l.attachment_id
   WHERE m.conversation_id = c.id))`

/** Bytes that chats and their files take, without what is free inside the database. */
export function used(db: ReadableDb): number {
  const pragma = (name: string) => Number(db.$client.pragma(name, { simple: true }))
  const pages = pragma('page_count') - pragma('freelist_count')
  const files = prepared(
    db,
    'SELECT coalesce(sum(bytes), 0) FROM (SELECT DISTINCT sha256, bytes FROM attachments)',
  )
  return pages * pragma('page_size') + Number(files.pluck().get())
}

/** Bytes inside the database that are used before the file grows. */
export function inside(db: ReadableDb): number {
  const pragma = (name: string) => Number(db.$client.pragma(name, { simple: true }))
  return pragma('freelist_count') * pragma('page_size')
}

/** What is in the trash, with the files that only chats in the trash have. */
export function trash(db: ReadableDb): TrashSize {
  const rows = prepared(
    db,
    `SELECT count(*) AS count, coalesce(sum(${MESSAGE_BYTES}), 0) AS bytes
     FROM conversations c WHERE c.deleted_at IS NOT NULL`,
  ).get() as TrashSize
  const files = prepared(
    db,
    `SELECT coalesce(sum(bytes), 0) FROM (
       SELECT DISTINCT a.sha256, a.bytes FROM conversations c
         JOIN messages m ON m.conversation_id = c.id
         JOIN message_attachments l ON l.message_id = m.id
         JOIN attachments a ON a.id = l.attachment_id
       WHERE c.deleted_at IS NOT NULL AND a.sha256 NOT IN (
         SELECT b.sha256 FROM attachments b JOIN message_attachments k ON k.attachment_id = b.id
           JOIN messages n ON n.id = k.message_id JOIN conversations d ON d.id = n.conversation_id
         WHERE d.deleted_at IS NULL))`,
  )
  return { count: rows.count, bytes: rows.bytes + Number(files.pluck().get()) }
}

/**
 * The chats that have not been touched for longest, oldest first, until together they take `bytes`; neither
 * pinned ones, nor those in `except`.
 */
export function oldest(
  db: ReadableDb,
  { except, bytes, limit }: { except: Id[]; bytes: number; limit: number },
): FreeableSpace['oldest'] {
  const rows = prepared(
    db,
    `SELECT c.id, c.title, c.updated_at AS updatedAt, ${MESSAGE_BYTES} + ${FILE_BYTES} AS bytes
     FROM conversations c WHERE c.deleted_at IS NULL AND c.pinned = 0
       AND c.id NOT IN (SELECT value FROM json_each(?))
     ORDER BY c.updated_at, c.seq`,
  )
  const found: FreeableSpace['oldest'] = []
  let sum = 0
  for (const row of rows.iterate(JSON.stringify(except))) {
    if (sum >= bytes || found.length >= limit) break
    const chat = row as FreeableSpace['oldest'][number]
    found.push(chat)
    sum += chat.bytes
  }
  return found
}

/** Chats that were put into the trash at this time or before. */
export function trashedUntil(db: ReadableDb, time: number): { id: Id; deletedAt: number }[] {
  return prepared(
    db,
    'SELECT id, deleted_at AS deletedAt FROM conversations WHERE deleted_at <= ? ORDER BY deleted_at',
  ).all(time) as { id: Id; deletedAt: number }[]
}

/** How much there is of everything that clearing a profile takes away. */
export function contents(db: ReadableDb): Omit<ProfileContents['counts'], 'copies'> {
  const count = (from: string) => Number(prepared(db, `SELECT count(*) FROM ${from}`).pluck().get())
  return {
    conversations: count('conversations WHERE deleted_at IS NULL'),
    trashed: count('conversations WHERE deleted_at IS NOT NULL'),
    messages: count('messages'),
    drafts: count('drafts'),
    projects: count('projects WHERE deleted_at IS NULL'),
    tags: count('tags'),
    files: count('attachments'),
    providers: count(`providers WHERE kind <> 'guide'`),
    keys: count('api_keys'),
  }
}
