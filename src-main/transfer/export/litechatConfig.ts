import type { Message } from '@contract/entities'
import type { Project } from '@contract/library'
import type { Switch } from '@contract/transfer'
import {
  keyRows,
  modRows,
  projectRows,
  providerRows,
  repoRows,
  ruleRows,
  serverRows,
  tagRows,
  tagRuleRows,
  templateRows,
} from '../../db/exportConfig'
import type { ReadableDb } from '../../db/open'
import { get as settingsOf } from '../../db/settings'
import { isRecord } from '../raw'
import { MOVED_SETTINGS } from '../movedSettings'
import type { Field, Nested } from './litechatFrame'
import { leaveOut, type Tally } from './tally'

/** Secrets by the ids of their rows; null where the file is to have none. */
export type SecretsById = Readonly<Record<string, string>> | null

type Json = Message['source']
type Things = Record<string, unknown>[]

/** What LiteChat has a list of for each switch, conversations apart. */
export function* configFields(
  db: ReadableDb,
  tally: Tally,
  only: ReadonlySet<Switch>,
  secrets: SecretsById,
): Generator<Field> {
  const list = (name: string, things: Things): Field => {
    tally.entries += things.length
    return [name, { each: things.map((value): Nested => ({ value })) }]
  }
  const has = (name: Switch) => only.has(name)
  if (has('settings')) yield ['settings', { value: settings(db, tally) }]
  // Where servers are in the file, it is to be said that they come without their keys.
  if (!secrets && (has('apiKeys') || has('providerConfigs'))) {
    leaveOut(tally, 'keys', 'secret', keyRows(db).length)
  }
  if (has('apiKeys')) yield list('apiKeys', apiKeys(db, tally, secrets))
  if (has('providerConfigs')) yield list('providerConfigs', providers(db, tally, secrets, only))
  if (has('projects')) {
    const rows = projectRows(db)
    const byId = new Map(rows.map((row) => [row.id, row]))
    yield list(
      'projects',
      rows.map((row) => projectOf(row, byId)),
    )
  }
  if (has('rulesAndTags')) {
    yield list('rules', rules(db))
    yield list('tags', tags(db))
    yield list('tagRuleLinks', links(db))
  }
  if (has('mods')) yield list('mods', modRows(db).map(modOf))
  if (has('syncRepos')) yield list('syncRepos', repoRows(db).map(repoOf))
  if (has('mcpServers')) yield list('mcpServers', serverRows(db).map(serverOf))
  if (has('promptTemplates')) yield list('promptTemplates', templates(db, ['prompt']))
  if (has('agents')) yield list('agents', templates(db, ['agent', 'task']))
}

/** With the colours under the name that both have; the others below a name of ours. */
function settings(db: ReadableDb, tally: Tally): object {
  const all = settingsOf(db)
  const moved = Object.fromEntries(MOVED_SETTINGS.map((name) => [name, all[name]]))
  tally.entries += MOVED_SETTINGS.length
  return { theme: all.theme, keepsake: { version: 1, ...moved } }
}

function apiKeys(db: ReadableDb, tally: Tally, secrets: SecretsById): Things {
  const rows = keyRows(db)
  if (!secrets) return []
  const users = new Map(providerRows(db).map((row) => [row.apiKeyId, row.kind]))
  return rows.flatMap(({ id, name, createdAt }) => {
    const value = secrets[id]
    if (value === undefined) {
      leaveOut(tally, 'keys', 'unreadable')
      return []
    }
    const providerId = users.get(id) ?? 'openai-compatible'
    return { id, name, value, providerId, ...times(createdAt, createdAt) }
  })
}

