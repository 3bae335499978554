import { encodedFile, missingFile } from './fileParts'
import type { ForeignPart } from './foreign'
import { isRecord, kept, record, text } from './raw'

/**
 * What a message says: a text, or the list of texts, pictures and other blocks that programs write who talk
 * to servers as OpenAI does. What is neither is kept as it came: nothing that was said is left out because
 * a program writes it in a new way.
 */
export function saidParts(content: unknown, origin: string): ForeignPart[] {
  if (content === undefined || content === null || content === '') return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  if (Array.isArray(content)) return content.flatMap((block) => readBlock(block, origin))
  if (isRecord(content)) return [unknownPart(content, origin)]
  return [{ type: 'unknown', origin, data: kept(content) }]
}

/** A block of no known kind, as it came. */
export function unknownPart(block: unknown, origin: string): ForeignPart {
  return { type: 'unknown', origin: `${origin}:${text(record(block)['type'])}`, data: kept(block) }
}

/** What a server said in the place of an answer. */
export function failedPart(detail: string): ForeignPart {
  return { type: 'error', error: { code: 'provider_failed', detail } }
}

function readBlock(block: unknown, origin: string): ForeignPart[] {
  if (!isRecord(block)) return saidParts(block, origin)
  const said = text(block['text'])
  switch (block['type']) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return said ? [{ type: 'text', text: said }] : []
    case 'image_url': {
      const url = text(block['image_url']) || text(record(block['image_url'])['url'])
      return [
        url.startsWith('data:') ? encodedFile({ name: 'image' }, url) : missingFile({ name: url }),
      ]
    }
    default:
      return [unknownPart(block, origin)]
  }
}
