import { createHash } from 'node:crypto'
import { asc, eq, isNull } from 'drizzle-orm'
import type { WritableDb } from '../../../src-main/db/open'
import { upwards } from '../../../src-main/db/projectTree'
import {
  attachments,
  conversations,
  messageAttachments,
  messages,
} from '../../../src-main/db/schema/chat'
import { tags } from '../../../src-main/db/schema/library'
import { withTags } from '../../../src-main/db/conversationRows'

/**
 * What a conversation is in any database: its tree without ids, everything that was said, by whom, when
 * and how well, with the files by their content.
 */
export function treesIn(db: WritableDb) {
  const rows = db.select().from(conversations).where(isNull(conversations.deletedAt)).all()
  const names = new Map(
    db
      .select()
      .from(tags)
      .all()
      .map(({ id, name }) => [id, name]),
  )
  return withTags(
    db,
    rows.toSorted((one, other) => one.seq - other.seq),
  ).map((row) => {
    const said = db
      .select()
      .from(messages)
      .where(eq(messages.conversationId, row.id))
      .orderBy(asc(messages.seq))
      .all()
    const place = new Map(said.map(({ id }, index) => [id, index]))
    const { title, pinned, archived, model, parameters, instructions } = row
    return {
      title,
      pinned,
      archived,
      model,
      parameters,
      instructions,
      times: [row.createdAt, row.updatedAt],
      shown: place.get(row.currentMessageId ?? '') ?? null,
      projects: upwards(db, row.projectId).map(({ name, instructions }) => [name, instructions]),
      tags: row.tagIds.map((id) => names.get(id)),
      messages: said.map((message) => {
        const { role, status, model, usage, timings, rating, createdAt, updatedAt } = message
        const files = new Map(filesOf(db, message.id).map((file) => [file.id, file]))
        return {
          role,
          status,
          model,
          usage,
          timings,
          rating,
          createdAt,
          updatedAt,
          parent: place.get(message.parentId ?? '') ?? null,
          parts: message.parts.map((part) => {
            if (part.type !== 'attachment') return part
            const { sha256, mediaType, extractedText } = files.get(part.attachmentId) ?? {}
            return { type: part.type, name: part.name, sha256, mediaType, extractedText }
          }),
        }
      }),
    }
  })
}

export function treeHash(db: WritableDb): string {
  return createHash('sha256')
    .update(JSON.stringify(treesIn(db)))
    .digest('hex')
}

function filesOf(db: WritableDb, messageId: string) {
  return db
    .select({
      id: attachments.id,
      sha256: attachments.sha256,
      mediaType: attachments.mediaType,
      extractedText: attachments.extractedText,
    })
    .from(messageAttachments)
    .innerJoin(attachments, eq(attachments.id, messageAttachments.attachmentId))
    .where(eq(messageAttachments.messageId, messageId))
    .all()
}
