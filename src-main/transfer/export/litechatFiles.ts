import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { Attachment, ExportedMessage } from '../../db/exports'
import { contentFile } from '../../storage/attachments'
import { leaveOut, type Tally } from './tally'

/** Bytes of one file that still become a line of text. */
const LARGEST_FILE = 64 * 1024 * 1024

/** The content of an attached file by its hash; null where it is gone, changed or too large for a line. */
export type ContentOf = (sha256: string) => Buffer | null

/** Contents in the folder of a profile; without `isRead` it is only seen whether they are there. */
export function contentsIn(folder: string | undefined, isRead: boolean): ContentOf {
  return (sha256) => {
    if (folder === undefined) return null
    const path = contentFile(folder, sha256)
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || found.size > LARGEST_FILE) return null
    if (!isRead) return Buffer.alloc(0)
    const content = readFileSync(path)
    return createHash('sha256').update(content).digest('hex') === sha256 ? content : null
  }
}

/** The files of a message, with their contents. */
export function attachedOf(tally: Tally, { attachments }: ExportedMessage, contentOf: ContentOf) {
  if (attachments.length === 0) return {}
  return { attachedFiles: attachments.map((file) => fileOf(tally, file, contentOf)) }
}

/** A file with its content, unless that is gone or too large for a line of JSON. */
function fileOf(tally: Tally, file: Attachment, contentOf: ContentOf) {
  const described = { id: file.id, name: file.name, type: file.mediaType, size: file.bytes }
  const bytes = contentOf(file.sha256)
  if (bytes === null) {
    leaveOut(tally, 'attachments', 'content')
    return {
      ...described,
      source: 'vfs',
      path: `/${file.name}`,
      ...(file.extractedText !== null && { extractedText: file.extractedText }),
    }
  }
  if (file.extractedText !== null && Buffer.from(file.extractedText, 'utf8').equals(bytes)) {
    return { ...described, source: 'direct', contentText: file.extractedText }
  }
  return {
    ...described,
    source: 'direct',
    contentBase64: bytes.toString('base64'),
    ...(file.extractedText !== null && { extractedText: file.extractedText }),
  }
}
