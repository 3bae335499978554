import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Attachment, AttachmentSource } from '@contract/attachments'
import { LARGEST_ATTACHMENT } from '@contract/values'
import { AppError, toFailure } from '../errors'
import {
  contentFile,
  putBytes,
  putPieces,
  refuseWithoutRoom,
  type Stored,
} from '../storage/attachments'
import { displayName, legalFileName } from '../storage/fileNames'
import { codeOf, writeFileAtomic } from '../storage/files'
import { HEAD_BYTES, LONGEST_TEXT_BYTES, textInBytes, typeInBytes } from '../storage/mediaType'
import { openUserFile } from '../storage/userFile'
import type { Context, Handlers } from './context'
import { viewOf, wholeContent } from './files'

export const attachmentHandlers: Handlers<'attachments'> = {
  'attachments.add': (context, { draftId, source }) => attach(context, draftId, source),

  async 'attachments.choose'(context, { draftId }) {
    const added: Attachment[] = []
    const refused = []
    for (const path of await context.program.attachments.choose()) {
      try {
        added.push(await attach(context, draftId, { path }))
      } catch (error) {
        refused.push({ name: displayName(basename(path)), failure: toFailure(error) })
      }
    }
    return { added, refused }
  },

  'attachments.remove': ({ write }, { draftId, id }) =>
    write.attachments.removeFromDraft(draftId, [id]),

  async 'attachments.ofDraft'(context, { draftId }) {
    const rows = await context.read.attachments.ofDraft(draftId)
    return rows.map((row) => viewOf(context, row))
  },

  async 'attachments.get'(context, { ids }) {
    const rows = await context.read.attachments.all(ids)
    return rows.map((row) => viewOf(context, row))
  },

  async 'attachments.check'({ read, attachmentsFolder }, { id }) {
    const row = await read.attachments.get(id)
    try {
      await wholeContent(attachmentsFolder, row)
      return 'present'
    } catch (error) {
      return toFailure(error).code === 'attachment_missing' ? 'missing' : 'damaged'
    }
  },

  async 'attachments.save'({ read, attachmentsFolder, program }, { id }) {
    const row = await read.attachments.get(id)
    const content = await wholeContent(attachmentsFolder, row)
    const file = await program.attachments.askWhere(legalFileName(row.name))
    if (file === null) return null
    try {
      await writeFileAtomic(file, content, 0o666)
    } catch (error) {
      const isFull = ['ENOSPC', 'EDQUOT'].includes(codeOf(error))
      throw new AppError(isFull ? 'file_disk_full' : 'file_refused', toFailure(error).detail)
    }
    return { file }
  },

  async 'attachments.copy'({ read, attachmentsFolder, program }, { id }) {
    const row = await read.attachments.get(id)
    await program.attachments.copyPicture(await wholeContent(attachmentsFolder, row))
  },

  'attachments.scan': ({ program }, { jobId }) => program.attachments.scan(jobId),

  'attachments.largest': ({ read }, { limit }) => read.attachments.largest(limit),
}

/**
 * Keeps a file and hangs it on a draft. First the bytes, synced and under their hash, then the row: a
 * crash in between leaves a file without a row, which is cleared away later, and never the reverse.
 */
async function attach(context: Context, draftId: string, source: AttachmentSource) {
  const { attachmentsFolder: folder } = context
  const name = displayName('path' in source ? basename(source.path) : source.name)
  const stored = await put(folder, source).catch((error: unknown) => {
    const { code, detail } = toFailure(error)
    throw code === 'disk_full' ? new AppError('attachment_no_room', detail) : error
  })
  const described = await describe(context, stored)
  const row = await context.write.attachments.addToDraft({
    draftId,
    file: { ...stored, ...described, id: context.newId(), name },
    now: context.now(),
  })
  return viewOf(context, row)
}

async function put(folder: string, source: AttachmentSource): Promise<Stored> {
  if ('bytes' in source) {
    refuseTooLarge(source.bytes.length)
    return putBytes(folder, source.bytes)
  }
  const file = await openUserFile(source.path)
  try {
    refuseTooLarge(file.bytes)
    refuseWithoutRoom(folder, file.bytes)
    return await putPieces(folder, file.pieces())
  } finally {
    await file.close()
  }
}

function refuseTooLarge(bytes: number): void {
  if (bytes <= LARGEST_ATTACHMENT) return
  const limit = `${LARGEST_ATTACHMENT / 1_000_000} MB`
  throw new AppError('attachment_too_large', `${bytes} bytes`, { limit })
}

/** By what is in it. A page or a drawing that could run is a text like any other. */
async function describe({ attachmentsFolder, program }: Context, { sha256, bytes }: Stored) {
  const file = contentFile(attachmentsFolder, sha256)
  const content = bytes > LONGEST_TEXT_BYTES ? null : await readFile(file)
  const mediaType = typeInBytes(content ?? (await headOf(file)))
  if (mediaType === 'application/pdf') {
    return { mediaType, extractedText: await program.attachments.textIn(file) }
  }
  const text = mediaType === null && content ? textInBytes(content) : null
  const otherwise = text === null ? 'application/octet-stream' : 'text/plain'
  return { mediaType: mediaType ?? otherwise, extractedText: text }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await openUserFile(path)
  try {
    for await (const piece of file.pieces()) return piece.subarray(0, HEAD_BYTES)
    return new Uint8Array()
  } finally {
    await file.close()
  }
}
