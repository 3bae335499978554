import { encodedFile, missingFile } from '../fileParts'
import type {
  ForeignConversation,
  ForeignFile,
  ForeignMessage,
  ForeignPart,
  Item,
} from '../foreign'
import { damagedAt, type Format, objectsOf, type Source } from '../format'
import { linear } from '../linear'
import { kept, named, type Raw, record, records, text, timeOf, usageOf, without } from '../raw'

// Seen in nbonamy/witsy: src/main/history.ts. Old files are a list of chats without folders.

export const witsy: Format = {
  name: 'witsy',
  recognises: ({ outer, keys }) =>
    outer === 'object'
      ? keys.has('chats') && keys.has('folders')
      : keys.has('uuid') && keys.has('messages.uuid'),
  accompanies: (name) => /(?:^|\/)(?:settings|experts|commands)\.json$/.test(name),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  for await (const { object, offset } of objectsOf(file)) {
    if (object === null) yield damagedAt(offset)
    else if (object['uuid'] !== undefined) yield { conversation: readChat(object, []) }
    else {
      const folders = records(object['folders'])
      for (const chat of records(object['chats'])) yield { conversation: readChat(chat, folders) }
    }
  }
}

function readChat(raw: Raw, folders: Raw[]): ForeignConversation {
  const uuid = text(raw['uuid'])
  const folder = folders.find(({ chats }) => Array.isArray(chats) && chats.includes(uuid))
  // Every chat begins with what the model is told, most often with nothing.
  const messages = linear(
    records(raw['messages'])
      .filter((each) => each['role'] !== 'system' || text(each['content']) !== '')
      .map(readMessage),
  )
  return {
    id: uuid,
    title: text(raw['title']),
    createdAt: timeOf(raw['createdAt']),
    updatedAt: timeOf(raw['lastModified']),
    model: named(raw['model']),
    projects: folder ? [{ id: text(folder['id']), name: text(folder['name']) }] : [],
    currentId: messages.at(-1)?.id ?? null,
    messages,
    source: without(raw, 'messages'),
  }
}

function readMessage(raw: Raw): ForeignMessage {
  const { role } = raw
  const isFailed = raw['transient'] === true
  return {
    id: text(raw['uuid']),
    parentId: null,
    role: role === 'user' || role === 'system' ? role : 'assistant',
    status: isFailed ? 'interrupted' : 'complete',
    parts: partsOf(raw),
    model: named(raw['model']),
    usage: usageOf(record(raw['usage'])),
    createdAt: timeOf(raw['createdAt']),
    source: without(raw, 'reasoning', 'attachments'),
  }
}

function partsOf(raw: Raw): ForeignPart[] {
  const parts: ForeignPart[] = []
  const thought = text(raw['reasoning'])
  if (thought) parts.push({ type: 'reasoning', text: thought })
  for (const call of records(raw['toolCalls'])) {
    const known = { callId: text(call['id']), name: text(call['name']) }
    parts.push({ type: 'tool_call', ...known, input: kept(call['params'] ?? call['args']) })
    if (call['result'] !== undefined && call['result'] !== null) {
      parts.push({ type: 'tool_result', ...known, output: kept(call['result']) })
    }
  }
  // Marks the place of a call in the text, and says nothing else.
  const said = text(raw['content']).replaceAll(/<tool (?:index|id)="[^"]*"><\/tool>/g, '')
  if (said) parts.push({ type: 'text', text: said })
  return [...parts, ...records(raw['attachments']).map(readAttachment)]
}

function readAttachment(raw: Raw): ForeignFile {
  const name = text(raw['title']) || text(raw['url']) || 'file'
  const described = { name, mediaType: named(raw['mimeType']) }
  const content = text(raw['content'])
  if (raw['extracted'] === true) return missingFile({ ...described, text: content })
  return encodedFile(described, content)
}
