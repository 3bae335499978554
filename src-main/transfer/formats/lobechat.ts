import { missingFile } from '../fileParts'
import type { ForeignConversation, ForeignMessage, ForeignPart, Item } from '../foreign'
import { type Format, itemsOf, type Source } from '../format'
import { parametersOf } from '../parameters'
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
  usageOf,
  without,
} from '../raw'
import { failedPart, saidParts } from '../said'

// Seen in lobehub/lobe-chat: src/types/exportConfig.ts and src/database/repositories/dataExporter. Up to
// version 7 everything lies in `state`; later the tables of the database do in `data`.

export const lobechat: Format = {
  name: 'lobechat',
  recognises: ({ keys }) =>
    (keys.has('exportType') && keys.has('state')) ||
    (keys.has('schemaHash') && keys.has('data') && keys.has('mode')),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  yield* itemsOf(file, (object) => readTables(record(object['state'] ?? object['data'])))
}

function* readTables(tables: Raw): Generator<Item> {
  const topics = new Map(records(tables['topics']).map((each) => [text(each['id']), each]))
  // Without a topic a message belongs to its session itself, of which the inbox has no row.
  const groups = Map.groupBy(
    records(tables['messages']),
    (each) => named(each['topicId']) ?? `session:${text(each['sessionId'])}`,
  )
  for (const key of new Set([...topics.keys(), ...groups.keys()])) {
    const messages = groups.get(key) ?? []
    const topic = topics.get(key)
    const sessionId = text(topic?.['sessionId']) || text(messages[0]?.['sessionId'])
    yield { conversation: readTopic(tables, { key, topic, sessionId, messages }) }
  }
  for (const provider of records(tables['aiProviders'])) {
    yield { skipped: { what: `aiProviders: ${text(provider['id'])}`, reason: 'secret' } }
  }
}

interface Group {
  key: string
  topic: Raw | undefined
  sessionId: string
  messages: Raw[]
}

function readTopic(tables: Raw, { key, topic, sessionId, messages }: Group): ForeignConversation {
  const session = records(tables['sessions']).find((each) => each['id'] === sessionId)
  const agent = agentOf(tables, sessionId, session)
  const groupId = named(session?.['group']) ?? named(session?.['groupId'])
  const folder = records(tables['sessionGroups']).find((each) => each['id'] === groupId)
  const title = named(record(session?.['meta'])['title']) ?? named(agent['title'])
  const read = inOrder(messages).map((each) => readMessage(tables, each))
  return {
    id: key,
    title: topic ? text(topic['title']) : (title ?? sessionId),
    createdAt: timeOf(topic?.['createdAt'] ?? session?.['createdAt']),
    updatedAt: timeOf(topic?.['updatedAt']),
    pinned: topic ? topic['favorite'] === true : session?.['pinned'] === true,
    model: named(agent['model']),
    instructions: text(agent['systemRole']),
    parameters: parametersOf(record(agent['params'])),
    projects: folder ? [{ id: text(folder['id']), name: text(folder['name']) }] : [],
    tags: list(record(session?.['meta'])['tags']).filter((tag) => typeof tag === 'string'),
    currentId: read.at(-1)?.id ?? null,
    messages: read.map((each, index) => followed(each, read[index - 1], read)),
    source: { topic: without(topic ?? {}), session: without(session ?? {}) },
  }
}

/** What a session tells the model stands in it or, later, with its agent. */
function agentOf(tables: Raw, sessionId: string, session: Raw | undefined): Raw {
  if (isRecord(session?.['config'])) return session['config']
  const links = records(tables['agentsToSessions'])
  const link = links.find((each) => each['sessionId'] === sessionId)
  return records(tables['agents']).find((each) => each['id'] === link?.['agentId']) ?? {}
}

function inOrder(messages: Raw[]): Raw[] {
  const time = (raw: Raw) => timeOf(raw['createdAt']) ?? 0
  return messages.toSorted((one, other) => time(one) - time(other))
}

/** Where a message names no other of its conversation it follows the one before it. */
function followed(
  message: ForeignMessage,
  before: ForeignMessage | undefined,
  all: ForeignMessage[],
): ForeignMessage {
  const isNamed = all.some(({ id }) => id === message.parentId)
  return isNamed ? message : { ...message, parentId: before?.id ?? null }
}

function readMessage(tables: Raw, raw: Raw): ForeignMessage {
  const { role } = raw
  return {
    id: text(raw['id']),
    parentId: named(raw['parentId']),
    role: role === 'user' || role === 'system' ? role : 'assistant',
    status: isRecord(raw['error']) ? 'failed' : 'complete',
    parts: partsOf(tables, raw),
    model: named(raw['model']) ?? named(record(raw['extra'])['fromModel']),
    usage: usageOf(record(raw['usage'] ?? raw['metadata'])),
    createdAt: timeOf(raw['createdAt']),
    updatedAt: timeOf(raw['updatedAt']),
    source: without(raw, 'content', 'reasoning'),
  }
}

function partsOf(tables: Raw, raw: Raw): ForeignPart[] {
  const parts: ForeignPart[] = []
  const thought = text(record(raw['reasoning'])['content'])
  const milliseconds = numeric(record(raw['reasoning'])['duration'])
  const time = milliseconds === undefined ? {} : { milliseconds }
  const detail = named(record(raw['error'])['message'])
  if (thought) parts.push({ type: 'reasoning', text: thought, ...time })
  if (raw['role'] === 'tool') parts.push(readResult(tables, raw))
  else parts.push(...saidParts(raw['content'], 'lobechat'))
  for (const tool of records(raw['tools'])) {
    const known = { callId: text(tool['id']), name: text(tool['apiName']) }
    parts.push({ type: 'tool_call', ...known, input: kept(parsed(tool['arguments'])) })
  }
  if (detail) parts.push(failedPart(detail))
  return [...parts, ...filesOf(tables, raw)]
}

function readResult(tables: Raw, raw: Raw): ForeignPart {
  const row = records(tables['messagePlugins']).find((each) => each['id'] === raw['id'])
  const plugin = isRecord(raw['plugin']) ? raw['plugin'] : (row ?? {})
  const callId = named(raw['tool_call_id']) ?? text(row?.['toolCallId'])
  const output = kept(raw['content'] ?? '')
  return { type: 'tool_result', callId, name: text(plugin['apiName']), output }
}

/** Files are named by their ids only, and later by a table; their bytes are never in an export. */
function filesOf(tables: Raw, raw: Raw): ForeignPart[] {
  const links = records(tables['messagesFiles']).filter((each) => each['messageId'] === raw['id'])
  const ids = [...list(raw['files']), ...links.map((each) => each['fileId'])]
  return ids
    .flatMap((id) => named(id) ?? [])
    .map((id) => {
      const file = records(tables['files']).find((each) => each['id'] === id)
      return missingFile({
        name: named(file?.['name']) ?? id,
        mediaType: named(file?.['fileType']),
      })
    })
}
