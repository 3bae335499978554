import { utf8Of } from '../content'
import type { ForeignConversation, ForeignMessage, ForeignPart, Item } from '../foreign'
import { damagedAt, type Format, type Source } from '../format'
import { piecesOf } from '../pieces'
import { isRecord, named, type Raw, record, records, text, timeOf, without } from '../raw'
import { saidParts } from '../said'

// The data export of Grok, prod-grok-backend.json. Seen in the importer of danny-avila/LibreChat:
// packages/api/src/import/grok/convert.ts.

export const grok: Format = {
  name: 'grok',
  recognises: ({ keys }) =>
    keys.has('conversations.conversation') || keys.has('conversations.responses'),
  accompanies: (name) => /(?:^|\/)prod-mc-[a-z-]+\.json$/.test(name),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  for await (const { key, value, offset } of piecesOf(utf8Of(file), 'elements')) {
    const each = record(value)
    if (key === 'conversations' && isRecord(each['conversation'])) {
      yield { conversation: readConversation(each['conversation'], records(each['responses'])) }
    } else if (key === 'conversations') yield damagedAt(offset)
    else yield { skipped: { what: `${key}: ${text(each['name'])}`, reason: 'unsupported' } }
  }
}

function readConversation(raw: Raw, responses: Raw[]): ForeignConversation {
  const all = responses.map((each) => readMessage(record(each['response'])))
  // An answer that was broken off before its first word is nothing; what follows it follows its question.
  const empty = new Map(all.filter(isNothing).map(({ id, parentId }) => [id, parentId]))
  const messages = all
    .filter((each) => !isNothing(each))
    .map((each) => ({ ...each, parentId: above(empty, each.parentId) }))
  return {
    id: text(raw['id']),
    title: text(raw['title']) || text(raw['summary']),
    createdAt: timeOf(raw['create_time']),
    updatedAt: timeOf(raw['modify_time']),
    pinned: raw['starred'] === true,
    currentId: null,
    messages,
    source: without(raw),
  }
}

function isNothing({ role, parts }: ForeignMessage): boolean {
  return role === 'assistant' && parts.length === 0
}

function above(empty: Map<string, string | null>, parentId: string | null): string | null {
  const seen = new Set<string>()
  let at = parentId
  while (at !== null && empty.has(at) && !seen.has(at)) {
    seen.add(at)
    at = empty.get(at) ?? null
  }
  return at
}

function readMessage(raw: Raw): ForeignMessage {
  const parts: ForeignPart[] = []
  const thought = text(raw['thinking_trace'])
  if (thought) parts.push({ type: 'reasoning', text: thought })
  parts.push(...saidParts(raw['message'], 'grok'))
  return {
    id: text(raw['_id']),
    parentId: named(raw['parent_response_id']),
    role: text(raw['sender']).toLowerCase() === 'human' ? 'user' : 'assistant',
    status: raw['partial'] === true ? 'interrupted' : 'complete',
    parts,
    model: named(raw['model']),
    createdAt: timeOf(raw['create_time']),
    source: without(raw, 'message', 'thinking_trace'),
  }
}
