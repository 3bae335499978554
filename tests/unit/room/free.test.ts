import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { spareCopies } from '../../../src-main/backup/automatic'
import { copyDatabase } from '../../../src-main/db/copy'
import { areCopied, findSpace } from '../../../src-main/room/find'
import { compactDatabase, removeSpareCopies, removeUnusedFiles } from '../../../src-main/room/free'
import { decideClearing, finishClearing, isBeingCleared } from '../../../src-main/storage/clearing'
import { contentFile } from '../../../src-main/storage/attachments'
import { addFile, change, fullProfile, hashOf, newProfile } from '../backup/profile'
import { migrations } from '../world'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 7, 1)

test('the newest three copies stay, the newest that opens, and the one that Undo needs', () => {
  const place = newProfile()
  const names = ['before-restore', 'daily', 'daily', 'daily', 'manual', 'daily', 'daily']
  names.forEach((name, day) => copyDatabase(place.database, place.backups, name, NOW + day * DAY))
  const all = readdirSync(place.backups).toSorted((a, b) =>
    a.slice(-28).localeCompare(b.slice(-28)),
  )
  // Of the newest three nothing is left but a piece.
  for (const name of all.slice(-3)) writeFileSync(join(place.backups, name), 'SQLite')
  const { spare, kept } = spareCopies(place.backups)
  expect(kept).toBe(5)
  expect(spare).toHaveLength(2)
  expect(removeSpareCopies(place)).toBe(spare.reduce((sum, { bytes }) => sum + bytes, 0))
  const left = readdirSync(place.backups)
  expect(left.filter((name) => name.startsWith('before-restore'))).toHaveLength(1)
  expect(left).toEqual(expect.arrayContaining(all.slice(-4)))
  expect(spareCopies(place.backups).spare).toEqual([])
})

test('files that no chat uses go when room is asked for, also those of a copy, and no others', async () => {
  const place = fullProfile()
  const orphan = contentFile(place.attachments, addFile(place, Buffer.from('orphan')))
  const fresh = contentFile(place.attachments, addFile(place, Buffer.from('fresh')))
  const old = (NOW - DAY) / 1000
  for (const { name, parentPath } of readdirSync(place.attachments, {
    recursive: true,
    withFileTypes: true,
  })) {
    utimesSync(join(parentPath, name), old, old)
  }
  utimesSync(fresh, NOW / 1000, NOW / 1000)
  const { files } = await findSpace(place)
  expect(files).toEqual({ count: 2, bytes: 11 })
  expect(await removeUnusedFiles(place, NOW + 1000)).toBe(6)
  expect([existsSync(orphan), existsSync(fresh)]).toEqual([false, true])
  expect((await findSpace(place)).files).toEqual({ count: 1, bytes: 5 })
})

test('compacting gives bytes back to the disk and keeps every row', () => {
  const place = fullProfile()
  change(place, (client) => {
    client.exec(`CREATE TABLE filler AS SELECT zeroblob(2000000) AS bytes; DROP TABLE filler`)
  })
  const hash = hashOf(place)
  const before = statSync(place.database).size
  const freed = compactDatabase(place, { supported: migrations.length, now: NOW })
  expect(freed).toBeGreaterThan(1_900_000)
  expect(statSync(place.database).size).toBe(before - freed)
  expect(hashOf(place)).toBe(hash)
  expect(
    readdirSync(place.profile).filter((name) => /damaged|incoming|restore/.test(name)),
  ).toEqual([])
})

test('a copy counts for chats only as they are in it', () => {
  const place = fullProfile()
  const ids = change(place, (client) =>
    client.prepare('SELECT id FROM conversations WHERE deleted_at IS NULL').pluck().all(),
  ) as string[]
  expect(areCopied(place, ids)).toBe(false)
  copyDatabase(place.database, place.backups, 'daily', NOW)
  expect(areCopied(place, ids)).toBe(true)
  change(place, (client) =>
    client.prepare('UPDATE conversations SET updated_at = updated_at + 1 WHERE id = ?').run(ids[0]),
  )
  expect(areCopied(place, ids)).toBe(false)
  expect(areCopied(place, ids.slice(1))).toBe(true)
})

test('a profile of which it is decided that it is cleared is, whoever opens it next', () => {
  const place = fullProfile()
  writeFileSync(place.profileFile, '{}')
  mkdirSync(place.workspaces)
  finishClearing(place.profile)
  expect(existsSync(place.database)).toBe(true)
  decideClearing(place.profile)
  expect(isBeingCleared(place.profile)).toBe(true)
  finishClearing(place.profile)
  expect(readdirSync(place.profile)).toEqual(['profile.json'])
  expect(isBeingCleared(place.profile)).toBe(false)
})
