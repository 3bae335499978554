import { randomUUIDv7 } from 'node:crypto'
import type { Id } from '@contract/entities'
import type { SettingsPatch } from '@contract/settings'
import type { ForeignEntry } from '../transfer/foreignEntry'
import { endsOf, isChosen, keyOf, localOf, type Of } from './importKnown'
import { noteRun, remember } from './importMap'
import { projectFor, tagFor } from './importPlaces'
import type { ImportRun } from './importWrite'
import type { WritableDb } from './open'
import { prepared } from './prepared'
import { mcpServers, mods, promptTemplates, rules, syncRepos, tagRules } from './schema/library'
import { apiKeys, providers } from './schema/servers'
import { update as changeSettings } from './settings'

/** The id that the row of a key gets, by its id in the file; the secret is kept under it before. */
export type KeyIds = ReadonlyMap<string, Id>

/** Something of a file, and the format that its ids belong to. */
export interface Considered {
  format: string
  entry: ForeignEntry
}

/** Notes which keys a run brings, before the first of them is kept: so all of them can be taken back. */
export function noteKeys(
  db: WritableDb,
  run: ImportRun,
  keys: { format: string; foreignId: string; id: Id }[],
): void {
  noteRun(db, run)
  for (const { format, foreignId, id } of keys) {
    remember(db, run, format, { key: keyOf('key', foreignId), id })
  }
}

/** Writes what is new of a file besides its conversations and its settings, which come when a run ends. */
export function writeEntries(
  db: WritableDb,
  run: ImportRun,
  entries: Considered[],
  keyIds: KeyIds,
): void {
  noteRun(db, run)
  for (const { format, entry } of entries) {
    const id = write(db, { ...run, format }, entry, keyIds)
    if (id !== null) remember(db, run, format, { key: keyOf(entry.kind, entry.id), id })
  }
}

/** Takes settings over where nobody has chosen one here. */
export function writeSettings(db: WritableDb, patches: SettingsPatch[]): void {
  for (const patch of patches) if (!isChosen(db, { patch })) changeSettings(db, patch)
}

/** Answers the id of what is known by its id from now on. */
function write(db: WritableDb, run: ImportRun, entry: ForeignEntry, keyIds: KeyIds): Id | null {
  const id = randomUUIDv7()
  const { format } = run
  const at = 'updatedAt' in entry ? datesOf(run, entry) : { createdAt: run.now, updatedAt: run.now }
  switch (entry.kind) {
    case 'setting':
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
      writeLink(db, run, entry)
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

function writeTag(db: WritableDb, run: ImportRun, entry: Of<'tag'>): Id | null {
  const id = tagFor(db, { ...run, now: entry.createdAt ?? run.now }, run.format, entry.name)
  if (id !== null && entry.color) {
    prepared(db, 'UPDATE tags SET color = ? WHERE id = ?').run(entry.color, id)
  }
  return id
}

/** A link has no id: it is noted as that of its rule, with the tag beside it. */
function writeLink(db: WritableDb, run: ImportRun, link: Of<'link'>): void {
  const { tag, rule } = endsOf(db, run.format, link)
  if (tag === null || rule === null) return
  db.insert(tagRules).values({ tagId: tag, ruleId: rule }).onConflictDoNothing().run()
  remember(db, run, run.format, { key: keyOf('link', link.id), id: rule, linkedId: tag })
}
