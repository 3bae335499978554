import type { Message } from '@contract/entities'
import type { ForeignConversation, ForeignProject, Item } from '../foreign'
import { damagedAt, type Format, objectsOf, type Source } from '../format'
import { isRecord, named, type Raw, record, records, text, timeOf, without } from '../raw'
import { parametersOf } from '../parameters'
import { readTurns } from './litechatTurns'

// Seen in DimitriGilbert/LiteChat: src/services/persistence.service.ts, src/services/
// import-export.service.ts and src/types/litechat/*.ts. A full export has lists side by side; smaller
// ones hold conversations with their interactions, or a tree of projects.

/** What is in a full export besides conversations, and why it is not imported. */
const OTHERS = {
  apiKeys: 'secret',
  syncRepos: 'secret',
  mcpServers: 'could_run',
  mods: 'could_run',
  workflows: 'could_run',
  agents: 'could_run',
  rules: 'unsupported',
  tags: 'unsupported',
  tagRuleLinks: 'unsupported',
  promptTemplates: 'unsupported',
  providerConfigs: 'unsupported',
} as const

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
  for (const conversation of records(object['conversations'])) {
    const interactions = byConversation.get(text(conversation['id'])) ?? []
    const path = pathOf(projects, text(conversation['projectId']))
    yield { conversation: readConversation(conversation, interactions, path) }
  }
  for (const [category, reason] of Object.entries(OTHERS)) {
    for (const each of records(object[category])) {
      const name = named(each['name']) ?? text(each['id'])
      yield { skipped: { what: `${category}: ${name}`, reason } }
    }
  }
  if (isRecord(object['settings'])) yield { skipped: { what: 'settings', reason: 'unsupported' } }
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
    const path = isRecord(node['project']) ? [...above, readProject(node['project'])] : above
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
    parameters: parametersOf(raw),
    source: without(raw),
  }
}

function readConversation(
  raw: Raw,
  interactions: Raw[],
  projects: ForeignProject[],
): ForeignConversation {
  const { messages, others, currentId } = readTurns(interactions)
  // What is no turn, such as the making of a title, stays with what the conversation came from.
  const source: Message['source'] = others.length > 0 ? { ...object(raw), others } : without(raw)
  return {
    id: text(raw['id']),
    title: text(raw['title']),
    createdAt: timeOf(raw['createdAt']),
    updatedAt: timeOf(raw['updatedAt']),
    pinned: record(raw['metadata'])['isPinned'] === true,
    projects,
    currentId,
    messages,
    source,
  }
}

function object(raw: Raw) {
  const value = without(raw)
  return typeof value === 'object' && !Array.isArray(value) ? value : {}
}
