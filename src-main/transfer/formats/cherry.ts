import { basename } from 'node:path/posix'
import type { Bundle } from '../bundle'
import type { ForeignConversation, ForeignMessage, Item } from '../foreign'
import { type Format, itemsOf, type Source } from '../format'
import {
  isRecord,
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
import { type FindFile, readBlock } from './cherryBlocks'

// The backup of Cherry Studio up to version 5: data.json and Data/Files. Seen in CherryHQ/cherry-studio:
// src/renderer/src/services/BackupService.ts and src/renderer/src/types/newMessage.ts. Titles are JSON
// in JSON in JSON; later backups are a database and another format.

export const cherryStudio: Format = {
  name: 'cherry-studio',
  recognises: ({ keys }) => keys.has('localStorage') && (keys.has('indexedDB') || keys.has('time')),
  read,
}

/** What the list of assistants says of a conversation. */
interface Topic {
  topic: Raw
  assistant: Raw
}

async function* read({ file, bundle }: Source): AsyncGenerator<Item> {
  yield* itemsOf(file, (object) => readBackup(object, bundle))
}

function* readBackup(object: Raw, bundle: Bundle): Generator<Item> {
  const database = record(object['indexedDB'])
  const state = record(parsed(record(object['localStorage'])['persist:cherry-studio']))
  const topics = topicsOf(record(parsed(state['assistants'])))
  const blocks = new Map(records(database['message_blocks']).map((each) => [each['id'], each]))
  const byName = new Map(bundle.files.map((each) => [basename(each.name), each]))
  const find: FindFile = (name) => byName.get(basename(name.replaceAll('\\', '/'))) ?? null
  for (const each of records(database['topics'])) {
    const messages = records(each['messages']).map((raw) => readMessage(raw, blocks, find))
    yield { conversation: readTopic(each, topics.get(text(each['id'])), messages) }
  }
  for (const phrase of records(database['quick_phrases'])) {
    yield { skipped: { what: `quick_phrases: ${text(phrase['title'])}`, reason: 'unsupported' } }
  }
  for (const provider of records(record(parsed(state['llm']))['providers'])) {
    if (named(provider['apiKey']) === null) continue
    const what = `providers: ${named(provider['name']) ?? text(provider['id'])}`
    yield { skipped: { what, reason: 'secret' } }
  }
  for (const server of records(record(parsed(state['mcp']))['servers'])) {
    yield { skipped: { what: `mcp: ${text(server['name'])}`, reason: 'could_run' } }
  }
}

function topicsOf(state: Raw): Map<string, Topic> {
  const assistants = [...records(state['assistants']), record(state['defaultAssistant'])]
  return new Map(
    assistants.flatMap((assistant) =>
      records(assistant['topics']).map(
        (topic) => [text(topic['id']), { topic, assistant }] as const,
      ),
    ),
  )
}

function readTopic(
  raw: Raw,
  known: Topic | undefined,
  read: (ForeignMessage & { raw: Raw })[],
): ForeignConversation {
  const { messages, currentId } = asTree(read)
  const topic = known?.topic ?? {}
  return {
    id: text(raw['id']),
    title: text(topic['name']),
    createdAt: timeOf(topic['createdAt']),
    updatedAt: timeOf(topic['updatedAt']),
    pinned: topic['pinned'] === true,
    instructions: text(known?.assistant['prompt']),
    currentId,
    messages,
    source: {
      topic: without(topic, 'messages'),
      assistant: without(known?.assistant ?? {}, 'topics'),
    },
  }
}

/** Answers to one question are versions of each other; what follows hangs below the chosen one. */
function asTree(read: (ForeignMessage & { raw: Raw })[]) {
  const ids = new Set(read.map(({ id }) => id))
  const chosen = new Set<string>()
  let leaf: string | null = null
  const messages = read.map(({ raw, ...message }): ForeignMessage => {
    const asked = named(raw['askId'])
    const isAnswer = asked !== null && ids.has(asked) && message.role === 'assistant'
    const parentId = isAnswer ? asked : leaf
    if (!isAnswer || !chosen.has(asked)) leaf = message.id
    if (isAnswer && raw['foldSelected'] === true) {
      chosen.add(asked)
      leaf = message.id
    }
    return { ...message, parentId }
  })
  return { messages, currentId: leaf }
}

const STATUSES: Readonly<Record<string, ForeignMessage['status']>> = {
  success: 'complete',
  error: 'failed',
  paused: 'stopped',
  pending: 'interrupted',
  processing: 'interrupted',
  searching: 'interrupted',
}

function readMessage(
  raw: Raw,
  blocks: Map<unknown, Raw>,
  find: FindFile,
): ForeignMessage & { raw: Raw } {
  const { role } = raw
  const own = list(raw['blocks']).map((id) => blocks.get(id))
  const metrics = record(raw['metrics'])
  const total = numeric(metrics['time_completion_millsec'])
  const firstToken = numeric(metrics['time_first_token_millsec'])
  return {
    raw,
    id: text(raw['id']),
    parentId: null,
    role: role === 'user' || role === 'system' ? role : 'assistant',
    status: STATUSES[text(raw['status'])] ?? 'complete',
    parts: own.filter(isRecord).flatMap((block) => readBlock(block, find)),
    model: named(raw['modelId']) ?? named(record(raw['model'])['id']),
    usage: usageOf(record(raw['usage'])),
    timings:
      total === undefined ? null : { ...(firstToken !== undefined && { firstToken }), total },
    createdAt: timeOf(raw['createdAt']),
    updatedAt: timeOf(raw['updatedAt']),
    source: without(raw),
  }
}
