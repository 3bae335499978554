import type { ForeignConversation, ForeignMessage, ForeignPart, Item } from '../foreign'
import { type Format, itemsOf, type Source } from '../format'
import { linear } from '../linear'
import { type Raw, records, text, timeOf, without } from '../raw'
import { saidParts } from '../said'

// Seen in Mintplex-Labs/anything-llm: server/utils/chats/exportChatToFile.js. There are no ids and no
// times: a thread is known by its workspace, its name and its first message.

export const anythingllm: Format = {
  name: 'anythingllm',
  recognises: ({ outer, keys }) =>
    outer === 'object' && keys.has('workspace') && keys.has('thread') && keys.has('messages'),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  yield* itemsOf(file, (object) => [{ conversation: readThread(object) }])
}

function readThread(raw: Raw): ForeignConversation {
  const workspace = text(raw['workspace'])
  const messages = linear(records(raw['messages']).map(readMessage))
  const [first] = records(raw['messages'])
  return {
    id: JSON.stringify([workspace, raw['thread'] ?? null, text(first?.['content'])]),
    title: text(raw['thread']),
    createdAt: timeOf(raw['exported']),
    updatedAt: null,
    projects: workspace ? [{ id: workspace, name: workspace }] : [],
    currentId: messages.at(-1)?.id ?? null,
    messages,
    source: without(raw, 'messages'),
  }
}

function readMessage(raw: Raw, index: number): ForeignMessage {
  const parts: ForeignPart[] = []
  const thought = text(raw['reasoning'])
  if (thought) parts.push({ type: 'reasoning', text: thought })
  parts.push(...saidParts(raw['content'], 'anythingllm'))
  const { role } = raw
  return {
    id: String(index),
    parentId: null,
    role: role === 'user' || role === 'system' ? role : 'assistant',
    parts,
    createdAt: null,
    source: without(raw, 'content', 'reasoning'),
  }
}
