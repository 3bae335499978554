import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openBackupJob } from '../../../src-main/backup/jobs'
import { previewRestore } from '../../../src-main/backup/preview'
import { restoreBackup, undoRestore } from '../../../src-main/backup/restoreBackup'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { acquireLock } from '../../../src-main/storage/lock'
import type { Paths } from '../../../src-main/storage/layout'
import { migrations, temporaryFolder } from '../world'
import { fill, NOW, openHistory } from './history'
import { addFile, change, fullProfile, hashOf, newProfile, restoring } from './profile'

const noMatter = () => Promise.resolve()

/** Every file of a root with its bytes. */
function snapshot(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(root, name)).isFile())
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(root, name), 'base64')]))
}

function profileWithChats(chats: number): Paths {
  const place = newProfile()
  const db = openWritable(place.database, { migrations, copiesFolder: place.backups, now: NOW })
  fill(db, chats)
  closeDatabase(db)
  return place
}

function countIn(place: Paths, from: string): number {
  return change(place, (client) =>
    Number(client.prepare(`SELECT count(*) FROM ${from}`).pluck().get()),
  )
}

test('another profile is merged with its files, and not a byte of it changes', async () => {
  const other = fullProfile()
  const here = profileWithChats(1)
  const before = snapshot(other.root)
  const preview = await previewRestore(here, other.profile, restoring())
  const hashBefore = hashOf(here)
  expect(preview.conversations).toMatchObject({ adds: 5, conflicts: 0, removes: 0 })

  const done = await restoreBackup(here, other.profile, restoring(), noMatter)
  expect(done).toMatchObject({ source: 'profile', keys: { restored: 0, refused: 0 } })
  expect(done.categories.conversations).toEqual(preview.conversations)
  expect(done.attachments).toBeGreaterThan(0)
  for (const file of Object.keys(before).filter((name) => name.includes('attachments'))) {
    expect(readFileSync(join(here.root, file), 'base64')).toBe(before[file])
  }
  expect(countIn(here, 'conversations')).toBe(6)
  expect(snapshot(other.root)).toEqual(before)

  const db = openWritable(here.database, { migrations, copiesFolder: here.backups, now: NOW })
  expect(checkDatabase(db).checks.filter(({ ok }) => !ok)).toEqual([])
  closeDatabase(db)
  undoRestore(here, { migrations, now: NOW + 90_000 })
  const files = (hash: string) => JSON.parse(hash)[0]
  expect(files(hashOf(here))).toEqual(files(hashBefore))
}, 30_000)

test('what is only in its log is merged as well, and the log stays', async () => {
  const other = newProfile()
  const db = openHistory(other.database)
  fill(db, 2)
  expect(statSync(`${other.database}-wal`).size).toBeGreaterThan(0)
  const before = snapshot(other.root)
  const here = profileWithChats(1)
  await restoreBackup(here, other.profile, restoring(), noMatter)
  expect(countIn(here, 'conversations')).toBe(3)
  expect(snapshot(other.root)).toEqual(before)
  closeDatabase(db)
})

test('files whose bytes are gone or damaged are counted, and damaged ones here are mended', async () => {
  const other = fullProfile()
  const here = newProfile()
  const contents = change(other, (client) =>
    client.prepare('SELECT DISTINCT sha256 FROM attachments ORDER BY 1').pluck().all(),
  ) as string[]
  const whole = contents.filter((hash) => hash !== 'f'.repeat(64))
  const [gone = '', rotten = '', mended = ''] = whole
  expect(mended).not.toBe('')
  const fileOf = (place: Paths, hash: string) => join(place.attachments, hash.slice(0, 2), hash)
  rmSync(fileOf(other, gone))
  writeFileSync(fileOf(other, rotten), 'something else')
  mkdirSync(dirname(fileOf(here, mended)), { recursive: true })
  writeFileSync(fileOf(here, mended), Buffer.alloc(statSync(fileOf(other, mended)).size))

  const done = await restoreBackup(here, other.profile, restoring(), noMatter)
  expect(done).toMatchObject({ attachments: whole.length - 2, missing: 2 })
  expect(readFileSync(fileOf(here, mended))).toEqual(readFileSync(fileOf(other, mended)))
})

