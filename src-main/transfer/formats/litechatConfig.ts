import { Parameters, Provider } from '@contract/entities'
import { Tag } from '@contract/library'
import { Settings } from '@contract/settings'
import type { Switch } from '@contract/transfer'
import type { ForeignProject, Item } from '../foreign'
import type { ForeignTemplate } from '../foreignEntry'
import { MOVED_SETTINGS } from '../movedSettings'
import { isRecord, kept, named, type Raw, record, records, text, timeOf, without } from '../raw'

// What a file of LiteChat holds besides conversations. Secrets come apart from what they belong to, so
// that they can be left out.

/** Servers by the names that LiteChat has for their kinds; their own addresses where it knows them. */
const KINDS: Readonly<Record<string, { kind: Provider['kind']; baseUrl: string }>> = {
  openai: { kind: 'openai-compatible', baseUrl: 'https://api.openai.com/v1' },
  openrouter: { kind: 'openai-compatible', baseUrl: 'https://openrouter.ai/api/v1' },
  mistral: { kind: 'openai-compatible', baseUrl: 'https://api.mistral.ai/v1' },
  ollama: { kind: 'openai-compatible', baseUrl: 'http://localhost:11434/v1' },
  'openai-compatible': { kind: 'openai-compatible', baseUrl: '' },
  anthropic: { kind: 'anthropic', baseUrl: '' },
  google: { kind: 'google', baseUrl: '' },
}

const ProviderExtras = Provider.pick({
  headers: true,
  parameters: true,
  models: true,
  defaultModel: true,
})
  .partial()
  .catch({})

/** Everything of a file that is no conversation, in an order in which each finds what it refers to. */
export function* readConfig(
  object: Raw,
  pathOf: (id: string) => ForeignProject[],
): Generator<Item> {
  if (isRecord(object['settings'])) yield* readSettings(object['settings'])
  const servers = records(object['providerConfigs'])
  for (const each of records(object['apiKeys'])) yield* readKey(each, servers)
  for (const each of servers) yield readProvider(each)
  for (const each of records(object['projects'])) {
    yield projectEntry(each, pathOf(text(each['id'])))
  }
  for (const each of records(object['tags'])) yield* readTag(each)
  for (const each of records(object['rules'])) yield readRule(each)
  const tags = new Map(
    records(object['tags']).map((each) => [text(each['id']), text(each['name'])]),
  )
  const rules = new Set(records(object['rules']).map((each) => text(each['id'])))
  for (const each of records(object['tagRuleLinks'])) yield readLink(each, tags, rules)
  for (const each of records(object['mods'])) yield readSwitched(each, 'mod', 'mods')
  for (const each of records(object['syncRepos'])) yield* readRepo(each)
  for (const each of records(object['mcpServers'])) yield* readServer(each)
  for (const each of records(object['promptTemplates'])) yield readTemplate(each, 'promptTemplates')
  const agents = records(object['agents']).toSorted(
    (one, other) => Number(one['type'] === 'task') - Number(other['type'] === 'task'),
  )
  for (const each of agents) yield readTemplate(each, 'agents')
  for (const each of records(object['workflows'])) {
    yield { skipped: { what: whatOf('workflows', each), reason: 'could_run' } }
  }
}

function whatOf(list: string, raw: Raw): string {
  return `${list}: ${named(raw['name']) ?? text(raw['id'])}`
}

function head(under: Switch, raw: Raw, list: string = under) {
  const what = whatOf(list, raw)
  return { under, what, id: named(raw['id']) ?? what }
}

function datesOf(raw: Raw) {
  return { createdAt: timeOf(raw['createdAt']), updatedAt: timeOf(raw['updatedAt']) }
}

function unsupported(what: string): Item {
  return { skipped: { what, reason: 'unsupported' } }
}

/** The theme has one name in both programs; the other settings of that program mean nothing here. */
function* readSettings(raw: Raw): Generator<Item> {
  const ours = record(raw['keepsake'])
  const given: Raw = { ...('theme' in raw && { theme: raw['theme'] }), ...ours }
  for (const name of MOVED_SETTINGS) {
    if (!(name in given)) continue
    const patch = Settings.pick({ [name]: true } as Record<typeof name, true>).safeParse({
      [name]: given[name],
    }).data
    const what = `settings: ${name}`
    if (!patch) yield unsupported(what)
    else yield { entry: { under: 'settings', what, id: name, kind: 'setting', patch } }
  }
  for (const name of Object.keys(raw)) {
    if (name !== 'keepsake' && name !== 'theme') yield unsupported(`settings: ${name}`)
  }
}

function* readKey(raw: Raw, all: Raw[]): Generator<Item> {
  const secret = text(raw['value'])
  if (!secret) yield unsupported(whatOf('apiKeys', raw))
  else {
    const name = text(raw['name'])
    const { createdAt } = datesOf(raw)
    const servers = all
      .filter(({ apiKeyId }) => apiKeyId === raw['id'])
      .map((each) => ({ id: text(each['id']), baseUrl: addressOf(each) }))
    yield { entry: { ...head('apiKeys', raw), kind: 'key', name, secret, servers, createdAt } }
  }
}

function addressOf(raw: Raw): string {
  return text(raw['baseURL']) || (KINDS[text(raw['type'])]?.baseUrl ?? '')
}

