import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openReadable, type ReadableDb } from '../../../src-main/db/open'
import { run } from '../../../src-main/db/search/run'
import { paths } from '../../../src-main/storage/layout'
import { DEFAULT_PROFILE } from '../../../src-main/storage/profiles'
import { writeRoot } from '../../bench/generate/write'
import { contentHash } from '../content'
import { temporaryFolder } from '../world'

const SLOW_MS = 180_000
const MESSAGES = 4000

function generate<T>(
  messages: number,
  seed: number,
  look: (db: ReadableDb, files: string) => T,
): T {
  const root = join(temporaryFolder(), 'root')
  const wanted = { root, messages, seed, conversations: messages / 50, longest: messages / 10 }
  writeRoot(wanted, () => undefined)
  const place = paths(root, DEFAULT_PROFILE)
  const db = openReadable(place.database)
  try {
    return look(db, place.attachments)
  } finally {
    closeDatabase(db)
  }
}

test(
  'a seed gives the same store each time, and another one a different store',
  { timeout: SLOW_MS },
  () => {
    const contentOf = (seed: number) =>
      generate(400, seed, (db, files) => [
        contentHash(db.$client),
        readdirSync(files, { recursive: true }),
      ])
    const first = contentOf(1)
    expect(contentOf(1)).toEqual(first)
    expect(contentOf(2)).not.toEqual(first)
  },
)

test('a generated store is sound, and has something of everything', { timeout: SLOW_MS }, () => {
  generate(MESSAGES, 1, (db, folder) => {
    expect(checkDatabase(db).checks.filter((check) => !check.ok)).toEqual([])
    const one = (query: string) => db.$client.prepare(query).pluck().get()
    expect(one('SELECT count(*) FROM messages')).toBe(MESSAGES)
    expect(one('SELECT count(*) FROM projects WHERE parent_id IS NOT NULL')).toBeGreaterThan(10)
    expect(one('SELECT count(*) FROM message_attachments')).toBeGreaterThan(10)
    expect(
      one('SELECT max(n) FROM (SELECT count(*) AS n FROM attachments GROUP BY sha256)'),
    ).toBeGreaterThan(1)
    const files = db.$client.prepare('SELECT DISTINCT sha256 FROM attachments').pluck().all()
    for (const sha256 of files.map(String)) {
      const content = readFileSync(join(folder, sha256.slice(0, 2), sha256))
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    }
    const [project, tag] = ['projects', 'tags'].map((table) =>
      String(one(`SELECT name FROM ${table}`)),
    )
    const filters = [
      `in:"${project}" the`,
      `tag:"${tag}" the`,
      'has:image from:me',
      'is:archived the',
    ]
    for (const text of ['naive', 'strasse', 'привет', 'c++', 'foo_bar.baz', '一', ...filters]) {
      let after = null
      let found = 0
      do {
        const { hits, next } = run(db, { text, order: 'newest', after, limit: 50 })
        found += hits.length
        after = next
      } while (after && found === 0)
      expect({ text, found: found > 0 }).toEqual({ text, found: true })
    }
  })
})
