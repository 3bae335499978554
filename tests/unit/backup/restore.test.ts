import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { restoreCopy } from '../../../src-main/backup/restore'
import { salvageInPlace } from '../../../src-main/backup/salvage'
import { finishRestore, setAside, swapIn } from '../../../src-main/backup/swap'
import { copyDatabase } from '../../../src-main/db/copy'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase } from '../../../src-main/db/open'
import { byRoot, canMount, makeReadOnly, smallDisk } from '../storage/disk'
import { migrations, temporaryFolder } from '../world'
import {
  contentOf,
  fill,
  noise,
  NOW,
  openHistory,
  pagesOf,
  snapshot,
  wholeHistory,
} from './history'

const options = { migrations, now: NOW }
const stamp = '2026-08-01T12-00-00-000Z'
const older = wholeHistory(4)

/** A history with a log that was never checkpointed, as after a kill, and a copy of an older one. */
function damagedWithCopy() {
  const folder = temporaryFolder()
  const live = join(folder, 'live.db')
  const db = openHistory(live)
  fill(db, 2)
  const file = join(folder, 'profile', 'keepsake.db')
  mkdirSync(dirname(file))
  for (const side of ['', '-wal', '-shm']) copyFileSync(`${live}${side}`, `${file}${side}`)
  closeDatabase(db)
  const copy = copyDatabase(older.file, join(folder, 'profile', 'backups'), 'daily', NOW)
  return { file, copy, folder: dirname(file) }
}

test('a restored copy is what is opened, and the former files are kept, log included', () => {
  const { file, copy } = damagedWithCopy()
  const former = ['', '-wal', '-shm'].map((side) => readFileSync(`${file}${side}`))
  const restored = restoreCopy(file, copy, options)
  expect(restored).toMatchObject({ conversations: 4, messages: 96 })
  expect(contentOf(file)).toEqual(older.content)
  expect(restored.setAside.map((kept) => readFileSync(kept))).toEqual(former)
  expect(readdirSync(dirname(file)).toSorted()).toEqual([
    'backups',
    'keepsake.db',
    `keepsake.db.damaged-${stamp}`,
    `keepsake.db.damaged-${stamp}-shm`,
    `keepsake.db.damaged-${stamp}-wal`,
  ])
  const db = openHistory(file)
  fill(db, 1)
  expect(checkDatabase(db).ok).toBe(true)
  closeDatabase(db)
})

test('a copy is restored where nothing is, and where a folder lies in the way', () => {
  const { file, copy, folder } = damagedWithCopy()
  setAside(file, NOW)
  expect(restoreCopy(file, copy, options).setAside).toEqual([])
  rmSync(file)
  mkdirSync(file)
  writeFileSync(join(file, 'inside'), 'kept')
  const { setAside: kept } = restoreCopy(file, copy, options)
  expect(kept).toEqual([`${file}.damaged-${stamp}-2`])
  expect(readFileSync(join(kept[0] ?? '', 'inside'), 'utf8')).toBe('kept')
  expect(contentOf(file)).toEqual(older.content)
  expect(readdirSync(folder)).not.toContain('restore.json')
})

test('a copy made by hand with its log beside it is restored with what the log holds', () => {
  const { file, folder } = damagedWithCopy()
  const byHand = join(folder, 'backups', 'byhand.db')
  const content = contentOf(file)
  for (const side of ['', '-wal']) copyFileSync(`${file}${side}`, `${byHand}${side}`)
  const before = snapshot(dirname(byHand))
  restoreCopy(file, byHand, options)
  expect(contentOf(file)).toEqual(content)
  expect(snapshot(dirname(byHand))).toEqual(before)
})

test('a copy with a damaged search index is restored: the index can be made anew', () => {
  const { file, copy } = damagedWithCopy()
  for (const page of pagesOf(copy, 'messages_fts_data', 'leaf')) noise(copy, page)
  restoreCopy(file, copy, options)
  expect(contentOf(file)).toEqual(older.content)
})

