import * as z from 'zod'
import { Attachment, AttachmentScan, ContentUse, NewAttachment, Refused } from '../attachments'
import { DraftId, Id } from '../entities'
import { FILE_STATES } from '../values'
import { byId, call, nothing } from './call'

/** What a window asks of files: those of what is being typed, and those of messages. */
export const attachmentCalls = {
  /** The content is on the disk and the draft names it before this answers. */
  'attachments.add': call(NewAttachment, Attachment),
  /** Asks for files in the system's own dialog, and attaches those that can be. */
  'attachments.choose': call(
    z.strictObject({ draftId: DraftId }),
    z.object({ added: z.array(Attachment), refused: z.array(Refused) }),
  ),
  /** Takes a file off a draft. */
  'attachments.remove': call(z.strictObject({ draftId: DraftId, id: Id }), nothing),
  'attachments.ofDraft': call(z.strictObject({ draftId: DraftId }), z.array(Attachment)),
  /** Those of these that are known, in any order. */
  'attachments.get': call(z.strictObject({ ids: z.array(Id).max(500) }), z.array(Attachment)),
  /** Reads the content whole. */
  'attachments.check': call(byId, z.enum(FILE_STATES)),
  /** Asks where to, and writes the file there; null where the dialog was closed. */
  'attachments.save': call(byId, z.object({ file: z.string() }).nullable()),
  /** Puts a picture into the clipboard. */
  'attachments.copy': call(byId, nothing),
  /** Reads every content; null where it was cancelled. */
  'attachments.scan': call(z.strictObject({ jobId: Id }), AttachmentScan.nullable()),
  'attachments.largest': call(
    z.strictObject({ limit: z.number().int().min(1).max(500) }),
    z.array(ContentUse),
  ),
} as const
