import type { Message } from '@contract/entities'
import type { ForeignConversation, ForeignProject, Item } from '../foreign'
import { damagedAt, type Format, objectsOf, type Source } from '../format'
import { isRecord, list, named, type Raw, record, records, text, timeOf, without } from '../raw'
import { parametersOf } from '../parameters'
import { Conversation } from '@contract/entities'
import { projectEntry, projectExtras, readConfig } from './litechatConfig'
import { readTurns } from './litechatTurns'

// Seen in DimitriGilbert/LiteChat: src/services/persistence.service.ts, src/services/
// import-export.service.ts and src/types/litechat/*.ts. A full export has lists side by side; smaller
// ones hold conversations with their interactions, or a tree of projects.

export const litechat: Format = {
  name: 'litechat',
  recognises({ keys }) {
    const isPair = keys.has('conversation.id') && keys.has('interactions')
    const isTree = keys.has('project.id') && (keys.has('children') || keys.has('conversations'))
    return isPair || isTree || (keys.has('version') && keys.has('exportedAt'))
  },
  read,
}

async function* read({ file }: Source): AsyncGenerator<Item> {
  for await (const { object, offset } of objectsOf(file)) {
    if (object === null) yield damagedAt(offset)
    else if (isRecord(object['conversation'])) yield pair(object, [])
    else if (isRecord(object['project'])) yield* readTree(object)
    else yield* readAll(object)
  }
}

function pair(object: Raw, projects: ForeignProject[]): Item {
  const interactions = records(object['interactions'])
  return { conversation: readConversation(record(object['conversation']), interactions, projects) }
}

function* readAll(object: Raw): Generator<Item> {
  const byConversation = Map.groupBy(records(object['interactions']), (each) =>
    text(each['conversationId']),
  )
  const projects = new Map(records(object['projects']).map((each) => [text(each['id']), each]))
  yield* readConfig(object, (id) => pathOf(projects, id))
  for (const conversation of records(object['conversations'])) {
    const interactions = byConversation.get(text(conversation['id'])) ?? []
    const path = pathOf(projects, text(conversation['projectId']))
    yield { conversation: readConversation(conversation, interactions, path) }
  }
}

function pathOf(projects: Map<string, Raw>, id: string): ForeignProject[] {
  const path: ForeignProject[] = []
  const seen = new Set<string>()
  for (let at = projects.get(id); at; at = projects.get(text(at['parentId']))) {
    if (seen.has(text(at['id']))) break
    seen.add(text(at['id']))
    path.unshift(readProject(at))
  }
  return path
}

/** A project with its conversations and projects in it, side by side among its children or apart. */
function* readTree(top: Raw): Generator<Item> {
  const waiting: { node: Raw; above: ForeignProject[] }[] = [{ node: top, above: [] }]
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { node, above } = next
    if (isRecord(node['conversation'])) {
      yield pair(node, above)
      continue
    }
    const project = isRecord(node['project']) ? node['project'] : null
    const path = project ? [...above, readProject(project)] : above
    if (project) yield projectEntry(project, path)
    const loose = records(node['interactions'])
    for (const each of records(node['conversations'])) {
      const own = loose.filter(({ conversationId }) => conversationId === each['id'])
      if (isRecord(each['conversation'])) waiting.push({ node: each, above: path })
      else yield { conversation: readConversation(each, own, path) }
    }
    waiting.push(...records(node['children']).map((child) => ({ node: child, above: path })))
  }
}

function readProject(raw: Raw): ForeignProject {
  return {
    id: text(raw['id']),
    name: text(raw['name']),
    instructions: text(raw['systemPrompt']),
    model: named(raw['modelId']),
    parameters: projectExtras(raw) ?? parametersOf(raw),
    source: without(raw),
  }
}

/** What this program says of a conversation that the other has no field for. */
const Extras = Conversation.pick({
  archived: true,
  model: true,
  instructions: true,
  parameters: true,
})
  .partial()
  .catch({})

function readConversation(
  raw: Raw,
  interactions: Raw[],
  projects: ForeignProject[],
): ForeignConversation {
  const { messages, others, currentId, hasMoved } = readTurns(interactions)
  const ours = record(record(raw['metadata'])['keepsake'])
  // What is no turn, such as the making of a title, stays with what the conversation came from.
  const source: Message['source'] = others.length > 0 ? { ...object(raw), others } : without(raw)
  return {
    ...Extras.parse(ours),
    id: text(raw['id']),
    title: text(raw['title']),
    createdAt: timeOf(raw['createdAt']),
    updatedAt: timeOf(raw['updatedAt']),
    pinned: record(raw['metadata'])['isPinned'] === true,
    projects,
    tags: list(ours['tags']).map(text).filter(Boolean),
    currentId: (hasMoved ? null : named(ours['currentId'])) ?? currentId,
    messages,
    source,
  }
}

function object(raw: Raw) {
  const value = without(raw)
  return typeof value === 'object' && !Array.isArray(value) ? value : {}
}
