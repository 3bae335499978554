import { extname } from 'node:path'
import { Buffer } from 'node:buffer'
import { displayName } from '../storage/fileNames'
import type { ForeignFile } from './foreign'

// How files come in a chat: as a data URL, as base64, as their text, or only by name.

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.mp4': 'video/mp4',
}

interface Described {
  name: string
  mediaType?: string | null
  text?: string | null
}

/** A file whose content is not in what is imported. */
export function missingFile(file: Described): ForeignFile {
  return describe(file, null)
}

/** A file that is read when it is needed. */
export function laterFile(file: Described, bytes: ForeignFile['bytes']): ForeignFile {
  return describe(file, bytes)
}

/** A text that was attached: its content is all there is of the file. */
export function textFile(file: Described & { text: string }): ForeignFile {
  return describe(file, () => Promise.resolve(Buffer.from(file.text, 'utf8')))
}

/** Content in base64, with or without `data:` before it. Anything else is a missing file. */
export function encodedFile(file: Described, encoded: string): ForeignFile {
  const url = /^data:([^;,]{0,100})(?:;[^,]{0,200})?,/.exec(encoded)
  if (url && !url[0].endsWith(';base64,')) return missingFile(file)
  const base64 = url ? encoded.slice(url[0].length) : encoded
  const mediaType = file.mediaType ?? (url?.[1] || null)
  if (base64 === '') return missingFile(file)
  return describe({ ...file, mediaType }, () => Promise.resolve(Buffer.from(base64, 'base64')))
}

function describe({ name, mediaType, text }: Described, bytes: ForeignFile['bytes']): ForeignFile {
  const shown = displayName(name)
  const type = mediaType ?? mediaTypeOf(shown, 'application/octet-stream')
  return { type: 'file', name: shown, mediaType: type.slice(0, 200), text: text ?? null, bytes }
}

/** By the name's ending; `otherwise` where it says nothing. */
export function mediaTypeOf(name: string, otherwise: string): string {
  return MEDIA_TYPES[extname(name).toLowerCase()] ?? otherwise
}
