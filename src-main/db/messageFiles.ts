import { eq } from 'drizzle-orm'
import type { Id, Message } from '@contract/entities'
import { AppError } from '../errors'
import { all, removeFromDraft } from './attachments'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import { drafts, messageAttachments } from './schema/chat'

/** What was attached while the question was on its way stays for the next one. */
export function endDraft(db: WritableDb, draftId: string, added: Message[]): void {
  db.update(drafts).set({ text: '' }).where(eq(drafts.id, draftId)).run()
  removeFromDraft(db, draftId, added.flatMap(filesOf))
}

/** Notes which files a message refers to. Throws `not_found` for one that is not there. */
export function linkFiles(db: WritableDb, message: Message): void {
  const ids = filesOf(message)
  if (ids.length === 0) return
  const known = new Set(all(db, ids).map(({ id }) => id))
  const missing = ids.find((id) => !known.has(id))
  if (missing) throw new AppError('not_found', `attachment ${missing}`)
  const links = ids.map((attachmentId, position) => ({
    messageId: message.id,
    attachmentId,
    position,
  }))
  db.insert(messageAttachments).values(links).run()
}

function filesOf({ parts }: Message): Id[] {
  return parts.flatMap((part) => (part.type === 'attachment' ? part.attachmentId : []))
}

/** Characters of text in the files of a message. */
export function lengthOfFiles(db: ReadableDb, message: Message): number {
  if (filesOf(message).length === 0) return 0
  return prepared(
    db,
    `SELECT total(length(extracted_text)) FROM attachments
     JOIN message_attachments ON attachment_id = attachments.id WHERE message_id = ?`,
  )
    .pluck()
    .get(message.id) as number
}
