import * as z from 'zod'
import { DraftId, Failure, Id } from './entities'
import { FILE_KINDS, FILE_STATES } from './values'

/** A file of a message or a draft, as a window shows it. Its content is at `app://attachments/<sha256>`. */
export const Attachment = z.object({
  id: Id,
  sha256: z.string(),
  bytes: z.number().int(),
  mediaType: z.string(),
  name: z.string(),
  /** What a model can be sent of it. */
  kind: z.enum(FILE_KINDS),
  /** Whether a text was found in it, which can be sent and searched. */
  hasText: z.boolean(),
  state: z.enum(FILE_STATES),
})
export type Attachment = z.infer<typeof Attachment>

/** What a window hands over: a file by its place, or what has none, such as a picture that was copied. */
export const AttachmentSource = z.union([
  z.strictObject({ path: z.string().min(1).max(32_768) }),
  z.strictObject({ name: z.string().max(1000), bytes: z.instanceof(Uint8Array) }),
])
export type AttachmentSource = z.infer<typeof AttachmentSource>

export const NewAttachment = z.strictObject({ draftId: DraftId, source: AttachmentSource })

/** A file that was chosen and could not be attached. */
export const Refused = z.object({
  name: z.string(),
  failure: Failure,
})

/** A content and the chats that refer to it; chats in the trash are among them. */
export const ContentUse = z.object({
  sha256: z.string(),
  bytes: z.number(),
  names: z.array(z.string()),
  conversations: z.array(z.object({ id: Id, title: z.string(), inTrash: z.boolean() })),
  isDraft: z.boolean(),
})
export type ContentUse = z.infer<typeof ContentUse>

/** What the store holds, held against what refers to it. */
export const AttachmentScan = z.object({
  /** Contents that were looked at, and their bytes. */
  files: z.number().int(),
  bytes: z.number(),
  missing: z.array(ContentUse),
  damaged: z.array(ContentUse),
  /** Contents that no message and no draft refers to. */
  orphaned: z.array(z.object({ sha256: z.string(), bytes: z.number() })),
})
export type AttachmentScan = z.infer<typeof AttachmentScan>
