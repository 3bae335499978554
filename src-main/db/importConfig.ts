import { randomUUIDv7 } from 'node:crypto'
import { getTableColumns } from 'drizzle-orm'
import type { Id } from '@contract/entities'
import type { ForeignEntry } from '../transfer/foreignEntry'
import { shortKey } from '../transfer/placing'
import { findProject, noteImported, projectFor, tagFor, tagNamed } from './importPlaces'
import type { ImportRun } from './importWrite'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import { mcpServers, mods, promptTemplates, rules, syncRepos, tagRules } from './schema/library'
import { apiKeys, providers } from './schema/servers'
import { settings } from './schema/settings'
import { get as settingsOf, update as changeSettings } from './settings'

type Kind = ForeignEntry['kind']
type Of<K extends Kind> = Extract<ForeignEntry, { kind: K }>

/** Where each kind has its rows; the others are known by what they say. */
const TABLES = {
  key: 'api_keys',
  provider: 'providers',
  tag: 'tags',
  rule: 'rules',
  mod: 'mods',
  mcpServer: 'mcp_servers',
  syncRepo: 'sync_repos',
  template: 'prompt_templates',
} as const satisfies Partial<Record<Kind, string>>

/** Whether the history has this already. What was changed here since stays as it is. */
export function isKnown(db: ReadableDb, format: string, entry: ForeignEntry): boolean {
  switch (entry.kind) {
    case 'setting':
      return isChosen(db, entry)
    case 'project':
      return entry.path.length === 0 || findProject(db, format, entry.path) !== null
    case 'link': {
      const { tag, rule } = endsOf(db, format, entry)
      const query = 'SELECT 1 FROM tag_rules WHERE tag_id = ? AND rule_id = ?'
      return prepared(db, query).get(tag, rule) !== undefined
    }
    case 'tag':
      return localOf(db, format, 'tag', entry.id) !== null || tagNamed(db, entry.name) !== null
    case 'key':
    case 'provider':
    case 'rule':
    case 'mod':
    case 'mcpServer':
    case 'syncRepo':
    case 'template':
      return localOf(db, format, entry.kind, entry.id) !== null
  }
}

/** A tag that was here before under its name is linked as well. */
function endsOf(db: ReadableDb, format: string, { tagId, tagName, ruleId }: Of<'link'>) {
  const tag = localOf(db, format, 'tag', tagId) ?? tagNamed(db, tagName)
  return { tag, rule: localOf(db, format, 'rule', ruleId) }
}

/** A setting is taken over where nobody chose one here. */
function isChosen(db: ReadableDb, { patch }: Of<'setting'>): boolean {
  const now = new Map(Object.entries(settingsOf(db)))
  const usual = new Map(
    Object.entries(getTableColumns(settings)).map(([name, column]) => [name, column.default]),
  )
  return Object.entries(patch).every(([name, value]) => {
    const [has, first] = [JSON.stringify(now.get(name)), JSON.stringify(usual.get(name))]
    return has !== first || has === JSON.stringify(value)
  })
}

/** What a thing of a file became here, or is here already: an export of this history names our own ids. */
function localOf(
  db: ReadableDb,
  format: string,
  kind: keyof typeof TABLES,
  foreignId: string,
): Id | null {
  const table = TABLES[kind]
  const found = prepared(
    db,
    `SELECT id FROM ${table} WHERE id = coalesce(
       (SELECT id FROM import_map JOIN ${table} ON id = local_id
        WHERE format = ? AND foreign_id = ?), ?)`,
  )
    .pluck()
    .get(format, keyOf(kind, foreignId), foreignId)
  return (found as Id | undefined) ?? null
}

const keyOf = (kind: Kind, id: string) => `x${kind}:${shortKey(id)}`

/** The id that the row of a key gets; the secret is kept under it before the row is written. */
export type KeyIds = ReadonlyMap<string, Id>

/** Something of a file, and the format that its ids belong to. */
export interface Considered {
  format: string
  entry: ForeignEntry
}

