import { missingFile } from '../fileParts'
import { type ForeignDatabase, openForeign } from '../foreignDatabase'
import type { ForeignConversation, ForeignMessage, ForeignPart, Item } from '../foreign'
import type { Format, Source } from '../format'
import { linear } from '../linear'
import { parametersOf } from '../parameters'
import {
  kept,
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
import { failedPart } from '../said'

// The backup of DeepChat: a zip with database/agent.db, and no file that was attached. Seen in
// ThinkInAIXYZ/deepchat: src/main/sync/index.ts and src/main/session/data/tables.

export const deepchat: Format = {
  name: 'deepchat',
  recognises: ({ outer, keys }) =>
    outer === 'database' && keys.has('new_sessions') && keys.has('deepchat_messages'),
  accompanies: (name) => /(?:^|\/)(?:manifest\.json|configs\/[^/]+\.json)$/.test(name),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  const database = await openForeign(file)
  try {
    for (const session of database.rows('new_sessions', 'rowid')) {
      yield { conversation: readSession(database, session) }
    }
  } finally {
    database.close()
  }
}

function readSession(database: ForeignDatabase, row: Raw): ForeignConversation {
  const { id } = row
  const [settings = {}] = database.rows('deepchat_sessions', 'rowid', { column: 'id', value: id })
  const rows = database.rows('deepchat_messages', 'order_seq, rowid', {
    column: 'session_id',
    value: id,
  })
  const messages = linear(rows.map((each) => readMessage(database, each)))
  return {
    id: text(id),
    title: text(row['title']),
    createdAt: timeOf(row['created_at']),
    updatedAt: timeOf(row['updated_at']),
    pinned: row['is_pinned'] === 1,
    model: named(settings['model_id']),
    instructions: text(settings['system_prompt']),
    parameters: parametersOf(settings),
    currentId: messages.at(-1)?.id ?? null,
    messages,
    source: { session: without(row), settings: without(settings) },
  }
}

function readMessage(database: ForeignDatabase, row: Raw): ForeignMessage {
  const isUser = row['role'] === 'user'
  const metadata = record(parsed(row['metadata']))
  const { status } = row
  return {
    id: text(row['id']),
    parentId: null,
    role: isUser ? 'user' : row['role'] === 'system' ? 'system' : 'assistant',
    status: status === 'error' ? 'failed' : status === 'pending' ? 'interrupted' : 'complete',
    parts: isUser ? questionOf(database, row) : answerOf(database, row),
    model: named(metadata['model']),
    usage: usageOf(metadata),
    createdAt: timeOf(row['created_at']),
    updatedAt: timeOf(row['updated_at']),
    source: without(row),
  }
}

function questionOf(database: ForeignDatabase, row: Raw): ForeignPart[] {
  const of = { column: 'message_id', value: row['id'] }
  const [question] = database.rows('deepchat_user_messages', 'rowid', of)
  const content = record(parsed(row['content']))
  const said = question ? text(question['text']) : text(content['text'])
  const rows = database.rows('deepchat_user_message_files', 'ordinal', of)
  const files = (rows.length > 0 ? rows : records(content['files'])).map((file) =>
    missingFile({
      name: named(file['name']) ?? text(file['path']),
      mediaType: named(file['mime_type'] ?? file['mimeType']),
    }),
  )
  return said ? [{ type: 'text', text: said }, ...files] : files
}

/** In rows of their own or, before there were any, as JSON in the message. */
function answerOf(database: ForeignDatabase, row: Raw): ForeignPart[] {
  const of = { column: 'message_id', value: row['id'] }
  const blocks = database.rows('deepchat_assistant_blocks', 'block_index', of)
  if (blocks.length > 0) return blocks.flatMap((block) => readBlock(block))
  return records(parsed(row['content'])).flatMap((block) => {
    const call = record(block['tool_call'])
    return readBlock({
      block_type: block['type'],
      text_content: block['content'],
      tool_call_id: call['id'],
      tool_name: call['name'],
      tool_params: call['params'],
      tool_response: call['response'],
      block,
    })
  })
}

function readBlock(block: Raw): ForeignPart[] {
  const said = text(block['text_content'])
  switch (block['block_type']) {
    case 'content':
      return said ? [{ type: 'text', text: said }] : []
    case 'reasoning_content': {
      const [start, end] = [
        numeric(block['reasoning_start_at']),
        numeric(block['reasoning_end_at']),
      ]
      const time = start === undefined || end === undefined ? {} : { milliseconds: end - start }
      return [{ type: 'reasoning', text: said, ...time }]
    }
    case 'tool_call': {
      const known = { callId: text(block['tool_call_id']), name: text(block['tool_name']) }
      const input = kept(parsed(block['tool_params']))
      const output = named(block['tool_response'])
      const call = { type: 'tool_call' as const, ...known, input }
      return output === null ? [call] : [call, { type: 'tool_result', ...known, output }]
    }
    case 'error':
      return [failedPart(said)]
    default:
      return [
        { type: 'unknown', origin: `deepchat:${text(block['block_type'])}`, data: kept(block) },
      ]
  }
}
