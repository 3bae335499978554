import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Attachment, ExportedMessage } from '../../db/exports'
import { leaveOut, type Tally } from './tally'

/** Bytes of one file that still become a line of text. */
const LARGEST_FILE = 64 * 1024 * 1024

/** The files of a message with their contents, which lie in `folder`. */
export function attachedOf(tally: Tally, { attachments }: ExportedMessage, folder: string) {
  if (attachments.length === 0) return {}
  return { attachedFiles: attachments.map((file) => fileOf(tally, file, folder)) }
}

/** A file with its content, unless that is gone or too large for a line of JSON. */
function fileOf(tally: Tally, file: Attachment, folder: string) {
  const described = { id: file.id, name: file.name, type: file.mediaType, size: file.bytes }
  const bytes = bytesOf(join(folder, file.sha256.slice(0, 2), file.sha256))
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

function bytesOf(path: string): Buffer | null {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && found.size <= LARGEST_FILE ? readFileSync(path) : null
}
