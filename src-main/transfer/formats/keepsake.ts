import { Conversation, Message, type Part } from '@contract/entities'
import { Project, Tag } from '@contract/library'
import { AppError } from '../../errors'
import { missingFile } from '../fileParts'
import type { ForeignConversation, ForeignMessage, ForeignPart, Item } from '../foreign'
import { damagedAt, type Format, objectsOf, type Source } from '../format'
import { isRecord, kept, numeric, type Raw, record, records, text, timeOf } from '../raw'

// What this program itself exports as JSON. Ids are ours: they are known, or kept where they are free.

export const keepsake: Format = {
  name: 'keepsake',
  recognises: ({ keys, texts }) => texts.get('format') === 'keepsake' && keys.has('conv.id'),
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  for await (const { object, offset } of objectsOf(file)) {
    const conv = record(object?.['conv'])
    const version = numeric(object?.['version']) ?? 0
    if (version > 1) throw new AppError('import_newer', `version ${version}`)
    if (version !== 1 || !isRecord(object?.['conv'])) yield damagedAt(offset)
    else yield { conversation: readConversation(conv, records(object['messages'])) }
  }
}

const Kept = Conversation.pick({
  pinned: true,
  archived: true,
  model: true,
  instructions: true,
  parameters: true,
})
  .partial()
  .catch({})
const Told = Message.pick({ model: true, usage: true, timings: true, rating: true })
  .partial()
  .catch({})
const Status = Message.shape.status.exclude(['streaming']).catch('interrupted')
const Named = Project.pick({ id: true, name: true })
const Parts = Message.shape.parts.element

function readConversation(raw: Raw, messages: Raw[]): ForeignConversation {
  return {
    ...Kept.parse(raw),
    id: text(raw['id']),
    title: text(raw['title']),
    createdAt: timeOf(raw['createdAt']),
    updatedAt: timeOf(raw['updatedAt']),
    tags: records(raw['tags']).flatMap((each) => Tag.shape.name.safeParse(each['name']).data ?? []),
    projects: records(raw['projects']).flatMap((each) => Named.safeParse(each).data ?? []),
    currentId: text(raw['currentMessageId']) || null,
    messages: messages.map(readMessage),
    source: kept(raw['source']),
  }
}

function readMessage(raw: Raw): ForeignMessage {
  const role = Message.shape.role.catch('assistant').parse(raw['role'])
  const attached = new Map(records(raw['attachments']).map((each) => [text(each['id']), each]))
  return {
    ...Told.parse(raw),
    id: text(raw['id']),
    parentId: text(raw['parentId']) || null,
    role,
    status: Status.parse(raw['status']),
    parts: (Array.isArray(raw['parts']) ? raw['parts'] : []).map((part) =>
      readPart(part, attached),
    ),
    createdAt: timeOf(raw['createdAt']),
    updatedAt: timeOf(raw['updatedAt']),
    source: kept(raw['source']),
  }
}

/** The file describes attachments and does not hold them. */
function readPart(raw: unknown, attached: Map<string, Raw>): ForeignPart {
  const parsed: Part | undefined = Parts.safeParse(raw).data
  if (!parsed) return { type: 'unknown', origin: 'keepsake', data: kept(raw) }
  if (parsed.type !== 'attachment') return parsed
  const known = attached.get(parsed.attachmentId)
  const mediaType = text(known?.['mediaType']) || null
  return missingFile({ name: parsed.name, mediaType, text: text(known?.['extractedText']) || null })
}
