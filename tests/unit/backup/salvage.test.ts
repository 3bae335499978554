import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { canSalvage, salvage, salvageInPlace } from '../../../src-main/backup/salvage'
import { countRows } from '../../../src-main/db/countRows'
import { checkDatabase } from '../../../src-main/db/doctor'
import { migrate } from '../../../src-main/db/migrate'
import { APPLICATION_ID, closeDatabase, openReadable } from '../../../src-main/db/open'
import { migrations, newId, temporaryFolder } from '../world'
import { contentOf, noise, NOW, pagesOf, snapshot, wholeHistory, write } from './history'

const options = { migrations, now: NOW }
const whole = wholeHistory(60)
const long = process.env['KEEPSAKE_FAULTS'] === 'long'

/** A copy of the whole history, to be damaged. */
function copyOfWhole() {
  const file = join(temporaryFolder(), 'keepsake.db')
  copyFileSync(whole.file, file)
  return file
}

/** Salvages, examines the result, and answers what of the whole history is in it unchanged. */
function salvaged(file: string) {
  const target = join(temporaryFolder(), 'saved.db')
  const before = snapshot(join(file, '..'))
  const { report } = salvage(file, target, options)
  expect(snapshot(join(file, '..'))).toEqual(before)
  const db = openReadable(target)
  const { checks } = checkDatabase(db)
  closeDatabase(db)
  expect(checks.filter((check) => !check.ok)).toEqual([])
  const saved = textsOf(contentOf(target))
  const kept = [...textsOf(whole.content)].filter(([id, text]) => saved.get(id) === text).length
  return { report, kept, target }
}

/** The text of each message: it stays, also where its place in the conversation is lost. */
function textsOf(content: Map<string, string>) {
  const rows = [...content].filter(([key]) => key.startsWith('messages '))
  return new Map(rows.map(([key, row]) => [key, (JSON.parse(row) as { parts: string }).parts]))
}

const all = 60 * 24

test('a whole file is read without SQLite exactly as SQLite reads it', () => {
  const { report, target } = salvaged(copyOfWhole())
  expect(report).toEqual({ conversations: 60, messages: all, lost: 0 })
  expect(contentOf(target)).toEqual(whole.content)
  const [saved, original] = [target, whole.file].map((file) => {
    const db = openReadable(file)
    const counts = countRows(db.$client)
    closeDatabase(db)
    return counts
  })
  expect(saved).toEqual(original)
})

test('one bad leaf costs less than one message in a hundred, and the loss is counted', () => {
  const file = copyOfWhole()
  const leaves = pagesOf(file, 'messages', 'leaf')
  noise(file, leaves[leaves.length >> 1] ?? 0)
  const { report, kept } = salvaged(file)
  expect(kept).toBeGreaterThanOrEqual(all * 0.99)
  expect(kept).toBeLessThan(all)
  expect(report.lost).toBe(all - kept)
})

test.each([
  ['the page above the messages', 'messages', 'internal'],
  ['a page of an index', 'messages_parent', 'leaf'],
  ['a page of the search index', 'messages_fts_data', 'leaf'],
  ['the first page, with the schema', 'sqlite_schema', 'internal'],
] as const)('%s is bad: nothing is lost', (_, name, kind) => {
  const file = copyOfWhole()
  noise(file, pagesOf(file, name, kind)[0] ?? 0)
  expect(salvaged(file)).toMatchObject({ kept: all, report: { messages: all, lost: 0 } })
})

test('messages whose conversation is lost are kept together in one called "Recovered messages"', () => {
  const file = copyOfWhole()
  for (const page of pagesOf(file, 'conversations', 'leaf')) noise(file, page)
  const { report, kept, target } = salvaged(file)
  expect(report).toEqual({ conversations: 60, messages: all, lost: 60 })
  expect(kept).toBe(all)
  const db = openReadable(target)
  const titles = db.$client.prepare('SELECT DISTINCT title FROM conversations').pluck().all()
  closeDatabase(db)
  expect(titles).toEqual(['Recovered messages'])
})