function providers(
  db: ReadableDb,
  tally: Tally,
  secrets: SecretsById,
  only: ReadonlySet<Switch>,
): Things {
  return providerRows(db).map((row) => {
    const { id, name, kind, baseUrl, models, parameters, defaultModel, headers } = row
    const hasKey = only.has('apiKeys') && row.apiKeyId !== null && secrets?.[row.apiKeyId]
    // A header may be a password by another name.
    const hidden = secrets ? 0 : Object.keys(headers).length
    leaveOut(tally, 'keys', 'secret', hidden)
    return {
      id,
      name,
      type: kind,
      isEnabled: true,
      apiKeyId: hasKey ? row.apiKeyId : null,
      baseURL: baseUrl || null,
      enabledModels: null,
      autoFetchModels: true,
      fetchedModels:
        models.length > 0 ? models.map((model) => ({ id: model.name, ...model })) : null,
      modelsLastFetchedAt: null,
      ...times(row.createdAt, row.updatedAt),
      keepsake: { version: 1, parameters, models, defaultModel, ...(secrets && { headers }) },
    }
  })
}

/** A project as that program has it; its path is made of names, as that program makes it. */
export function projectOf(row: Project, byId: ReadonlyMap<string, Project>) {
  const { id, name, parentId, parameters } = row
  const { temperature = null, maxTokens = null, topP = null } = parameters ?? {}
  return {
    id,
    name,
    path: pathOf(row, byId),
    parentId: parentId !== null && byId.has(parentId) ? parentId : null,
    systemPrompt: row.instructions || null,
    modelId: row.model,
    temperature,
    maxTokens,
    topP,
    topK: null,
    presencePenalty: null,
    frequencyPenalty: null,
    defaultTagIds: null,
    defaultRuleIds: null,
    metadata: parameters ? { keepsake: { version: 1, parameters } } : {},
    ...times(row.createdAt, row.updatedAt),
  }
}

function pathOf(row: Project, byId: ReadonlyMap<string, Project>): string {
  const names: string[] = []
  const seen = new Set<string>()
  for (
    let at: Project | undefined = row;
    at && !seen.has(at.id);
    at = byId.get(at.parentId ?? '')
  ) {
    seen.add(at.id)
    names.unshift(at.name.replaceAll(/[^A-Za-z0-9-]/g, '_'))
  }
  return `/${names.join('/')}`
}

function rules(db: ReadableDb): Things {
  return ruleRows(db).map(({ id, name, content, alwaysOn, source, createdAt, updatedAt }) => ({
    type: 'system',
    ...before(source),
    id,
    name,
    content,
    alwaysOn,
    ...times(createdAt, updatedAt),
  }))
}

function tags(db: ReadableDb): Things {
  return tagRows(db).map(({ id, name, color, createdAt }) => ({
    id,
    name,
    description: null,
    ...times(createdAt, createdAt),
    ...(color && { keepsake: { version: 1, color } }),
  }))
}

function links(db: ReadableDb): Things {
  return tagRuleRows(db).map(({ tagId, ruleId }) => ({ id: `${tagId}:${ruleId}`, tagId, ruleId }))
}

function modOf({ id, name, enabled, content, createdAt }: ReturnType<typeof modRows>[number]) {
  const { createdAt: at } = times(createdAt, createdAt)
  return { sourceUrl: null, loadOrder: 0, ...plain(content), id, name, enabled, createdAt: at }
}

function repoOf(row: ReturnType<typeof repoRows>[number]) {
  const { id, name, configuration, createdAt, updatedAt } = row
  return { password: null, ...plain(configuration), id, name, ...times(createdAt, updatedAt) }
}

function serverOf({ id, name, enabled, configuration }: ReturnType<typeof serverRows>[number]) {
  return { ...plain(configuration), id, name, enabled }
}

function templates(db: ReadableDb, kinds: string[]): Things {
  return templateRows(db)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ id, kind, parentId, name, content, variables, source, createdAt, updatedAt }) => ({
      description: '',
      tags: [],
      tools: [],
      rules: [],
      followUps: [],
      isShortcut: false,
      isPublic: true,
      ...before(source),
      id,
      name,
      type: kind,
      prompt: content,
      variables: variables ?? [],
      ...(kind !== 'prompt' && { parentId }),
      ...times(createdAt, updatedAt),
    }))
}

/** What came from that program goes back to it. */
function before(source: Json): Record<string, unknown> {
  return isRecord(source) && source['format'] === 'litechat' ? plain(source['data']) : {}
}

function plain(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function times(createdAt: number, updatedAt: number) {
  return {
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  }
}
