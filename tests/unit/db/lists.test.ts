import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation, Id } from '@contract/entities'
import type { ConversationCursor, ConversationFilter } from '@contract/library'
import * as conversations from '../../../src-main/db/conversations'
import { page } from '../../../src-main/db/lists'
import type { WritableDb } from '../../../src-main/db/open'
import { ACTIVE } from '../../fixtures/lists'
import { newId, openWorld, temporaryDatabase } from '../world'

const PROJECTS = { top: newId(), inner: newId(), other: newId() }
const TAGS = { red: newId(), blue: newId() }

interface Row {
  pinned: boolean
  archived: boolean
  title: string
  createdAt: number
  updatedAt: number
  deletedAt: number | null
  project: keyof typeof PROJECTS | null
  tags: (keyof typeof TAGS)[]
}

function openLibrary(): WritableDb {
  const db = temporaryDatabase()
  db.$client.pragma('synchronous = OFF')
  const { top, inner, other } = PROJECTS
  const project = db.$client.prepare(
    `INSERT INTO projects (id, parent_id, name, created_at, updated_at) VALUES (?, ?, 'x', 0, 0)`,
  )
  for (const row of [
    [top, null],
    [inner, top],
    [other, null],
  ]) {
    project.run(row)
  }
  const tag = db.$client.prepare(`INSERT INTO tags (id, name, created_at) VALUES (?, ?, 0)`)
  for (const [name, id] of Object.entries(TAGS)) tag.run(id, name)
  return db
}

