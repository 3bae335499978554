import { encodedFile, missingFile } from '../fileParts'
import type { ForeignConversation, ForeignMessage, ForeignPart, Item } from '../foreign'
import { type Format, itemsOf, type Source } from '../format'
import { parametersOf } from '../parameters'
import { failedPart, saidParts, unknownPart } from '../said'
import {
  isRecord,
  kept,
  list,
  named,
  numeric,
  parsed,
  type Raw,
  record,
  records,
  text,
  timeOf,
  without,
} from '../raw'

// Seen in danny-avila/LibreChat: client/src/hooks/Conversations/useExportConversation.ts. One
// conversation is one file, as a tree or as a list.

const NO_PARENT = '00000000-0000-0000-0000-000000000000'

export const librechat: Format = {
  name: 'librechat',
  recognises: ({ keys }) =>
    keys.has('conversationId') && (keys.has('messagesTree') || keys.has('messages')),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  yield* itemsOf(file, (object) => [{ conversation: readConversation(object) }])
}

function readConversation(raw: Raw): ForeignConversation {
  const options = record(raw['options'])
  const tree = records(raw['messagesTree'])
  return {
    id: text(raw['conversationId']),
    title: text(raw['title']),
    createdAt: null,
    updatedAt: null,
    model: named(options['model']),
    instructions: text(options['promptPrefix']),
    parameters: parametersOf(options),
    currentId: null,
    messages: tree.length > 0 ? flatten(tree) : records(raw['messages']).map(readMessage),
    source: without(raw, 'messages', 'messagesTree'),
  }
}

/** Whose child a message is, says its place: what it says itself may be out of date. */
function flatten(tree: Raw[]): ForeignMessage[] {
  const messages: ForeignMessage[] = []
  const waiting = tree.map((node) => ({ node, parentId: '' })).toReversed()
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const message = readMessage(next.node)
    messages.push({ ...message, parentId: next.parentId || null })
    for (const child of records(next.node['children']).toReversed()) {
      waiting.push({ node: child, parentId: message.id })
    }
  }
  return messages
}

function readMessage(raw: Raw): ForeignMessage {
  const content = list(raw['content']).flatMap(readContent)
  const plain = saidParts(raw['text'], 'librechat')
  const files = records(raw['files']).map((file) =>
    missingFile({ name: text(file['filename']), mediaType: named(file['type']) }),
  )
  const parent = named(raw['parentMessageId'])
  const tokens = numeric(raw['tokenCount'])
  const isUser = raw['isCreatedByUser'] === true
  return {
    id: text(raw['messageId']),
    parentId: parent === NO_PARENT ? null : parent,
    role: isUser ? 'user' : 'assistant',
    status:
      raw['error'] === true ? 'failed' : raw['unfinished'] === true ? 'interrupted' : 'complete',
    parts: [...(content.length > 0 ? content : plain), ...files],
    model: named(raw['model']),
    usage: tokens === undefined || isUser ? null : { outputTokens: tokens },
    rating: ratingOf(record(raw['feedback'])['rating']),
    createdAt: timeOf(raw['createdAt']),
    updatedAt: timeOf(raw['updatedAt']),
    source: without(raw, 'children', 'text', 'content'),
  }
}

function ratingOf(thumb: unknown) {
  return thumb === 'thumbsUp' ? 'up' : thumb === 'thumbsDown' ? 'down' : null
}

function readContent(part: unknown): ForeignPart[] {
  if (!isRecord(part)) return saidParts(part, 'librechat')
  const said = text(part['text']) || text(record(part['text'])['value'])
  switch (part['type']) {
    case 'think':
      return [{ type: 'reasoning', text: text(part['think']) || said }]
    case 'text':
      return said ? [{ type: 'text', text: said }] : []
    case 'tool_call': {
      const call = record(part['tool_call'])
      const known = { callId: text(call['id']), name: text(call['name']) }
      const asked = { type: 'tool_call' as const, ...known, input: kept(parsed(call['args'])) }
      if (call['output'] === undefined || call['output'] === null) return [asked]
      return [asked, { type: 'tool_result', ...known, output: kept(call['output']) }]
    }
    case 'image_file':
    case 'image_url': {
      const picture = record(part['image_file'] ?? part['image_url'])
      const url = text(picture['url'])
      if (url.startsWith('data:')) return [encodedFile({ name: 'image' }, url)]
      return [missingFile({ name: text(picture['filename']) || 'image', mediaType: 'image/png' })]
    }
    case 'error': {
      const detail = named(part['error']) ?? said
      return detail ? [failedPart(detail)] : [unknownPart(part, 'librechat')]
    }
    default:
      return [unknownPart(part, 'librechat')]
  }
}