test('text of which one page is gone is lost alone; text that is no JSON any more is kept', () => {
  const file = copyOfWhole()
  const overflow = pagesOf(file, 'messages', 'overflow')
  const [page = 0] = overflow
  noise(file, overflow.at(-1) ?? 0)
  expect(salvaged(file)).toMatchObject({ kept: all - 1, report: { lost: 1 } })
  copyFileSync(whole.file, file)
  write(file, (page - 1) * 4096 + 2000, Buffer.from('"}{"'))
  const { kept, report, target } = salvaged(file)
  expect([kept, report.messages, report.lost]).toEqual([all - 1, all, 0])
  const db = openReadable(target)
  const broken = db.$client.prepare(`SELECT parts FROM messages WHERE parts LIKE '%salvage%'`)
  expect(broken.pluck().get()).toContain('手紙')
  closeDatabase(db)
})

test.each([0.3, 0.6, 0.9])('cut off at %d of its length, the rest is kept', (part) => {
  const file = copyOfWhole()
  const bytes = readFileSync(file).length
  truncateSync(file, Math.floor(bytes * part) + 100)
  const { kept, report } = salvaged(file)
  expect(kept).toBeGreaterThan(all * part * 0.6)
  expect(kept + report.lost).toBeLessThanOrEqual(all + 60)
})

test('any single bad page costs only the rows on it', () => {
  const file = copyOfWhole()
  const pages = readFileSync(file).length / 4096
  const step = long ? 1 : Math.ceil(pages / 8)
  const tooMuch: unknown[] = []
  for (let page = 1; page <= pages; page += step) {
    copyFileSync(whole.file, file)
    noise(file, page)
    const { kept, report } = salvaged(file)
    if (kept < all * 0.99 || all - kept > report.lost) tooMuch.push({ page, kept, report })
  }
  expect(tooMuch).toEqual([])
}, 600_000)

test('a history of an earlier version is rescued and brought up to date', () => {
  const file = join(temporaryFolder(), 'keepsake.db')
  const client = new Database(file)
  client.pragma(`application_id = ${APPLICATION_ID}`)
  migrate(client, migrations.slice(0, 1))
  client.pragma('foreign_keys = OFF')
  client.exec(`
    INSERT INTO conversations (id, title, provider_id, created_at, updated_at)
      VALUES ('${newId()}', 'Old', 'gone', 1, 1);
    INSERT INTO messages (id, conversation_id, parent_id, role, status, parts, created_at, updated_at)
      SELECT '${newId()}', id, 'gone', 'user', 'complete', '[{"type":"text","text":"Tea"}]', 1, 1
      FROM conversations`)
  client.close()
  expect(salvaged(file).report).toEqual({ conversations: 1, messages: 1, lost: 0 })
})

test('nothing is made of a file without a history, and the file stays', () => {
  const file = join(temporaryFolder(), 'keepsake.db')
  for (const content of [Buffer.alloc(0), Buffer.alloc(50_000), Buffer.from('Dear diary,\n')]) {
    writeFileSync(file, content)
    const before = snapshot(join(file, '..'))
    expect(canSalvage(file, migrations)).toBe(false)
    expect(() => salvageInPlace(file, options)).toThrow('database_damaged')
    expect(snapshot(join(file, '..'))).toEqual(before)
  }
  rmSync(file)
  expect(canSalvage(file, migrations)).toBe(false)
})

test('what was salvaged takes the place of the damaged files, which are kept', () => {
  const file = copyOfWhole()
  noise(file, 1)
  const damaged = readFileSync(file)
  writeFileSync(`${file}-wal`, 'noise')
  expect(canSalvage(file, migrations)).toBe(true)
  const { setAside, messages } = salvageInPlace(file, options)
  expect(messages).toBe(all)
  expect(contentOf(file)).toEqual(whole.content)
  expect(setAside).toEqual([
    `${file}.damaged-2026-08-01T12-00-00-000Z`,
    `${file}.damaged-2026-08-01T12-00-00-000Z-wal`,
  ])
  expect(readFileSync(setAside[0] ?? '')).toEqual(damaged)
  expect(existsSync(`${file}-wal`)).toBe(false)
})
