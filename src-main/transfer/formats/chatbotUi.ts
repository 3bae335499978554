import type { ForeignConversation, ForeignMessage, Item } from '../foreign'
import { damagedAt, type Format, objectsOf, type Source } from '../format'
import { parametersOf } from '../parameters'
import { named, type Raw, record, records, text, without } from '../raw'
import { saidParts } from '../said'

// The first Chatbot UI, whose file many clones of ChatGPT write too. Seen in danny-avila/LibreChat:
// api/server/utils/import/__data__/chatbotui-export.json. Messages have neither ids nor times.

export const chatbotUi: Format = {
  name: 'chatbot-ui',
  recognises: ({ outer, keys }) =>
    outer === 'object' && keys.has('version') && keys.has('history') && !keys.has('conv'),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  for await (const { object, offset } of objectsOf(file)) {
    if (object === null) {
      yield damagedAt(offset)
      continue
    }
    const folders = new Map(records(object['folders']).map((each) => [text(each['id']), each]))
    for (const each of records(object['history'])) {
      yield { conversation: readConversation(each, folders.get(text(each['folderId']))) }
    }
    for (const prompt of records(object['prompts'])) {
      yield { skipped: { what: `prompts: ${text(prompt['name'])}`, reason: 'unsupported' } }
    }
  }
}

function readConversation(raw: Raw, folder: Raw | undefined): ForeignConversation {
  const messages = records(raw['messages']).map(readMessage)
  return {
    id: text(raw['id']),
    title: text(raw['name']),
    createdAt: null,
    updatedAt: null,
    model: named(record(raw['model'])['id']),
    instructions: text(raw['prompt']),
    parameters: parametersOf(raw),
    projects: folder ? [{ id: text(folder['id']), name: text(folder['name']) }] : [],
    currentId: messages.at(-1)?.id ?? null,
    messages,
    source: without(raw, 'messages'),
  }
}

function readMessage(raw: Raw, index: number): ForeignMessage {
  const { role } = raw
  return {
    id: String(index),
    parentId: index === 0 ? null : String(index - 1),
    role: role === 'user' || role === 'system' ? role : 'assistant',
    parts: saidParts(raw['content'], 'chatbot-ui'),
    createdAt: null,
    source: without(raw, 'content'),
  }
}
