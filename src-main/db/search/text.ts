import type { Part } from '@contract/entities'
import type { ReadableDb } from '../open'
import { prepared } from '../prepared'

/** What a message holds, as bits of `search_entries.has`. */
export const HAS = { image: 1, code: 2, file: 4 } as const

const IMAGE_NAME = /\.(png|jpe?g|gif|webp|avif|bmp|svg|heic|tiff?)$/i

/** All that can be found in a message, part by part; the text of its files is read from the database. */
export function searchableText(db: ReadableDb, parts: Part[]): string {
  return parts.map((part) => partText(db, part)).join('\n')
}

function partText(db: ReadableDb, part: Part): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'code':
      return part.text
    case 'tool_call':
      return `${part.name} ${readable(part.input)}`
    case 'tool_result':
      return `${part.name} ${readable(part.output)}`
    case 'attachment':
      return `${part.name}\n${extractedText(db, part.attachmentId)}`
    case 'citation':
      return [part.title, part.url, part.text].filter(Boolean).join(' ')
    case 'error':
      return part.error.detail ?? ''
    case 'unknown':
      return readable(part.data)
  }
}

/** As the window shows it: text as it is, anything else as JSON. */
function readable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function extractedText(db: ReadableDb, id: string): string {
  const found = prepared(db, 'SELECT extracted_text FROM attachments WHERE id = ?')
    .pluck()
    .get(id) as string | null | undefined
  return found ?? ''
}

/** The bits of `HAS` for these parts. */
export function contents(parts: Part[]): number {
  let bits = 0
  for (const part of parts) {
    if (part.type === 'attachment') bits |= IMAGE_NAME.test(part.name) ? HAS.image : HAS.file
    else if (part.type === 'code') bits |= HAS.code
    else if (part.type === 'text' && part.text.includes('```')) bits |= HAS.code
  }
  return bits
}