function fill(db: WritableDb, rows: Row[]): void {
  const insert = db.$client.prepare(
    `INSERT INTO conversations
       (id, title, pinned, archived, created_at, updated_at, deleted_at, project_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const link = db.$client.prepare('INSERT INTO conversation_tags VALUES (?, ?)')
  db.$client.transaction(() => {
    db.$client.exec('DELETE FROM conversations')
    for (const { pinned, archived, project, ...row } of rows) {
      const id = newId()
      const flags = [Number(pinned), Number(archived)]
      const times = [row.createdAt, row.updatedAt, row.deletedAt]
      insert.run(id, row.title, ...flags, ...times, project && PROJECTS[project])
      for (const name of row.tags) link.run(id, TAGS[name])
    }
  })()
}

function pages(db: WritableDb, filter: ConversationFilter, limit: number): Conversation[] {
  const all: Conversation[] = []
  const rows = db.$client.prepare('SELECT count(*) FROM conversations').pluck().get() as number
  let after: ConversationCursor | null = null
  do {
    const found: ReturnType<typeof page> = page(db, { filter, after, limit })
    all.push(...found.items)
    after = found.next
    if (all.length > rows) throw new Error('a conversation is listed twice')
  } while (after)
  return all
}

/** What the list promises, written down without SQL. */
function expected(db: WritableDb, filter: ConversationFilter): Conversation[] {
  const { shown, projectId, tagId, sort } = filter
  const below: Id[] = projectId === PROJECTS.top ? [PROJECTS.inner] : []
  const ids = db.$client.prepare('SELECT id FROM conversations').pluck().all() as Id[]
  const found = conversations
    .all(db, ids)
    .filter(({ deletedAt }) => (deletedAt !== null) === (shown === 'trash'))
    .filter(({ archived }) => shown === 'trash' || archived === (shown === 'archived'))
    .filter((row) => !projectId || [projectId, ...below].includes(row.projectId ?? ''))
    .filter((row) => !tagId || row.tagIds.includes(tagId))
  return found.sort((one, other) => {
    if (shown === 'trash')
      return newestFirst([other.deletedAt, other.seq], [one.deletedAt, one.seq])
    if (one.pinned !== other.pinned) return one.pinned ? -1 : 1
    if (sort === 'title') return byTitle(one, other)
    const time = sort === 'created' ? 'createdAt' : 'updatedAt'
    return newestFirst([other[time], other.seq], [one[time], one.seq])
  })
}

function newestFirst(one: (number | null)[], other: (number | null)[]): number {
  const differences = one.map((key, index) => (key ?? 0) - (other[index] ?? 0))
  return differences.find((difference) => difference !== 0) ?? 0
}

function byTitle(one: Conversation, other: Conversation): number {
  const [a, b] = [one.title.toLowerCase(), other.title.toLowerCase()]
  if (a !== b) return a < b ? -1 : 1
  return one.seq - other.seq
}

const anyRow = fc.record<Row>({
  pinned: fc.boolean(),
  archived: fc.integer({ min: 0, max: 2 }).map((number) => number === 0),
  title: fc.constantFrom('', 'a', 'A', 'ab', 'B', 'b', 'é'),
  // Few different times, so that many are equal.
  createdAt: fc.integer({ min: 0, max: 2 }),
  updatedAt: fc.integer({ min: -1, max: 3 }),
  deletedAt: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
  project: fc.constantFrom('top', 'inner', 'other', null),
  tags: fc.uniqueArray(fc.constantFrom<Row['tags'][number]>('red', 'blue')),
})

const anyFilter = fc.record<ConversationFilter>({
  shown: fc.constantFrom('active', 'archived', 'trash'),
  projectId: fc.constantFrom(null, ...Object.values(PROJECTS)),
  tagId: fc.constantFrom(null, null, ...Object.values(TAGS)),
  sort: fc.constantFrom('activity', 'created', 'title'),
})

test('page by page every list is whole and in order, also where times or titles are equal', () => {
  const db = openLibrary()
  const rows = fc.array(anyRow, { maxLength: 40 })
  const filters = fc.array(anyFilter, { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(rows, filters, fc.integer({ min: 1, max: 9 }), (filled, asked, limit) => {
      fill(db, filled)
      for (const filter of asked) {
        expect(pages(db, filter, limit)).toEqual(expected(db, filter))
      }
    }),
    { numRuns: 150 },
  )
})

test('10,000 conversations page by page are the whole list, however it is sorted', () => {
  const db = openLibrary()
  const row = { archived: false, deletedAt: null, project: null, tags: [] }
  fill(
    db,
    Array.from({ length: 10_000 }, (_, index) => ({
      ...row,
      pinned: index % 97 === 0,
      title: `Title ${index % 60}`,
      createdAt: index % 70,
      updatedAt: index % 50,
    })),
  )
  for (const sort of ['activity', 'created', 'title'] as const) {
    const seqs = pages(db, { ...ACTIVE, sort }, 200).map(({ seq }) => seq)
    expect(seqs).toHaveLength(10_000)
    expect(seqs).toEqual(expected(db, { ...ACTIVE, sort }).map(({ seq }) => seq))
  }
})

test('a place in another order is refused', async () => {
  const { refused } = openWorld()
  const after = { pinned: false, key: 'a title', seq: 1 }
  const input = { filter: ACTIVE, after, limit: 5 }
  expect(await refused('conversations.list', input)).toBe('bad_input')
  const byTitle = { ...input, filter: { ...ACTIVE, sort: 'title' as const } }
  expect(await refused('conversations.list', byTitle)).toBe('it was not refused')
})

test('a pin, a title or a setting is no activity', () => {
  const db = temporaryDatabase()
  const said = { projectId: null, providerId: null, model: null, instructions: '' }
  const id = newId()
  conversations.insert(db, { ...said, parameters: null, id }, 5)
  for (const patch of [{ pinned: true }, { title: 'A title' }, { instructions: 'Be brief.' }]) {
    expect(conversations.update(db, [id], patch)).toMatchObject([{ updatedAt: 5 }])
  }
  conversations.moveToTrash(db, [id], 9)
  expect(conversations.restore(db, [id])).toMatchObject([{ updatedAt: 5, pinned: true }])
})
