import { AppError } from '../../errors'
import type { BundleFile } from '../bundle'
import { jsonOf } from '../content'
import { mediaTypeOf, missingFile, textFile } from '../fileParts'
import type {
  ForeignConversation,
  ForeignFile,
  ForeignMessage,
  ForeignPart,
  ForeignProject,
  Item,
} from '../foreign'
import { countObjects, damagedAt, type Format, objectsOf, type Source } from '../format'
import {
  isRecord,
  kept,
  list,
  named,
  type Raw,
  record,
  records,
  text,
  timeOf,
  without,
} from '../raw'
import { saidParts, unknownPart } from '../said'

// The data export of Claude, without the bytes of any file. Seen in the importers of
// danny-avila/LibreChat (packages/api/src/import/claude) and queelius/ctk (ctk/importers/anthropic.py).

const NO_PARENT = '00000000-0000-4000-8000-000000000000'
/** One project each, or, until 2025, a list of them. */
const PROJECT = /(?:^|\/)projects(?:\/[^/]+)?\.json$/
const NOT_TEXT =
  /\b(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|epub|png|jpe?g|gif|webp|heic|opendocument\S*|openxml\S*|msword|image\/\S+)$/i

export const claude: Format = {
  name: 'claude',
  recognises: ({ keys }) => keys.has('chat_messages'),
  accompanies: (name) => PROJECT.test(name) || /(?:^|\/)(?:users|memories)\.json$/.test(name),
  read,
  count: countObjects,
}

async function* read({ file, bundle }: Source): AsyncGenerator<Item> {
  const projects = await readProjects(bundle.files)
  for await (const { object, offset } of objectsOf(file)) {
    yield object ? { conversation: readConversation(object, projects) } : damagedAt(offset)
  }
  for (const { name, source } of projects.values()) {
    for (const document of records(record(source)['docs'])) {
      const what = `${name}: ${text(document['filename'])}`
      yield { skipped: { what, reason: 'unsupported' } }
    }
  }
}

async function readProjects(files: BundleFile[]): Promise<Map<string, ForeignProject>> {
  const projects = new Map<string, ForeignProject>()
  for (const file of files.filter(({ name }) => PROJECT.test(name))) {
    const content = await projectsOf(file)
    for (const raw of Array.isArray(content) ? records(content) : [record(content)]) {
      const id = text(raw['uuid'])
      if (id === '') continue
      const instructions = text(raw['prompt_template'])
      projects.set(id, { id, name: text(raw['name']) || id, instructions, source: without(raw) })
    }
  }
  return projects
}

/** A conversation is worth more than what its project is called. */
async function projectsOf(file: BundleFile): Promise<unknown> {
  try {
    return await jsonOf(file)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function readConversation(raw: Raw, projects: Map<string, ForeignProject>): ForeignConversation {
  const messages = records(raw['chat_messages'])
  // Until 2025 exports had no parents: one message followed the other.
  const isLinear = messages.every((each) => each['parent_message_uuid'] === undefined)
  const projectId = text(raw['project_uuid'])
  const project = projects.get(projectId) ?? { id: projectId, name: projectId }
  return {
    id: text(raw['uuid']),
    title: text(raw['name']),
    createdAt: timeOf(raw['created_at']),
    updatedAt: timeOf(raw['updated_at']),
    pinned: raw['is_starred'] === true,
    model: named(raw['model']),
    projects: projectId ? [project] : [],
    currentId: named(raw['current_leaf_message_uuid']),
    messages: messages.map((each, index) => {
      const before = isLinear ? named(messages[index - 1]?.['uuid']) : null
      return readMessage(each, before)
    }),
    source: without(raw, 'chat_messages'),
  }
}

function readMessage(raw: Raw, before: string | null): ForeignMessage {
  const content = list(raw['content']).flatMap(readContent)
  const parent = named(raw['parent_message_uuid'])
  return {
    id: text(raw['uuid']),
    parentId: parent === NO_PARENT ? null : (parent ?? before),
    role: raw['sender'] === 'human' ? 'user' : 'assistant',
    parts: [
      ...(content.length > 0 ? content : saidParts(raw['text'], 'claude')),
      ...records(raw['attachments']).map(readAttachment),
      ...records(raw['files']).map((file) => missingFile({ name: text(file['file_name']) })),
    ],
    createdAt: timeOf(raw['created_at']),
    updatedAt: timeOf(raw['updated_at']),
    source: without(raw, 'text', 'content', 'attachments'),
  }
}

function readContent(block: unknown): ForeignPart[] {
  if (!isRecord(block)) return saidParts(block, 'claude')
  switch (block['type']) {
    case 'text': {
      const said = text(block['text'])
      const cited = records(block['citations']).flatMap(readCitation)
      return said ? [{ type: 'text', text: said }, ...cited] : cited
    }
    case 'thinking':
      return [{ type: 'reasoning', text: text(block['thinking']) }]
    case 'tool_use': {
      const known = { callId: text(block['id']), name: text(block['name']) }
      return [{ type: 'tool_call', ...known, input: kept(block['input']) }]
    }
    case 'tool_result': {
      const known = { callId: text(block['tool_use_id']), name: text(block['name']) }
      const isError = block['is_error'] === true
      return [{ type: 'tool_result', ...known, output: outputOf(block['content']), isError }]
    }
    default:
      return [unknownPart(block, 'claude')]
  }
}

function outputOf(content: unknown) {
  const blocks = records(content)
  const isText = blocks.length > 0 && blocks.every(({ type }) => type === 'text')
  return isText ? blocks.map((block) => text(block['text'])).join('\n') : kept(content)
}

function readCitation(citation: Raw): ForeignPart[] {
  const details = record(citation['details'])
  const url = named(details['url']) ?? named(citation['url'])
  const title = named(citation['title']) ?? named(details['title'])
  return url ? [{ type: 'citation', url, ...(title && { title }) }] : []
}

/** What was read out of a text is the text; of a document or picture it is all that is left. */
function readAttachment(attachment: Raw): ForeignFile {
  const content = named(attachment['extracted_content'])
  // A long text that was pasted has no name.
  const name = text(attachment['file_name']) || (content ? 'Pasted text.txt' : 'file')
  const type = text(attachment['file_type'])
  const mediaType = type.includes('/') ? type : null
  if (!content || [name, type].some((each) => NOT_TEXT.test(each.slice(-100)))) {
    return missingFile({ name, mediaType, text: content })
  }
  return textFile({ name, mediaType: mediaType ?? mediaTypeOf(name, 'text/plain'), text: content })
}
