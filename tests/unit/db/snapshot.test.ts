import { copyFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { copyDatabase } from '../../../src-main/db/copy'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openReadable, openWritable } from '../../../src-main/db/open'
import { copyHistory } from '../../../src-main/db/snapshot'
import { fillIndex, fillTitles, isFillDue } from '../../../src-main/db/upkeep'
import {
  contentOf,
  noise,
  NOW,
  openHistory,
  pagesOf,
  snapshot,
  wholeHistory,
} from '../backup/history'
import { fullProfile, tableHashes } from '../backup/profile'
import { migrations, temporaryFolder } from '../world'

const whole = wholeHistory(2)

test('a copy has every row and the whole schema, and its search index is filled later', () => {
  const target = join(temporaryFolder(), 'copy.db')
  const rows = copyHistory(whole.file, target)
  expect(readdirSync(dirname(target))).toEqual(['copy.db'])
  expect(rows['messages']).toBe(48)
  expect(contentOf(target)).toEqual(whole.content)
  const db = openWritable(target, { migrations, copiesFolder: dirname(target), now: NOW })
  const schema = 'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name'
  const original = openReadable(whole.file)
  expect(db.$client.prepare(schema).all()).toEqual(original.$client.prepare(schema).all())
  const options = 'SELECT * FROM messages_fts_config ORDER BY k'
  expect(db.$client.prepare(options).all()).toEqual(original.$client.prepare(options).all())
  closeDatabase(original)
  expect(isFillDue(db)).toBe(true)
  const found = db.$client.prepare(`SELECT count(*) FROM messages_fts('chat')`).pluck()
  expect(found.get()).toBe(0)
  fillTitles(db)
  fillIndex(db, 0, Infinity)
  expect(found.get()).toBe(48)
  expect(checkDatabase(db).checks.filter(({ ok }) => !ok)).toEqual([])
  closeDatabase(db)
})

test('every table of a history comes along as it is', () => {
  const place = fullProfile()
  const copy = join(temporaryFolder(), 'keepsake.db')
  copyHistory(place.database, copy)
  expect(tableHashes({ ...place, database: copy })).toEqual(tableHashes(place))
})

test('neither the history nor its log is written to', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'keepsake.db')
  const db = openHistory(file)
  db.$client.exec('UPDATE settings SET sidebar_width = 300')
  // As a program leaves it that was killed.
  const left = temporaryFolder()
  for (const name of ['keepsake.db', 'keepsake.db-wal'])
    copyFileSync(join(folder, name), join(left, name))
  closeDatabase(db)
  const before = snapshot(left)
  const target = join(temporaryFolder(), 'copy.db')
  copyHistory(join(left, 'keepsake.db'), target)
  expect(snapshot(left).filter((line) => !line.includes('-shm'))).toEqual(before)
  const copied = openReadable(target)
  expect(copied.$client.prepare('SELECT sidebar_width FROM settings').pluck().get()).toBe(300)
  closeDatabase(copied)
})

test('a damaged search index is no reason not to have a copy, and damage elsewhere is', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'keepsake.db')
  copyFileSync(whole.file, file)
  noise(file, pagesOf(file, 'messages_fts_data', 'leaf')[0] ?? 0)
  const copy = copyDatabase(file, join(folder, 'backups'), 'daily', NOW)
  expect(contentOf(copy)).toEqual(whole.content)
  noise(file, pagesOf(file, 'messages_parent', 'leaf')[0] ?? 0)
  expect(() => copyDatabase(file, join(folder, 'more'), 'daily', NOW)).toThrow('database_damaged')
  expect(readdirSync(join(folder, 'more'))).toEqual([])
})
