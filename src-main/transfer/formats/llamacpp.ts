import type { Message, Part } from '@contract/entities'
import { AppError } from '../../errors'
import { utf8Of } from '../content'
import { encodedFile, missingFile, textFile } from '../fileParts'
import type { ForeignConversation, ForeignMessage, ForeignPart, Item } from '../foreign'
import { damagedAt, type Format, objectsOf, type Source } from '../format'
import { piecesOf } from '../pieces'
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
import { saidParts, unknownPart } from '../said'
import type { Shape } from '../shape'

// The web page of llama.cpp's server. Seen in ggml-org/llama.cpp: tools/server/webui/src/lib/services/
// database.service.ts and types/database.d.ts, later tools/ui/src/lib/services/
// conversation-transfer.service.ts. BodhiChat (BodhiSearch/BodhiApp) wrote the same with `userId`.

/** Bytes of one session, which is held until the next one begins. */
const LARGEST_SESSION = 512 * 1024 * 1024

function isTree(shape: Shape): boolean {
  return shape.keys.has('conv') && shape.keys.has('messages') && !shape.keys.has('format')
}

function isBodhi({ keys }: Shape): boolean {
  return keys.has('conv.userId') || keys.has('conv.isPinned')
}

/** One conversation `{conv, messages}` or a list of them. */
export const llamacpp: Format = {
  name: 'llamacpp',
  recognises: (shape) => isTree(shape) && !isBodhi(shape),
  read: readTrees,
}

export const bodhichat: Format = {
  name: 'bodhichat',
  recognises: (shape) => isTree(shape) && isBodhi(shape),
  read: readTrees,
}

/** A session and its messages line by line, and more sessions below. */
export const llamacppLines: Format = {
  name: 'llamacpp',
  recognises: ({ outer, keys, texts }) =>
    outer === 'object' &&
    texts.get('type') === 'session' &&
    (keys.has('harness') || keys.has('id')),
  read: readLines,
}

async function* readTrees({ file }: Source): AsyncGenerator<Item> {
  for await (const { object, offset } of objectsOf(file)) {
    const conv = object?.['conv']
    if (isRecord(conv)) yield { conversation: readTree(conv, records(object?.['messages'])) }
    else yield damagedAt(offset)
  }
}

async function* readLines({ file }: Source): AsyncGenerator<Item> {
  let session: Raw | null = null
  let messages: Raw[] = []
  let from = 0
  for await (const { value, offset, damaged } of piecesOf(utf8Of(file), 'documents')) {
    const line = record(value)
    const isSession = line['type'] === 'session'
    if (offset - from > LARGEST_SESSION) throw new AppError('import_too_large', `byte ${from}`)
    if (isSession && session) yield { conversation: readTree(session, messages) }
    if (isSession) {
      session = line
      messages = []
      from = offset
    } else if (line['type'] === 'message' && session) messages.push(record(line['message']))
    else if (damaged || line['type'] === 'message') yield damagedAt(offset)
  }
  if (session) yield { conversation: readTree(session, messages) }
}

function readTree(conv: Raw, nodes: Raw[]): ForeignConversation {
  const calls = new Map(nodes.flatMap(toolCalls).map((call) => [call.callId, call.name]))
  // What stands above all is made once for each conversation and never shown.
  const shown = nodes.filter((node) => node['type'] !== 'root')
  return {
    id: text(conv['id']),
    title: text(conv['name']),
    createdAt: null,
    updatedAt: timeOf(conv['lastModified']),
    pinned: conv['pinned'] === true || conv['isPinned'] === true,
    currentId: named(conv['currNode']),
    messages: shown.map((node) => readNode(node, calls)),
    source: without(conv),
  }
}

function readNode(node: Raw, calls: Map<string, string>): ForeignMessage {
  const { usage, timings } = measured(record(node['timings']))
  return {
    id: text(node['id']),
    parentId: named(node['parent']),
    role: roleOf(node['role']),
    parts: partsOf(node, calls),
    model: named(node['model']),
    createdAt: timeOf(node['timestamp']),
    usage,
    timings,
    source: without(node, 'content', 'thinking', 'reasoningContent', 'extra'),
  }
}

/** A tool's answer stands on the side of the model that asked for it. */
function roleOf(role: unknown): Message['role'] {
  return role === 'user' || role === 'system' ? role : 'assistant'
}

function partsOf(node: Raw, calls: Map<string, string>): ForeignPart[] {
  const parts: ForeignPart[] = []
  const { content } = node
  const thought = text(node['thinking']) || text(node['reasoningContent'])
  if (thought) parts.push({ type: 'reasoning', text: thought })
  if (node['role'] === 'tool') {
    const callId = text(node['toolCallId'])
    parts.push({
      type: 'tool_result',
      callId,
      name: calls.get(callId) ?? '',
      output: kept(content),
    })
  } else if (node['type'] === 'think' && typeof content === 'string') {
    parts.push({ type: 'reasoning', text: content })
  } else parts.push(...saidParts(content, 'llamacpp'))
  return [...parts, ...toolCalls(node), ...records(node['extra']).flatMap(readExtra)]
}

/** A list, in the database of the page a text with a list in it. */
function toolCalls(node: Raw): Extract<Part, { type: 'tool_call' }>[] {
  return records(parsed(node['toolCalls'])).map((call) => {
    const { name, arguments: input } = record(call['function'])
    return {
      type: 'tool_call',
      callId: text(call['id']),
      name: text(name),
      input: kept(parsed(input)),
    }
  })
}

function readExtra(extra: Raw): ForeignPart[] {
  const name = text(extra['name']) || 'file'
  const content = text(extra['content'])
  const encoded = text(extra['base64Url']) || text(extra['base64Data'])
  const mediaType = named(extra['mimeType'])
  switch (extra['type']) {
    case 'imageFile':
    case 'IMAGE':
    case 'audioFile':
    case 'AUDIO':
    case 'VIDEO':
      return [encodedFile({ name, mediaType }, encoded)]
    case 'textFile':
    case 'TEXT':
    case 'context':
      return [textFile({ name, mediaType: mediaType ?? 'text/plain', text: content })]
    case 'pdfFile':
    case 'PDF': {
      const described = { name, mediaType: 'application/pdf', text: content }
      if (encoded) return [encodedFile(described, encoded)]
      const pages = list(extra['images']).map((page, index) =>
        encodedFile({ name: `${name}-${index + 1}.png` }, text(page)),
      )
      return [missingFile(described), ...pages]
    }
    default:
      return [unknownPart(extra, 'llamacpp')]
  }
}

/** `prompt_n` counts what was not in the cache, which `cache_n` does. */
function measured(raw: Raw): Pick<ForeignMessage, 'usage' | 'timings'> {
  const [input, output] = [numeric(raw['prompt_n']), numeric(raw['predicted_n'])]
  const [before, during] = [numeric(raw['prompt_ms']), numeric(raw['predicted_ms'])]
  const inputTokens = input === undefined ? undefined : input + (numeric(raw['cache_n']) ?? 0)
  const isCounted = inputTokens !== undefined || output !== undefined
  return {
    usage: isCounted ? { inputTokens, outputTokens: output } : null,
    timings:
      during === undefined
        ? null
        : { ...(before !== undefined && { firstToken: before }), total: (before ?? 0) + during },
  }
}
