import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { ContentUse } from '@contract/attachments'
import type { Id } from '@contract/entities'
import { MOST_ATTACHMENTS } from '@contract/values'
import { AppError } from '../errors'
import { oneOf } from './oneOf'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import { attachments, drafts, messageAttachments, messages } from './schema/chat'
import { indexMessage } from './search/entries'

/** A file without its text, which may be long. */
export type AttachmentRow = Pick<
  typeof attachments.$inferSelect,
  'id' | 'sha256' | 'bytes' | 'mediaType' | 'name'
> & { hasText: boolean }

const columns = {
  id: attachments.id,
  sha256: attachments.sha256,
  bytes: attachments.bytes,
  mediaType: attachments.mediaType,
  name: attachments.name,
  hasText: sql<boolean>`coalesce(${attachments.extractedText}, '') <> ''`.mapWith(Boolean),
}

/** Those of these that are there, in the order given. */
export function all(db: ReadableDb, ids: Id[]): AttachmentRow[] {
  const rows = db.select(columns).from(attachments).where(oneOf(attachments.id, ids)).all()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Throws `not_found`. */
export function get(db: ReadableDb, id: Id): AttachmentRow {
  const [found] = all(db, [id])
  if (!found) throw new AppError('not_found', `attachment ${id}`)
  return found
}

/** The text that was found in a file; null where it has none. */
export function textOf(db: ReadableDb, id: Id): string | null {
  const where = eq(attachments.id, id)
  return (
    db.select({ text: attachments.extractedText }).from(attachments).where(where).get()?.text ??
    null
  )
}

/** The contents of documents whose text nobody has looked for. */
export function unreadDocuments(db: ReadableDb): string[] {
  return prepared(
    db,
    `SELECT DISTINCT sha256 FROM attachments
     WHERE media_type = 'application/pdf' AND extracted_text IS NULL`,
  )
    .pluck()
    .all() as string[]
}

/** Notes what was found in a document, empty for nothing, and makes it findable in every message that has it. */
export function noteText(db: WritableDb, sha256: string, text: string): void {
  const ids = prepared(
    db,
    `UPDATE attachments SET extracted_text = ? WHERE sha256 = ? AND extracted_text IS NULL RETURNING id`,
  )
    .pluck()
    .all(text, sha256) as Id[]
  if (text === '') return
  const holders = db
    .selectDistinct({ message: messages })
    .from(messageAttachments)
    .innerJoin(messages, eq(messages.id, messageAttachments.messageId))
    .where(and(oneOf(messageAttachments.attachmentId, ids), ne(messages.status, 'streaming')))
    .all()
  for (const { message } of holders) indexMessage(db, message)
}

/** Whether anything refers to a content: nothing else is shown to a window. */
export function isKnown(db: ReadableDb, sha256: string): boolean {
  return (
    prepared(db, 'SELECT 1 FROM attachments WHERE sha256 = ? LIMIT 1').get(sha256) !== undefined
  )
}

export function ofDraft(db: ReadableDb, draftId: string): AttachmentRow[] {
  return all(db, idsOf(db, draftId))
}

/** Makes the row of a file whose content is on the disk, and hangs it on a draft in the same moment. */
export function addToDraft(
  db: WritableDb,
  {
    draftId,
    file,
    now,
  }: {
    draftId: string
    file: Omit<typeof attachments.$inferInsert, 'seq' | 'createdAt'>
    now: number
  },
): AttachmentRow {
  // Purged meanwhile: its draft would keep the file for ever.
  if (draftId !== 'new' && !isConversation(db, draftId)) {
    throw new AppError('not_found', `conversation ${draftId}`)
  }
  const ids = idsOf(db, draftId)
  if (ids.length >= MOST_ATTACHMENTS) {
    throw new AppError('attachment_too_many', undefined, { limit: MOST_ATTACHMENTS })
  }
  db.insert(attachments)
    .values({ ...file, createdAt: now })
    .run()
  const attachmentIds = [...ids, file.id]
  db.insert(drafts)
    .values({ id: draftId, text: '', attachmentIds, updatedAt: now })
    .onConflictDoUpdate({ target: drafts.id, set: { attachmentIds, updatedAt: now } })
    .run()
  return get(db, file.id)
}

/** Takes files off a draft; one that nothing else refers to is forgotten. */
export function removeFromDraft(db: WritableDb, draftId: string, ids: Id[]): void {
  const attachmentIds = idsOf(db, draftId).filter((id) => !ids.includes(id))
  db.update(drafts).set({ attachmentIds }).where(eq(drafts.id, draftId)).run()
  db.delete(drafts)
    .where(and(eq(drafts.id, draftId), eq(drafts.text, ''), sql`attachment_ids = '[]'`))
    .run()
  forgetUnused(db, ids)
}

/** The files of these conversations and of their drafts. */
export function ofConversations(db: ReadableDb, ids: Id[]): Id[] {
  const given = JSON.stringify(ids)
  return prepared(
    db,
    `SELECT attachment_id FROM message_attachments JOIN messages ON messages.id = message_id
       WHERE conversation_id IN (SELECT value FROM json_each(?))
     UNION ALL SELECT files.value FROM drafts, json_each(attachment_ids) AS files
       WHERE drafts.id IN (SELECT value FROM json_each(?))`,
  )
    .pluck()
    .all(given, given) as Id[]
}

/** Forgets those of these files that no message and no draft has; their text goes with them. */
export function forgetUnused(db: WritableDb, ids: Id[]): void {
  prepared(
    db,
    `DELETE FROM attachments WHERE id IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM message_attachments WHERE attachment_id = attachments.id)
       AND NOT EXISTS (SELECT 1 FROM drafts, json_each(attachment_ids) AS files
                       WHERE files.value = attachments.id)`,
  ).run(JSON.stringify(ids))
}

/** The largest contents first. */
export function largest(db: ReadableDb, limit: number): ContentUse[] {
  const rows = db
    .select({ sha256: attachments.sha256 })
    .from(attachments)
    .groupBy(attachments.sha256)
    .orderBy(sql`max(${attachments.bytes}) DESC`, asc(attachments.sha256))
    .limit(limit)
    .all()
  return uses(
    db,
    rows.map(({ sha256 }) => sha256),
  )
}

/** What refers to these contents, in the order given. */
export function uses(db: ReadableDb, contents: string[]): ContentUse[] {
  const conversations = prepared(
    db,
    `SELECT DISTINCT c.id, c.title, c.deleted_at IS NOT NULL AS inTrash
     FROM attachments a JOIN message_attachments l ON l.attachment_id = a.id
       JOIN messages m ON m.id = l.message_id JOIN conversations c ON c.id = m.conversation_id
     WHERE a.sha256 = ? ORDER BY c.updated_at DESC`,
  )
  const drafted = prepared(
    db,
    `SELECT 1 FROM drafts, json_each(attachment_ids) AS files
       JOIN attachments a ON a.id = files.value WHERE a.sha256 = ?`,
  )
  return contents.flatMap((sha256) => {
    const rows = db.select(columns).from(attachments).where(eq(attachments.sha256, sha256)).all()
    const [first] = rows
    if (!first) return []
    const chats = conversations.all(sha256) as { id: Id; title: string; inTrash: 0 | 1 }[]
    return {
      sha256,
      bytes: first.bytes,
      names: [...new Set(rows.map(({ name }) => name))],
      conversations: chats.map((chat) => ({ ...chat, inTrash: chat.inTrash === 1 })),
      isDraft: drafted.get(sha256) !== undefined,
    }
  })
}

/** Every content that is referred to, with its size. */
export function contents(db: ReadableDb): { sha256: string; bytes: number }[] {
  return db
    .selectDistinct({ sha256: attachments.sha256, bytes: attachments.bytes })
    .from(attachments)
    .all()
}

function isConversation(db: ReadableDb, id: Id): boolean {
  return prepared(db, 'SELECT 1 FROM conversations WHERE id = ?').get(id) !== undefined
}

function idsOf(db: ReadableDb, draftId: string): Id[] {
  const row = db.select().from(drafts).where(eq(drafts.id, draftId)).get()
  return row?.attachmentIds ?? []
}
