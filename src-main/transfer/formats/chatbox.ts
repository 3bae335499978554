import { encodedFile, missingFile, textFile } from '../fileParts'
import type {
  ForeignConversation,
  ForeignFile,
  ForeignMessage,
  ForeignPart,
  Item,
} from '../foreign'
import { type Format, itemsOf, type Source } from '../format'
import { linear } from '../linear'
import { parametersOf } from '../parameters'
import {
  isRecord,
  kept,
  named,
  numeric,
  type Raw,
  record,
  records,
  text,
  timeOf,
  usageOf,
  without,
} from '../raw'
import { failedPart, saidParts, unknownPart } from '../said'

// A dump of keys and values. Seen in chatboxai/chatbox: docs/storage.md, src/shared/types/session.ts and
// src/renderer/stores/sessionHelpers.ts.

export const chatbox: Format = {
  name: 'chatbox',
  recognises: ({ keys }) =>
    keys.has('chat-sessions-list') ||
    keys.has('__exported_items') ||
    [...keys].some((key) => /^session:[^.]+$/.test(key)),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  yield* itemsOf(file, readDump)
}

/** A session that the list does not name is one as well. */
function* readDump(dump: Raw): Generator<Item> {
  for (const [key, value] of Object.entries(dump)) {
    if (!key.startsWith('session:')) continue
    if (isRecord(value)) yield { conversation: readSession(value, dump) }
    else yield { skipped: { what: key, reason: 'damaged' } }
  }
  for (const copilot of records(dump['myCopilots'])) {
    yield { skipped: { what: `myCopilots: ${text(copilot['name'])}`, reason: 'unsupported' } }
  }
  const settings = record(dump['settings'])
  for (const server of records(record(settings['mcp'])['servers'])) {
    yield { skipped: { what: `mcp: ${text(server['name'])}`, reason: 'could_run' } }
  }
  for (const name of Object.keys(record(settings['providers']))) {
    yield { skipped: { what: `providers: ${name}`, reason: 'secret' } }
  }
}

function readSession(raw: Raw, dump: Raw): ForeignConversation {
  const live = readList(raw['messages'], dump)
  const settings = record(raw['settings'])
  // Earlier topics of the session: each begins anew.
  const threads = records(raw['threads']).flatMap((each) => readList(each['messages'], dump))
  return {
    id: text(raw['id']),
    title: text(raw['name']),
    createdAt: null,
    updatedAt: null,
    pinned: raw['starred'] === true,
    model: named(settings['modelId']),
    parameters: parametersOf(settings),
    currentId: live.at(-1)?.id ?? null,
    messages: [...threads, ...live, ...readForks(record(raw['messageForksHash']), dump)],
    source: without(raw, 'messages', 'threads', 'messageForksHash'),
  }
}

function readList(messages: unknown, dump: Raw): ForeignMessage[] {
  return linear(records(messages).map((each) => readMessage(each, dump)))
}

/** The branches that are not shown, below the message at which they part; the shown one is empty here. */
function readForks(forks: Raw, dump: Raw): ForeignMessage[] {
  return Object.entries(forks).flatMap(([parentId, fork]) =>
    records(record(fork)['lists']).flatMap(({ messages }) =>
      readList(messages, dump).map((each) => ({ ...each, parentId: each.parentId ?? parentId })),
    ),
  )
}

function readMessage(raw: Raw, dump: Raw): ForeignMessage {
  const { role } = raw
  const error = named(raw['error'])
  const files = [...records(raw['files']), ...records(raw['links'])]
  return {
    id: text(raw['id']),
    parentId: null,
    role: role === 'user' || role === 'system' ? role : 'assistant',
    status: error ? 'failed' : raw['generating'] === true ? 'interrupted' : 'complete',
    parts: [
      ...contentOf(raw, dump),
      ...files.map((file) => readFile(file, dump)),
      ...(error ? [failedPart(error)] : []),
    ],
    model: named(raw['model']),
    usage: usageOf(record(raw['usage'])),
    createdAt: timeOf(raw['timestamp']),
    updatedAt: timeOf(raw['updatedAt']),
    source: without(raw, 'contentParts'),
  }
}

function contentOf(raw: Raw, dump: Raw): ForeignPart[] {
  const parts = records(raw['contentParts'])
  if (parts.length > 0) return parts.flatMap((part) => readPart(part, dump))
  // Older messages are a text with pictures.
  const pictures = records(raw['pictures']).map((each) => readPicture(each, dump))
  return [...saidParts(raw['content'], 'chatbox'), ...pictures]
}

function readPart(part: Raw, dump: Raw): ForeignPart[] {
  switch (part['type']) {
    case 'text':
      return [{ type: 'text', text: text(part['text']) }]
    case 'reasoning': {
      const milliseconds = numeric(part['duration'])
      const time = milliseconds === undefined ? {} : { milliseconds }
      return [{ type: 'reasoning', text: text(part['text']), ...time }]
    }
    case 'image':
      return [readPicture(part, dump)]
    case 'tool-call': {
      const known = { callId: text(part['toolCallId']), name: text(part['toolName']) }
      const call = { type: 'tool_call' as const, ...known, input: kept(part['args']) }
      if (part['result'] === undefined) return [call]
      return [call, { type: 'tool_result', ...known, output: kept(part['result']) }]
    }
    default:
      return [unknownPart(part, 'chatbox')]
  }
}

function readPicture(part: Raw, dump: Raw): ForeignFile {
  const found = text(dump[text(part['storageKey'])]) || text(part['url'])
  return encodedFile({ name: 'picture' }, found.startsWith('data:') ? found : '')
}

/** Of a file there is the text that was read in it; of a text file that is all. */
function readFile(raw: Raw, dump: Raw): ForeignFile {
  const name = text(raw['name']) || text(raw['title']) || text(raw['url'])
  const mediaType = named(raw['fileType'])
  const content = named(dump[text(raw['storageKey'])])
  if (content && mediaType?.startsWith('text/')) return textFile({ name, mediaType, text: content })
  return missingFile({ name, mediaType, text: content })
}
