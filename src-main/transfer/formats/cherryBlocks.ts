import type { BundleFile } from '../bundle'
import { attachmentOf } from '../content'
import { encodedFile, laterFile, missingFile } from '../fileParts'
import type { ForeignFile, ForeignPart } from '../foreign'
import { kept, named, numeric, type Raw, record, text } from '../raw'
import { failedPart, unknownPart } from '../said'

/** Finds a file of the backup by the end of its path, which was one of another computer. */
export type FindFile = (path: string) => BundleFile | null

/** What one block of a message says. */
export function readBlock(block: Raw, find: FindFile): ForeignPart[] {
  const content = text(block['content'])
  switch (block['type']) {
    case 'main_text':
      return content ? [{ type: 'text', text: content }] : []
    case 'thinking': {
      const milliseconds = numeric(block['thinking_millsec'])
      const time = milliseconds === undefined ? {} : { milliseconds }
      return [{ type: 'reasoning', text: content, ...time }]
    }
    case 'code':
      return [{ type: 'code', language: text(block['language']), text: content }]
    case 'image':
    case 'file':
      return [readFile(block, find)]
    case 'tool': {
      const known = { callId: text(block['toolId']), name: text(block['toolName']) }
      const call = { type: 'tool_call' as const, ...known, input: kept(block['arguments']) }
      if (block['content'] === undefined) return [call]
      return [call, { type: 'tool_result', ...known, output: kept(block['content']) }]
    }
    case 'error': {
      const detail = named(record(block['error'])['message'])
      if (detail) return [failedPart(detail)]
      return [unknownPart(block, 'cherry-studio')]
    }
    default:
      return [unknownPart(block, 'cherry-studio')]
  }
}

function readFile(block: Raw, find: FindFile): ForeignFile {
  const file = record(block['file'])
  const stored = named(file['name']) ?? `${text(file['id'])}${text(file['ext'])}`
  const url = text(block['url'])
  const name = named(file['origin_name']) ?? (stored || 'picture')
  if (url.startsWith('data:')) return encodedFile({ name }, url)
  const found = find(stored)
  return found ? laterFile({ name }, () => attachmentOf(found)) : missingFile({ name })
}