test('keys stay where they are, and a server that is in both keeps the key it has here', async () => {
  const here = fullProfile(1)
  const keys = countIn(here, 'api_keys')
  const linked = countIn(here, 'providers WHERE api_key_id IS NOT NULL')
  expect(keys * linked).toBeGreaterThan(0)
  const other = fullProfile(1)
  change(other, (client) => client.exec(`UPDATE providers SET name = 'newer', updated_at = 9e15`))
  await restoreBackup(here, other.profile, restoring(), noMatter)
  expect(countIn(here, 'api_keys')).toBe(keys)
  expect(countIn(here, 'providers WHERE api_key_id IS NOT NULL')).toBe(linked)

  const empty = newProfile()
  await restoreBackup(empty, other.profile, restoring(), noMatter)
  expect(countIn(empty, 'api_keys')).toBe(0)
  expect(countIn(empty, 'providers WHERE api_key_id IS NOT NULL')).toBe(0)
  expect(countIn(empty, 'conversations')).toBe(countIn(other, 'conversations'))
}, 30_000)

test('one of an older version is brought up to date in a copy, and a newer one is refused', async () => {
  const here = profileWithChats(1)
  const before = hashOf(here)
  const newer = profileWithChats(1)
  change(newer, (client) => client.pragma(`user_version = ${migrations.length + 1}`))
  await expect(restoreBackup(here, newer.profile, restoring(), noMatter)).rejects.toThrow(
    'profile_newer',
  )
  const later = profileWithChats(1)
  writeFileSync(join(later.root, 'root.json'), '{"id":"x","created":1,"layout":99}')
  await expect(previewRestore(here, later.profile, restoring())).rejects.toThrow('profile_newer')
  const broken = newProfile()
  writeFileSync(broken.database, 'no database at all, but something')
  await expect(previewRestore(here, broken.profile, restoring())).rejects.toThrow('profile_damaged')
  expect(hashOf(here)).toBe(before)

  const older = newProfile()
  rmSync(older.database)
  const few = migrations.slice(0, 1)
  closeDatabase(
    openWritable(older.database, { migrations: few, copiesFolder: older.backups, now: NOW }),
  )
  change(older, (client) =>
    client.exec(
      `INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('old', 'Old', 1, 1)`,
    ),
  )
  const bytes = snapshot(older.root)
  await restoreBackup(here, older.profile, restoring(), noMatter)
  expect(countIn(here, `conversations WHERE id = 'old'`)).toBe(1)
  expect(snapshot(older.root)).toEqual(bytes)
})

test('one that another program has open, or that would take the place of this one, is refused', async () => {
  const here = profileWithChats(1)
  const other = profileWithChats(1)
  const lock = acquireLock(other.lock, Date.now(), () => undefined)
  await expect(previewRestore(here, other.profile, restoring())).rejects.toThrow('root_locked')
  lock.release()
  const replacing = restoring({ replace: ['conversations'] })
  await expect(restoreBackup(here, other.profile, replacing, noMatter)).rejects.toThrow('bad_input')
  const nothing = temporaryFolder()
  await expect(previewRestore(here, nothing, restoring())).rejects.toThrow('backup_damaged')
})

test('a window sees that it is a profile, with no version of its own and no keys', async () => {
  const other = fullProfile(1)
  addFile(other, Buffer.from('nobody refers to this'))
  const control = { progress: () => undefined, isCancelled: () => false }
  const task = { file: other.profile, folder: temporaryFolder(), migrations }
  expect(await openBackupJob(control, task)).toMatchObject({ kind: 'profile', hasKeys: false })
  expect(await openBackupJob({ ...control, isCancelled: () => true }, task)).toBeNull()
})
