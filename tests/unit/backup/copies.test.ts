import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { findCopies } from '../../../src-main/backup/copies'
import { copyDatabase } from '../../../src-main/db/copy'
import { closeDatabase } from '../../../src-main/db/open'
import { temporaryFolder } from '../world'
import { fill, noise, NOW, openHistory, pagesOf, snapshot, wholeHistory } from './history'

const whole = wholeHistory(3)
const DAY = 86_400_000

test('copies are listed newest first with what is in them, damaged ones last and without counts', () => {
  const folder = join(temporaryFolder(), 'backups')
  const copy = (days: number) => copyDatabase(whole.file, folder, 'daily', NOW + days * DAY)
  const [old, middle, bad, empty] = [copy(0), copy(1), copy(2), copy(3)]
  noise(bad, pagesOf(bad, 'messages', 'leaf')[0] ?? 0)
  writeFileSync(empty, '')
  const other = new Database(join(folder, 'other.db'))
  other.exec('CREATE TABLE notes (body TEXT)')
  other.close()
  writeFileSync(join(folder, 'daily.db.partial'), 'half')
  mkdirSync(join(folder, 'folder.db'))
  const before = snapshot(folder)
  const copies = findCopies(folder)
  expect(snapshot(folder)).toEqual(before)
  expect(copies.map(({ file }) => file)).toEqual([middle, old, empty, bad])
  expect(copies.map(({ messages, conversations }) => [conversations, messages])).toEqual([
    [3, 72],
    [3, 72],
    [null, null],
    [null, null],
  ])
  expect(copies[0]).toMatchObject({ createdAt: NOW + DAY })
  expect(copies[0]?.bytes).toBeGreaterThan(50_000)
})

test('a copy with its log beside it is counted with the log, and neither is touched', () => {
  const live = join(temporaryFolder(), 'live', 'keepsake.db')
  mkdirSync(dirname(live))
  const db = openHistory(live)
  fill(db, 2)
  const folder = temporaryFolder()
  for (const side of ['', '-wal']) copyFileSync(`${live}${side}`, join(folder, `byhand.db${side}`))
  closeDatabase(db)
  const before = snapshot(folder)
  expect(findCopies(folder)).toMatchObject([{ conversations: 2, messages: 48 }])
  expect(snapshot(folder)).toEqual(before)
})

test('a folder that is not there holds no copies', () => {
  expect(findCopies(join(temporaryFolder(), 'backups'))).toEqual([])
})
