import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { prepareDatabase } from '../../../src-main/backup/prepare'
import { readSchemaVersion } from '../../../src-main/backup/pages'
import { canSalvage } from '../../../src-main/backup/salvage'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { AppError } from '../../../src-main/errors'
import { migrations, temporaryFolder } from '../world'
import {
  contentOf,
  fill,
  noise,
  noiseOf,
  NOW,
  openHistory,
  pagesOf,
  snapshot,
  wholeHistory,
  write,
} from './history'

const whole = wholeHistory(40)
const bytes = () => readFileSync(whole.file).length

/** Begins as the program does; answers the failure, or what the database then says of itself. */
function begin(file: string): string[] {
  try {
    prepareDatabase(file, migrations.length, NOW)
    const db = openWritable(file, { migrations, copiesFolder: join(file, '../backups'), now: NOW })
    const { checks } = checkDatabase(db)
    closeDatabase(db)
    return ['opened', ...checks.filter((check) => !check.ok).map((check) => check.name)]
  } catch (error) {
    if (error instanceof AppError) return [error.failure.code]
    throw error
  }
}

function copyOfWhole() {
  const file = join(temporaryFolder(), 'keepsake.db')
  copyFileSync(whole.file, file)
  return file
}

const noisy = (name: string, kind: 'leaf' | 'internal') => (file: string) =>
  noise(file, pagesOf(file, name, kind)[0] ?? 0)

const kinds: [what: string, damage: (file: string) => void, found: string, salvageable: boolean][] =
  [
    ['zeros at its head', (file) => write(file, 0, Buffer.alloc(100)), 'database_damaged', true],
    ['noise at its head', (file) => write(file, 0, noiseOf(100)), 'database_damaged', true],
    ['a bad first page', (file) => noise(file, 1), 'database_damaged', true],
    [
      'zeros all over',
      (file) => writeFileSync(file, Buffer.alloc(bytes())),
      'database_damaged',
      false,
    ],
    ['been cut to its head', (file) => truncateSync(file, 60), 'database_damaged', false],
    ['been cut to a page', (file) => truncateSync(file, 4096), 'database_damaged', false],
    ['been cut in half', (file) => truncateSync(file, bytes() >> 1), 'database_damaged', true],
    ['lost its last page', (file) => truncateSync(file, bytes() - 4096), 'database_damaged', true],
    [
      'a text in its place',
      (file) => writeFileSync(file, 'Dear diary,\n'.repeat(999)),
      'database_damaged',
      false,
    ],
    [
      'a folder in its place',
      (file) => replaceBy(file, () => mkdirSync(file)),
      'database_damaged',
      false,
    ],
    ['another program’s database in its place', foreign, 'database_foreign', false],
    ['a bad leaf of messages', noisy('messages', 'leaf'), 'integrity', true],
    ['a bad page above the messages', noisy('messages', 'internal'), 'integrity', true],
    ['a bad page of an index', noisy('messages_parent', 'leaf'), 'integrity', true],
    ['a bad page of conversations', noisy('conversations', 'leaf'), 'integrity', true],
    ['a bad page of the search index', noisy('messages_fts_data', 'leaf'), 'search_index', true],
  ]

test.each(kinds)('a history that has %s is not taken for a new one', (_, damage, found, saved) => {
  const file = copyOfWhole()
  damage(file)
  const before = snapshot(dirname(file))
  expect(canSalvage(file, migrations)).toBe(saved)
  expect(snapshot(dirname(file))).toEqual(before)
  const result = begin(file)
  expect(result).toContain(found)
  // What is refused is left as it is.
  const after = snapshot(dirname(file))
  expect(result[0] === 'opened' || before.every((entry) => after.includes(entry))).toBe(true)
})

test('a bad page of the search index spoils nothing else', () => {
  const file = copyOfWhole()
  noisy('messages_fts_data', 'leaf')(file)
  expect(begin(file)).toEqual(['opened', 'search_index'])
  expect(contentOf(file)).toEqual(whole.content)
})

