import { readFile } from 'node:fs/promises'
import type { Attachment } from '@contract/attachments'
import type { Id, Message } from '@contract/entities'
import type { AttachmentRow } from '../db/attachments'
import { AppError } from '../errors'
import type { SentFile } from '../providers/provider'
import { type FileKind, kindOf } from '../providers/takes'
import { contentFile, stateOf } from '../storage/attachments'
import { isMissing } from '../storage/files'
import type { Context } from './context'

/** Bytes of pictures and documents in one request; the newest of a chat come first. */
const MOST_SENT = 32 * 1024 * 1024
/** Names that are told of what was not sent. */
const MOST_NAMED = 20

/** As a window sees it. */
export function viewOf(
  { attachmentsFolder }: Pick<Context, 'attachmentsFolder'>,
  row: AttachmentRow,
): Attachment {
  return { ...row, kind: kindOf(row), state: stateOf(attachmentsFolder, row) }
}

/** What is sent of a branch's files, and the names of those that are not. */
export async function filesFor(
  context: Pick<Context, 'attachmentsFolder' | 'read'>,
  branch: Message[],
  takes: FileKind[],
): Promise<{ files: Map<Id, SentFile>; omitted: string[] }> {
  const ids = branch.filter(({ role }) => role === 'user').flatMap(idsOf)
  const files = new Map<Id, SentFile>()
  if (ids.length === 0) return { files, omitted: [] }
  const rows = await context.read.attachments.all([...new Set(ids)].toReversed())
  const omitted: string[] = []
  let room = MOST_SENT
  for (const row of rows) {
    const kind = kindOf(row)
    let found = takes.includes(kind) ? await read(context, row, kind, room) : null
    // Where the document itself is not taken, what it says is.
    if (!found && kind === 'pdf' && row.hasText && takes.includes('text')) {
      found = await readText(context, row)
    }
    if (!found) omitted.unshift(row.name)
    else files.set(row.id, found)
    if (found && 'bytes' in found) room -= row.bytes
  }
  return { files, omitted: omitted.slice(-MOST_NAMED) }
}

/** A content that is what it was when it was saved. Throws `attachment_missing` or `attachment_damaged`. */
export async function wholeContent(
  folder: string,
  { sha256, name }: Pick<AttachmentRow, 'sha256' | 'name'>,
): Promise<Buffer<ArrayBuffer>> {
  let content: Buffer<ArrayBuffer>
  try {
    content = await readFile(contentFile(folder, sha256))
  } catch (error) {
    throw new AppError(isMissing(error) ? 'attachment_missing' : 'attachment_damaged', name)
  }
  // In a thread of its own: this one draws no window, but every window waits for it.
  const digest = await crypto.subtle.digest('SHA-256', content)
  if (Buffer.from(digest).toString('hex') === sha256) return content
  throw new AppError('attachment_damaged', name)
}

async function read(
  context: Pick<Context, 'attachmentsFolder' | 'read'>,
  row: AttachmentRow,
  kind: FileKind,
  room: number,
): Promise<SentFile | null> {
  const { name, mediaType } = row
  if (kind === 'text') return readText(context, row)
  if (row.bytes > room) return null
  try {
    return { name, mediaType, bytes: await wholeContent(context.attachmentsFolder, row) }
  } catch (error) {
    // A question is worth more than a picture that is gone: it is asked, and the loss is said.
    if (error instanceof AppError) return null
    throw error
  }
}

async function readText({ read: { attachments } }: Pick<Context, 'read'>, row: AttachmentRow) {
  const text = await attachments.textOf(row.id)
  return text === null ? null : { name: row.name, text }
}

function idsOf({ parts }: Message): Id[] {
  return parts.flatMap((part) => (part.type === 'attachment' ? part.attachmentId : []))
}