const bad: [what: string, code: string, spoil: (copy: string) => void][] = [
  [
    'is damaged',
    'database_damaged',
    (copy) => noise(copy, pagesOf(copy, 'messages', 'leaf')[1] ?? 0),
  ],
  ['is empty', 'database_damaged', (copy) => writeFileSync(copy, '')],
  ['is a text', 'database_damaged', (copy) => writeFileSync(copy, 'Dear diary, '.repeat(1000))],
  ['is gone', 'database_missing', (copy) => rmSync(copy)],
  ['is of another program', 'database_foreign', (copy) => change(copy, 'application_id = 7')],
  ['is of a newer version', 'database_newer', (copy) => change(copy, 'user_version = 999')],
]

test.each(bad)('a copy that %s is refused with %s and nothing is changed', (_, code, spoil) => {
  const { file, copy, folder } = damagedWithCopy()
  spoil(copy)
  const before = [snapshot(folder), snapshot(dirname(copy))]
  expect(() => restoreCopy(file, copy, options)).toThrow(code)
  expect([snapshot(folder), snapshot(dirname(copy))]).toEqual(before)
})

test.skipIf(!canMount)(
  `a restore or a rescue on a full or read-only disk changes nothing and says why${byRoot}`,
  () => {
    const { file, copy } = damagedWithCopy()
    const place = join(temporaryFolder(), 'small')
    smallDisk(place, 4)
    const here = join(place, 'keepsake.db')
    for (const side of ['', '-wal']) copyFileSync(`${file}${side}`, `${here}${side}`)
    const before = snapshot(place)
    expect(() => restoreCopy(here, copy, options)).toThrow('disk_full')
    expect(() => salvageInPlace(here, options)).toThrow('disk_full')
    makeReadOnly(dirname(file))
    const former = snapshot(dirname(file))
    expect(() => restoreCopy(file, copy, options)).toThrow('read_only')
    expect(() => salvageInPlace(file, options)).toThrow('read_only')
    expect(() => setAside(file, NOW)).toThrow('EROFS')
    expect([snapshot(place), snapshot(dirname(file))]).toEqual([before, former])
  },
)

test('a new database that cannot be read in its place goes, and the former comes back', () => {
  const { file, copy, folder } = damagedWithCopy()
  const incoming = `${file}.incoming-x`
  copyFileSync(copy, incoming)
  const before = snapshot(folder)
  const seen: boolean[] = []
  const fail = () => {
    seen.push(existsSync(`${file}-wal`), existsSync(incoming))
    throw new Error('no')
  }
  expect(() => swapIn(file, incoming, 'restore', NOW, fail)).toThrow('no')
  expect(seen).toEqual([false, false])
  expect(snapshot(folder)).toEqual(before)
})

test('the way back, too, is completed at the next start', () => {
  const { file, copy, folder } = damagedWithCopy()
  const before = snapshot(folder)
  const [former = '', formerLog = ''] = setAside(file, NOW)
  copyFileSync(copy, file)
  const moves = [
    [file, `${file}.incoming-x`],
    [`${former}-shm`, `${file}-shm`],
    [formerLog, `${file}-wal`],
    [former, file],
  ].map(([from = '', to = '']) => ({ from: basename(from), to: basename(to) }))
  writeFileSync(join(folder, 'restore.json'), JSON.stringify({ reason: 'undo', moves }))
  expect(finishRestore(file, NOW)).toBe('undo')
  expect(snapshot(folder)).toEqual(before)
  expect(finishRestore(file, NOW)).toBeNull()
})

test('setting aside twice in one moment keeps both', () => {
  const { file, copy } = damagedWithCopy()
  const first = setAside(file, NOW)
  copyFileSync(copy, file)
  const second = setAside(file, NOW)
  expect(new Set([...first, ...second]).size).toBe(4)
  expect([...first, ...second].every((kept) => existsSync(kept))).toBe(true)
  expect(setAside(file, NOW)).toEqual([])
})

test('a plan that nobody can read is kept, with all that it may have meant', () => {
  const { file, folder } = damagedWithCopy()
  writeFileSync(
    join(folder, 'restore.json'),
    '{"reason":"undo","moves":[{"from":"../x","to":"y"}]}',
  )
  writeFileSync(`${file}.incoming-x`, 'new')
  expect(finishRestore(file, NOW)).toBeNull()
  expect(readdirSync(folder)).toContain(`restore.json.damaged-${stamp}`)
  expect(existsSync(`${file}.incoming-x`)).toBe(true)
})

function change(file: string, pragma: string) {
  const client = new Database(file)
  client.pragma(pragma)
  client.close()
}
