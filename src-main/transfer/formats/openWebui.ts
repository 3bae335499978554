import { encodedFile, missingFile, textFile } from '../fileParts'
import type {
  ForeignConversation,
  ForeignFile,
  ForeignMessage,
  ForeignPart,
  Item,
} from '../foreign'
import { countObjects, type Format, itemsOf, type Source } from '../format'
import {
  isRecord,
  list,
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
import { parametersOf } from '../parameters'
import { failedPart, saidParts } from '../said'
import { inTreeOrder } from '../treeOrder'
import { detailedParts, outputParts } from './openWebuiParts'

// Seen in open-webui/open-webui: backend/open_webui/models/chats.py and src/lib/components/chat/
// Settings/DataControls.svelte. Older files hold the chat itself without the row around it.

export const openWebui: Format = {
  name: 'open-webui',
  recognises: ({ keys }) =>
    keys.has('chat.history') || keys.has('chat.messages') || keys.has('history.messages'),
  read,
  count: countObjects,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  yield* itemsOf(file, (object) => {
    const chat = isRecord(object['chat']) ? object['chat'] : object
    return [{ conversation: readConversation(object, chat) }]
  })
}

function readConversation(row: Raw, chat: Raw): ForeignConversation {
  const history = record(chat['history'])
  const parameters = record(chat['params'])
  const tree = Object.entries(record(history['messages'])).map(([id, node]) => ({
    id,
    parentId: named(record(node)['parentId']),
    children: list(record(node)['childrenIds']).filter((child) => typeof child === 'string'),
    node: record(node),
  }))
  const folder = text(row['folder_id'])
  const tags = [...list(record(row['meta'])['tags']), ...list(chat['tags'])]
  return {
    id: text(row['id']) || text(chat['id']),
    title: text(row['title']) || text(chat['title']),
    createdAt: timeOf(row['created_at'] ?? chat['timestamp']),
    updatedAt: timeOf(row['updated_at']),
    pinned: row['pinned'] === true,
    archived: row['archived'] === true,
    tags: tags.flatMap((tag) => named(tag) ?? named(record(tag)['name']) ?? []),
    model: named(list(chat['models'])[0]),
    instructions: text(parameters['system']) || text(chat['system']),
    parameters: parametersOf(parameters),
    // The export names a folder only by its id.
    projects: folder ? [{ id: folder, name: folder }] : [],
    currentId: named(history['currentId']),
    messages:
      tree.length > 0
        ? inTreeOrder(tree).map(({ id, parentId, node }) => readMessage(id, parentId, node))
        : records(chat['messages']).map((node) =>
            readMessage(text(node['id']), named(node['parentId']), node),
          ),
    source: without({ ...row, chat: without(chat, 'history', 'messages'), history: undefined }),
  }
}

function readMessage(id: string, parentId: string | null, node: Raw): ForeignMessage {
  const role = node['role'] === 'user' || node['role'] === 'system' ? node['role'] : 'assistant'
  const rating = numeric(record(node['annotation'])['rating']) ?? 0
  const error = record(node['error'])
  const usage = record(node['usage'])
  const nanoseconds = numeric(usage['total_duration'])
  const status = isRecord(node['error'])
    ? 'failed'
    : node['done'] === false
      ? 'interrupted'
      : 'complete'
  return {
    id,
    parentId,
    role,
    status,
    parts: [
      ...contentOf(node, role),
      ...errorOf(error),
      ...records(node['files']).map(readFile),
      ...records(node['sources']).flatMap(readSource),
    ],
    model: named(node['model']),
    usage: usageOf(usage),
    timings: nanoseconds === undefined ? null : { total: nanoseconds / 1e6 },
    rating: rating > 0 ? 'up' : rating < 0 ? 'down' : null,
    createdAt: timeOf(node['timestamp']),
    source: role === 'user' ? without(node, 'content', 'files') : without(node, 'files'),
  }
}

function contentOf(node: Raw, role: string): ForeignPart[] {
  const output = records(node['output'])
  if (output.length > 0) return outputParts(output)
  const { content } = node
  const isDetailed = role === 'assistant' && typeof content === 'string'
  return isDetailed ? detailedParts(content) : saidParts(content, 'open-webui')
}

function errorOf(error: Raw): ForeignPart[] {
  const detail = named(error['content'])
  return detail ? [failedPart(detail)] : []
}

/** A picture comes with its bytes; of any other file the server keeps them and tells what was read in it. */
function readFile(file: Raw): ForeignFile {
  const url = text(file['url'])
  const inner = record(file['file'])
  const name = named(file['name']) ?? named(inner['filename']) ?? text(file['type'])
  const mediaType = named(record(inner['meta'])['content_type'])
  if (url.startsWith('data:')) return encodedFile({ name, mediaType }, url)
  const content = named(record(inner['data'])['content'])
  // What was read in a text is the text.
  if (content && mediaType?.startsWith('text/')) return textFile({ name, mediaType, text: content })
  return missingFile({ name, mediaType, text: content })
}

function readSource(source: Raw): ForeignPart[] {
  const { url, name } = record(source['source'])
  const address = named(url) ?? named(name)
  const title = named(name)
  return address ? [{ type: 'citation', url: address, ...(title && { title }) }] : []
}
