import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openReadable } from '../../../src-main/db/open'
import { fill, noise, openHistory, pagesOf } from '../backup/history'
import { temporaryFolder } from '../world'

/** A sound history to which `spoil` was done, as the doctor sees it. */
function examine(spoil: string) {
  const db = openHistory(join(temporaryFolder(), 'keepsake.db'))
  fill(db, 3)
  db.$client.pragma('foreign_keys = OFF')
  db.$client.exec(spoil)
  const found = checkDatabase(db)
  closeDatabase(db)
  return found
}

test('a sound history passes every check', () => {
  const { ok, checks } = examine('')
  expect(checks.map((check) => [check.name, check.ok, check.detail])).toEqual(
    checks.map((check) => [check.name, true, '']),
  )
  expect([ok, checks.length]).toEqual([true, 7])
})

const one = `(SELECT id FROM messages WHERE seq = 30)`
const other = `(SELECT id FROM conversations WHERE seq = 1)`

test.each([
  ['references', `UPDATE conversations SET provider_id = 'gone'`],
  [
    'search_index',
    'DELETE FROM messages_fts WHERE rowid = (SELECT max(place) FROM search_entries)',
  ],
  ['search_index', `INSERT INTO messages_fts (rowid, content) VALUES (9999, 'ghost')`],
  ['search_index', `UPDATE messages SET status = 'streaming' WHERE seq = 4`],
  ['message_counts', 'UPDATE conversations SET message_count = message_count + 1'],
  ['parents', `UPDATE messages SET parent_id = ${one} WHERE seq = 2`],
  ['open_branches', `UPDATE conversations SET current_message_id = 'gone' WHERE seq = 1`],
  ['open_branches', `UPDATE conversations SET current_message_id = NULL WHERE seq = 1`],
  ['open_branches', `UPDATE conversations SET current_message_id = ${one} WHERE id = ${other}`],
  [
    'open_branches',
    `UPDATE messages SET deleted_at = 1 WHERE id = (SELECT current_message_id FROM conversations WHERE seq = 2)`,
  ],
  ['unfinished', `INSERT INTO message_chunks VALUES (${one}, 0, 0, 'text', 'rest')`],
])('%s fails, and nothing else, after: %s', (name, spoil) => {
  const { ok, checks } = examine(spoil)
  expect(ok).toBe(false)
  expect(checks.filter((check) => !check.ok).map((check) => check.name)).toEqual([name])
  expect(checks.find((check) => check.name === name)?.detail).toMatch(/^\d+ /)
})

test('a bad page is found, and told apart from a bad search index that can be made anew', () => {
  const file = join(temporaryFolder(), 'keepsake.db')
  const db = openHistory(file)
  fill(db, 8)
  closeDatabase(db)
  const failing = () => {
    const damaged = openReadable(file)
    const { checks } = checkDatabase(damaged)
    closeDatabase(damaged)
    return checks.filter((check) => !check.ok).map((check) => check.name)
  }
  noise(file, pagesOf(file, 'messages_fts_data', 'leaf')[0] ?? 0)
  expect(failing()).toEqual(['search_index'])
  noise(file, pagesOf(file, 'messages', 'leaf')[2] ?? 0)
  expect(failing()).toContain('integrity')
})
