import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import Database from 'better-sqlite3'
import { type BackupOptions, makeBackup } from '../../../src-main/backup/make'
import { ALL } from '../../../src-main/backup/categories'
import type { RestoreOptions } from '../../../src-main/backup/restoreBackup'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { ensureDefaults } from '../../../src-main/db/settings'
import { type Cipher, openKeys } from '../../../src-main/storage/keys'
import { type Paths, paths } from '../../../src-main/storage/layout'
import { contentHash } from '../content'
import { fillEveryTable } from '../db/rows'
import { migrations, temporaryFolder } from '../world'
import { fill, NOW } from './history'

export const HOSTILE = [
  '../../x',
  'C:\\con',
  '<script>alert(1)</script>',
  '\u202Egnp.exe',
  '"; DROP',
]

/** Where a profile lies whose folder is there and empty. */
export function emptyPlace(): Paths {
  const place = paths(join(temporaryFolder(), 'root'), 'default')
  mkdirSync(place.profile, { recursive: true })
  return place
}

/** A profile as the first start makes it. */
export function newProfile(): Paths {
  const place = emptyPlace()
  const options = { migrations, copiesFolder: place.backups, now: NOW + 5 }
  const db = openWritable(place.database, options)
  ensureDefaults(db, '0190a000-0000-7000-8000-00000000000e', NOW + 5)
  closeDatabase(db)
  return place
}

/** A profile with rows in every table, the bytes of its attachments, and names as hostile as can be. */
export function fullProfile(chats = 2): Paths {
  const place = emptyPlace()
  const db = openWritable(place.database, { migrations, copiesFolder: place.backups, now: NOW })
  const { $client: client } = db
  fillEveryTable(client)
  fill(db, chats)
  const rename = client.prepare('UPDATE conversations SET title = ? WHERE seq = ?')
  HOSTILE.forEach((name, index) => rename.run(name, index + 1))
  const files = client.prepare('SELECT seq FROM attachments').pluck().all() as number[]
  for (const seq of files) {
    const bytes = Buffer.from(`attachment ${seq} `.repeat(500 * seq))
    const sha256 = addFile(place, bytes)
    const name = HOSTILE[seq % HOSTILE.length] ?? ''
    client
      .prepare('UPDATE attachments SET sha256 = ?, bytes = ?, name = ? WHERE seq = ?')
      .run(sha256, bytes.length, name, seq)
  }
  closeDatabase(db)
  return place
}

/** Puts bytes where an attachment lies; answers their hash. */
export function addFile({ attachments }: Paths, bytes: Buffer): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = join(attachments, sha256.slice(0, 2), sha256)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  return sha256
}

export function backUp(place: Paths, more: Partial<BackupOptions> = {}) {
  const out = join(temporaryFolder(), 'full.keepsake')
  return makeBackup(place, out, { app: '1.2.3', supported: migrations.length, now: NOW, ...more })
}

export function restoring(more: Partial<RestoreOptions> = {}): RestoreOptions {
  const keys = () => Promise.reject(new Error('no keys are in this backup'))
  return { only: ALL, replace: [], migrations, now: NOW + 60_000, keys, ...more }
}

/** One hash of all that is the user's in a profile. */
export function hashOf(place: Paths): string {
  return JSON.stringify([change(place, contentHash), hashOfFiles(place.attachments)])
}

/** A hash of each table by itself. */
export function tableHashes(place: Paths): Record<string, string> {
  return change(place, (client) => {
    const tables = client
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'`)
      .pluck()
      .all() as string[]
    const own = tables.filter((name) => !/^(sqlite|search|messages_fts|__)/.test(name))
    const columns = (table: string) =>
      client.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]
    return Object.fromEntries(
      own.map((table) => [table, contentHash(client, { [table]: columns(table) })]),
    )
  })
}

/** Works on the database of a profile that nobody has open. */
export function change<T>({ database }: Paths, work: (client: Database.Database) => T): T {
  const client = new Database(database)
  try {
    client.function('new_id', () => '')
    return work(client)
  } finally {
    client.close()
  }
}

function hashOfFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => statSync(file).isFile())
      .map((file) => {
        const hash = createHash('sha256').update(readFileSync(file)).digest('hex')
        return `${relative(folder, file)} ${hash}`
      })
      .toSorted()
  } catch {
    return []
  }
}

/** A key store of a machine: another one's cannot open what it wrote. */
export function keysOf(place: Paths, machine: string) {
  const cipher: Cipher = {
    available: () => Promise.resolve(true),
    backend: () => machine,
    encrypt: (text) =>
      Promise.resolve(Buffer.from(`${machine}:${[...text].toReversed().join('')}`)),
    decrypt: (bytes) => {
      const [owner, text = ''] = bytes.toString().split(':')
      if (owner !== machine) return Promise.reject(new Error('not of this machine'))
      return Promise.resolve([...text].toReversed().join(''))
    },
  }
  return openKeys(join(place.profile, 'keys.json'), cipher)
}
