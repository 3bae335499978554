import { join } from 'node:path'
import { unfinished } from '../../../src-main/db/importUndo'
import type { WritableDb } from '../../../src-main/db/open'
import { openKeys } from '../../../src-main/storage/keys'
import type { KeyPlace } from '../../../src-main/transfer/importEntries'
import { takeBack } from '../../../src-main/transfer/takeBack'
import { temporaryDatabase } from '../world'
import { fixtures, type Place } from './importing'

export const FULL = join(fixtures, 'litechat/litechat_full_config_2026-01-01_00-01-30.json')
export const TABLES = [
  'providers',
  'api_keys',
  'projects',
  'tags',
  'rules',
  'tag_rules',
  'mods',
  'sync_repos',
  'mcp_servers',
  'prompt_templates',
  'conversations',
] as const

export const rows = (db: WritableDb, table: string) =>
  db.$client.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]

function counted(db: WritableDb) {
  const all = TABLES.map((table) => [table, rows(db, table).length] as const)
  return Object.fromEntries(all.filter(([, count]) => count > 0))
}

export function added(db: WritableDb) {
  const none = counted(temporaryDatabase())
  const all = Object.entries(counted(db)).map(([name, count]) => [name, count - (none[name] ?? 0)])
  return Object.fromEntries(all.filter(([, count]) => count !== 0))
}

const plainCipher = {
  available: () => Promise.resolve(false),
  backend: () => 'none',
  encrypt: () => Promise.reject(new Error('no')),
  decrypt: () => Promise.reject(new Error('no')),
}

export function withStore(place: Place, allowPlain = true) {
  const store = openKeys(join(place.folder, 'keys.json'), plainCipher)
  const keys: KeyPlace = {
    save: (id, secret) => store.save(id, secret, { allowPlain }),
    remove: store.remove,
  }
  return { store, keys, target: { ...place.target, keys } }
}

/** What the next start does. */
export function undo({ db, write, attachments, keys }: ReturnType<typeof withStore>['target']) {
  const runs = unfinished(db)
  return takeBack({ runs, write: write.importUndo, attachments, removeKey: keys.remove })
}