function readProvider(raw: Raw): Item {
  const known = KINDS[text(raw['type'])]
  if (!known) return unsupported(whatOf('providerConfigs', raw))
  const fetched = records(raw['fetchedModels']).map((each) => named(each['id']) ?? '')
  const enabled = Array.isArray(raw['enabledModels']) ? raw['enabledModels'].map(text) : []
  const names = [...new Set([...enabled, ...fetched])].filter(Boolean).slice(0, 2000)
  const extras = ProviderExtras.parse(record(raw['keepsake']))
  const provider = {
    kind: known.kind,
    name: shorten(text(raw['name'])),
    baseUrl: addressOf(raw),
    headers: extras.headers ?? {},
    parameters: extras.parameters ?? {},
    models: extras.models ?? names.map((name) => ({ name })),
    defaultModel: extras.defaultModel ?? null,
  }
  const keyId = named(raw['apiKeyId'])
  return {
    entry: {
      ...head('providerConfigs', raw),
      kind: 'provider',
      provider,
      keyId,
      ...datesOf(raw),
    },
  }
}

/** A project by itself, so that one without conversations comes as well. */
export function projectEntry(raw: Raw, path: ForeignProject[]): Item {
  return { entry: { ...head('projects', raw), kind: 'project', path } }
}

/** What a project says, in either program's words. */
export function projectExtras(raw: Raw): Parameters | null {
  const ours = record(record(raw['metadata'])['keepsake'])['parameters']
  return Parameters.safeParse(ours).data ?? null
}

function* readTag(raw: Raw): Generator<Item> {
  const color = Tag.shape.color.safeParse(record(raw['keepsake'])['color']).data ?? null
  const { createdAt } = datesOf(raw)
  const name = text(raw['name'])
  yield { entry: { ...head('rulesAndTags', raw, 'tags'), kind: 'tag', name, color, createdAt } }
  if (named(raw['description'])) yield unsupported(`${whatOf('tags', raw)} (description)`)
}

function readRule(raw: Raw): Item {
  return {
    entry: {
      ...head('rulesAndTags', raw, 'rules'),
      kind: 'rule',
      name: shorten(text(raw['name'])),
      content: text(raw['content']),
      alwaysOn: raw['alwaysOn'] === true,
      source: before(raw, 'id', 'name', 'content', 'alwaysOn', 'createdAt', 'updatedAt'),
      ...datesOf(raw),
    },
  }
}

function readLink(raw: Raw, tags: Map<string, string>, rules: Set<string>): Item {
  const [tagId, ruleId] = [text(raw['tagId']), text(raw['ruleId'])]
  const tagName = tags.get(tagId)
  const what = `tagRuleLinks: ${text(raw['id']) || `${tagId}:${ruleId}`}`
  if (tagName === undefined || !rules.has(ruleId)) return { skipped: { what, reason: 'damaged' } }
  const id = `${tagId}:${ruleId}`
  return { entry: { under: 'rulesAndTags', what, id, kind: 'link', tagId, tagName, ruleId } }
}

/** What could run: it is kept as it came, except that it is switched off. */
function readSwitched(raw: Raw, kind: 'mod' | 'mcpServer' | 'syncRepo', under: Switch): Item {
  const content = without(raw, 'id', 'name', 'enabled', ...(kind === 'mcpServer' ? [] : DATES))
  const name = shorten(text(raw['name']))
  return { entry: { ...head(under, raw), kind, name, content, ...datesOf(raw) } }
}

const DATES = ['createdAt', 'updatedAt']

function* readRepo(raw: Raw): Generator<Item> {
  yield readSwitched(raw, 'syncRepo', 'syncRepos')
  if (named(raw['password'])) yield secretOf('syncRepos', raw, 'password')
}

/** A header may be a password by any name, so none is kept. */
function* readServer(raw: Raw): Generator<Item> {
  const { headers, ...rest } = raw
  const url = text(raw['url'])
  const hidden = withoutPassword(url)
  yield readSwitched({ ...rest, ...('url' in raw && { url: hidden }) }, 'mcpServer', 'mcpServers')
  for (const name of Object.keys(record(headers))) yield secretOf('mcpServers', raw, name)
  if (hidden !== url) yield secretOf('mcpServers', raw, 'url')
}

function secretOf(list: string, raw: Raw, field: string): Item {
  return { skipped: { what: `${whatOf(list, raw)} (${field})`, reason: 'secret' } }
}

function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*:[^/?#@]*@/i, '$1')
}

const TEMPLATE_FIELDS = ['id', 'name', 'type', 'prompt', 'variables', 'parentId', ...DATES]

function readTemplate(raw: Raw, under: 'promptTemplates' | 'agents'): Item {
  const said = text(raw['type'])
  const type: ForeignTemplate['type'] =
    under === 'promptTemplates' ? 'prompt' : said === 'task' ? 'task' : 'agent'
  const template = {
    type,
    parentId: type === 'task' ? named(raw['parentId']) : null,
    name: shorten(text(raw['name'])),
    content: text(raw['prompt']),
    variables: kept(raw['variables']),
    source: before(raw, ...TEMPLATE_FIELDS),
  }
  return { entry: { ...head(under, raw), kind: 'template', template, ...datesOf(raw) } }
}

function before(raw: Raw, ...names: string[]) {
  return { format: 'litechat', data: without(raw, ...names) }
}

function shorten(name: string): string {
  const line = name
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
  return [...line].slice(0, 200).join('') || '–'
}