/** Writes what is new of a file besides its conversations; to be called in one transaction. */
export function writeEntries(
  db: WritableDb,
  run: ImportRun,
  entries: Considered[],
  keyIds: KeyIds,
): void {
  for (const { format, entry } of entries) {
    const id = write(db, { ...run, format }, entry, keyIds)
    if (id !== null) noteImported(db, run, { format, key: keyOf(entry.kind, entry.id), id })
  }
}

/** Answers the id of what is known by its id from now on. */
function write(db: WritableDb, run: ImportRun, entry: ForeignEntry, keyIds: KeyIds): Id | null {
  const id = randomUUIDv7()
  const { format } = run
  const at = 'updatedAt' in entry ? datesOf(run, entry) : { createdAt: run.now, updatedAt: run.now }
  switch (entry.kind) {
    case 'setting':
      changeSettings(db, entry.patch)
      return null
    case 'project':
      projectFor(db, run, format, entry.path)
      return null
    case 'key': {
      const { name } = entry
      const keyId = keyIds.get(entry.id) ?? id
      const createdAt = entry.createdAt ?? run.now
      db.insert(apiKeys).values({ id: keyId, name, createdAt }).run()
      for (const server of entry.servers) giveKey(db, format, keyId, server)
      return keyId
    }
    case 'provider': {
      const apiKeyId = entry.keyId === null ? null : localOf(db, format, 'key', entry.keyId)
      db.insert(providers)
        .values({ id, ...entry.provider, apiKeyId, ...at })
        .run()
      return id
    }
    case 'tag':
      return writeTag(db, run, entry)
    case 'rule': {
      const { name, content, alwaysOn, source } = entry
      db.insert(rules)
        .values({ id, name, content, alwaysOn, source, ...at })
        .run()
      return id
    }
    case 'link':
      writeLink(db, format, entry)
      return null
    case 'mod': {
      const { name, content } = entry
      db.insert(mods).values({ id, name, content, createdAt: at.createdAt }).run()
      return id
    }
    case 'mcpServer':
    case 'syncRepo': {
      const table = entry.kind === 'mcpServer' ? mcpServers : syncRepos
      db.insert(table)
        .values({ id, name: entry.name, configuration: entry.content, ...at })
        .run()
      return id
    }
    case 'template': {
      const { type: kind, parentId, ...template } = entry.template
      const above = parentId === null ? null : localOf(db, format, 'template', parentId)
      db.insert(promptTemplates)
        .values({ id, kind, parentId: above, ...template, ...at })
        .run()
      return id
    }
  }
}

/** A server that came before its key gets it, unless it has another or leads elsewhere by now. */
function giveKey(
  db: WritableDb,
  format: string,
  keyId: Id,
  { id, baseUrl }: Of<'key'>['servers'][number],
): void {
  prepared(
    db,
    'UPDATE providers SET api_key_id = ? WHERE id = ? AND base_url = ? AND api_key_id IS NULL',
  ).run(keyId, localOf(db, format, 'provider', id), baseUrl)
}

function datesOf(
  { now }: ImportRun,
  entry: { createdAt: number | null; updatedAt: number | null },
) {
  const createdAt = entry.createdAt ?? entry.updatedAt ?? now
  return { createdAt, updatedAt: entry.updatedAt ?? createdAt }
}

function writeTag(db: WritableDb, { now }: ImportRun, entry: Of<'tag'>): Id | null {
  const id = tagFor(db, entry.name, entry.createdAt ?? now)
  if (id !== null && entry.color) {
    prepared(db, 'UPDATE tags SET color = ? WHERE id = ?').run(entry.color, id)
  }
  return id
}

function writeLink(db: WritableDb, format: string, link: Of<'link'>): void {
  const { tag, rule } = endsOf(db, format, link)
  if (tag === null || rule === null) return
  db.insert(tagRules).values({ tagId: tag, ruleId: rule }).onConflictDoNothing().run()
}
