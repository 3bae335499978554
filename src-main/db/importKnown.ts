import { getTableColumns } from 'drizzle-orm'
import type { Id } from '@contract/entities'
import type { ForeignEntry } from '../transfer/foreignEntry'
import { shortKey } from '../transfer/placing'
import { findProject, tagNamed } from './importPlaces'
import type { ReadableDb } from './open'
import { prepared } from './prepared'
import { settings } from './schema/settings'
import { get as settingsOf } from './settings'

type Kind = ForeignEntry['kind']
/** Something of a file that is of this kind. */
export type Of<K extends Kind> = Extract<ForeignEntry, { kind: K }>

/** Where each kind has its rows; the others are known by what they say. */
export const ENTRY_TABLES = {
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
export function endsOf(db: ReadableDb, format: string, { tagId, tagName, ruleId }: Of<'link'>) {
  const tag = localOf(db, format, 'tag', tagId) ?? tagNamed(db, tagName)
  return { tag, rule: localOf(db, format, 'rule', ruleId) }
}

/** A setting is taken over where nobody chose one here. */
export function isChosen(db: ReadableDb, { patch }: Pick<Of<'setting'>, 'patch'>): boolean {
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
export function localOf(
  db: ReadableDb,
  format: string,
  kind: keyof typeof ENTRY_TABLES,
  foreignId: string,
): Id | null {
  const table = ENTRY_TABLES[kind]
  const found = prepared(
    db,
    `SELECT id FROM ${table} WHERE id = coalesce(
       (SELECT id FROM import_entries JOIN ${table} ON id = local_id
        WHERE format = ? AND foreign_id = ?), ?)`,
  )
    .pluck()
    .get(format, keyOf(kind, foreignId), foreignId)
  return (found as Id | undefined) ?? null
}

/** Under what a thing of a file is noted. */
export const keyOf = (kind: Kind, id: string) => `x${kind}:${shortKey(id)}`
