import type { BundleFile } from '../bundle'
import { attachmentOf } from '../content'
import { laterFile, missingFile } from '../fileParts'
import type { ForeignFile, ForeignPart } from '../foreign'
import { isRecord, kept, list, named, type Raw, record, records, text } from '../raw'

/** The file of an export that an id names. */
export type Assets = (id: string) => BundleFile | null

/** A mark in a text at the place of a citation. */
const MARK = /\ue200[^\ue200\ue201]*\ue201/g

/** Thoughts, or how long they took. */
export function thoughtsOf(message: Raw): ForeignPart[] {
  const content = record(message['content'])
  if (content['content_type'] === 'reasoning_recap') return []
  const thoughts = records(content['thoughts'])
    .map((each) => [text(each['summary']), text(each['content'])].filter(Boolean).join('\n'))
    .join('\n\n')
  return thoughts ? [{ type: 'reasoning', text: thoughts }] : []
}

/** What a message says, and its files. `callId` is the message before it, which a tool answers. */
export function partsOf(message: Raw, callId: string | null, assets: Assets): ForeignPart[] {
  const content = record(message['content'])
  const { role, name } = record(message['author'])
  const attached = records(record(message['metadata'])['attachments'])
  const recipient = text(message['recipient'])
  if (role === 'assistant' && recipient !== '' && recipient !== 'all') {
    return [
      { type: 'tool_call', callId: text(message['id']), name: recipient, input: said(content) },
    ]
  }
  const files = filesOf(content, attached, assets)
  if (role === 'tool' && isTextual(content)) {
    const known = { callId: callId ?? '', name: text(name) }
    return [{ type: 'tool_result', ...known, output: said(content) }, ...files]
  }
  return [...contentParts(content, record(message['metadata'])), ...files]
}

function isTextual({ content_type: type }: Raw): boolean {
  return ['text', 'code', 'execution_output', 'tether_browsing_display'].includes(text(type))
}

function said(content: Raw) {
  const parts = list(content['parts']).filter((part) => typeof part === 'string')
  const plain = named(content['text']) ?? named(content['result']) ?? parts.join('\n')
  return plain || kept(content)
}

function contentParts(content: Raw, metadata: Raw): ForeignPart[] {
  const type = text(content['content_type'])
  switch (type) {
    case 'text':
    case 'multimodal_text':
      return list(content['parts']).flatMap((part) =>
        typeof part === 'string' ? citedText(part, metadata) : objectPart(record(part)),
      )
    case 'code': {
      const language = text(content['language'])
      return [{ type: 'code', language, text: text(content['text']) }]
    }
    case 'tether_quote': {
      const [url, title] = [text(content['url']), named(content['title'])]
      return [{ type: 'citation', url, ...(title && { title }), text: text(content['text']) }]
    }
    default: {
      const plain = text(content['text'])
      const unknown = { type: 'unknown' as const, origin: `chatgpt:${type}`, data: kept(content) }
      return type === '' && plain ? [{ type: 'text', text: plain }] : [unknown]
    }
  }
}

/** The text with its marks as links, and what they cite. */
function citedText(marked: string, metadata: Raw): ForeignPart[] {
  const references = records(metadata['content_references'])
  const byMark = new Map(references.map((each) => [text(each['matched_text']), each]))
  const cited = references.flatMap((reference) =>
    records(reference['items']).flatMap((item): ForeignPart[] => {
      const [url, title, snippet] = [
        named(item['url']),
        named(item['title']),
        named(item['snippet']),
      ]
      if (!url) return []
      return [{ type: 'citation', url, ...(title && { title }), ...(snippet && { text: snippet }) }]
    }),
  )
  const plain = marked.replaceAll(MARK, (mark) => text(byMark.get(mark)?.['alt']))
  return plain ? [{ type: 'text', text: plain }, ...cited] : cited
}

function objectPart(part: Raw): ForeignPart[] {
  const transcribed = text(part['text'])
  if (part['content_type'] === 'audio_transcription' && transcribed) {
    return [{ type: 'text', text: transcribed }]
  }
  // Told of as files.
  if (pointersOf(part).length > 0) return []
  const origin = `chatgpt:${text(part['content_type'])}`
  return [{ type: 'unknown', origin, data: kept(part) }]
}

/** A picture, a recording, or the several recordings of one. */
function pointersOf(part: Raw): string[] {
  const inner = Object.values(part).filter(isRecord)
  return [part, ...inner].flatMap((each) => named(each['asset_pointer']) ?? [])
}

/** Pointed at or attached: each once, by the name that it was attached with. */
function filesOf(content: Raw, attached: Raw[], assets: Assets): ForeignFile[] {
  const pointed = records(content['parts'])
    .flatMap(pointersOf)
    .map((pointer) => pointer.replace(/^[a-z-]+:\/\//, '').replace(/[?#].*$/, ''))
  const byId = new Map(attached.map((each) => [text(each['id']), each]))
  return [...new Set([...pointed, ...byId.keys()])].map((id) => {
    const known = byId.get(id)
    const described = { name: named(known?.['name']) ?? id, mediaType: named(known?.['mime_type']) }
    const asset = assets(id)
    return asset ? laterFile(described, () => attachmentOf(asset)) : missingFile(described)
  })
}