/** A history as a killed program leaves it, `chats` in the file and six more only in the log. */
function killed(chats = 6) {
  const folder = temporaryFolder()
  const live = join(folder, 'live', 'keepsake.db')
  mkdirSync(dirname(live))
  const db = openHistory(live)
  fill(db, chats)
  db.$client.pragma('wal_checkpoint(TRUNCATE)')
  db.$client.pragma('wal_autocheckpoint = 0')
  fill(db, 6)
  const file = join(folder, 'keepsake.db')
  for (const side of ['', '-wal', '-shm']) copyFileSync(`${live}${side}`, `${file}${side}`)
  closeDatabase(db)
  return file
}

test('after a kill the log is merged, whatever became of its index', () => {
  for (const spoil of [
    () => {},
    (file: string) => rmSync(`${file}-shm`),
    (file: string) => writeFileSync(`${file}-shm`, noiseOf(32768)),
    (file: string) => writeFileSync(`${file}-shm`, 'x'),
  ]) {
    const file = killed()
    spoil(file)
    expect(begin(file)).toEqual(['opened'])
    expect(contentOf(file).size).toBe(12 * 25)
  }
})

test('without its log, or with noise for one, what was in the file is there and sound', () => {
  for (const spoil of [
    (file: string) => rmSync(`${file}-wal`),
    (file: string) => writeFileSync(`${file}-wal`, ''),
    (file: string) => writeFileSync(`${file}-wal`, noiseOf(50_000)),
  ]) {
    const file = killed()
    spoil(file)
    expect(begin(file)).toEqual(['opened'])
    expect(contentOf(file).size).toBe(6 * 25)
  }
})

test('a log whose file is gone or empty is not thrown away, and what it holds can be saved', () => {
  for (const spoil of [rmSync, (file: string) => truncateSync(file)]) {
    const file = killed(0)
    spoil(file)
    const before = snapshot(dirname(file))
    expect(begin(file)).toEqual(['database_damaged'])
    expect(snapshot(dirname(file))).toEqual(before)
    expect(canSalvage(file, migrations)).toBe(true)
  }
})

test('a history that was killed in its first moment opens', () => {
  const folder = temporaryFolder()
  const db = openHistory(join(folder, 'live.db'))
  const file = join(folder, 'keepsake.db')
  for (const side of ['', '-wal']) copyFileSync(join(folder, `live.db${side}`), `${file}${side}`)
  closeDatabase(db)
  expect(begin(file)).toEqual(['opened'])
})

test('the log of another history is refused before anything is mixed', () => {
  const file = killed()
  copyFileSync(`${killed()}-wal`, `${file}-wal`)
  const before = snapshot(dirname(file))
  expect(begin(file)).toEqual(['database_damaged'])
  expect(snapshot(dirname(file))).toEqual(before)
})

test('a log that does not fit an older state of the same history is refused', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'keepsake.db')
  const db = openHistory(file)
  fill(db, 2)
  db.$client.pragma('wal_checkpoint(TRUNCATE)')
  const older = readFileSync(file)
  fill(db, 12)
  db.$client.pragma('wal_checkpoint(TRUNCATE)')
  fill(db, 1)
  mkdirSync(join(folder, 'mixed'))
  const mixed = join(folder, 'mixed', 'keepsake.db')
  writeFileSync(mixed, older)
  copyFileSync(`${file}-wal`, `${mixed}-wal`)
  closeDatabase(db)
  const before = snapshot(dirname(mixed))
  expect(begin(mixed)).toEqual(['database_damaged'])
  expect(snapshot(dirname(mixed))).toEqual(before)
})

test('a history from a newer version is told by its bytes alone, and nothing is left beside it', () => {
  const file = killed()
  const client = new Database(file)
  client.pragma('wal_autocheckpoint = 0')
  client.pragma('user_version = 999')
  const log = readFileSync(`${file}-wal`)
  const unclean = join(temporaryFolder(), 'keepsake.db')
  copyFileSync(file, unclean)
  writeFileSync(`${unclean}-wal`, log)
  client.close()
  for (const newer of [file, unclean]) {
    const before = snapshot(dirname(newer))
    expect(readSchemaVersion(newer)).toBe(999)
    expect(snapshot(dirname(newer))).toEqual(before)
  }
})

function replaceBy(file: string, make: () => void) {
  rmSync(file)
  make()
}

function foreign(file: string) {
  replaceBy(file, () => {
    const client = new Database(file)
    client.exec('CREATE TABLE notes (body TEXT)')
    client.close()
  })
}
