import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation, ConversationCursor } from '@contract/entities'
import * as conversations from '../../../src-main/db/conversations'
import type { WritableDb } from '../../../src-main/db/open'
import { newId, temporaryDatabase } from '../world'

interface Row {
  pinned: boolean
  updatedAt: number
  deletedAt: number | null
  archived: boolean
}

function fill(db: WritableDb, rows: Row[]): void {
  const insert = db.$client.prepare(
    `INSERT INTO conversations (id, pinned, archived, created_at, updated_at, deleted_at)
     VALUES (?, ?, ?, 0, ?, ?)`,
  )
  db.$client.transaction(() => {
    db.$client.exec('DELETE FROM conversations')
    for (const { pinned, archived, updatedAt, deletedAt } of rows) {
      insert.run(newId(), Number(pinned), Number(archived), updatedAt, deletedAt)
    }
  })()
}

function pages(db: WritableDb, trash: boolean, limit: number): Conversation[] {
  const all: Conversation[] = []
  let after: ConversationCursor | null = null
  do {
    const page: ReturnType<typeof conversations.list> = conversations.list(db, {
      trash,
      after,
      limit,
    })
    all.push(...page.items)
    after = page.next
  } while (after)
  return all
}

/** What the list promises, written down without SQL. */
function expected(db: WritableDb, trash: boolean): number[] {
  const rows = db.$client.prepare('SELECT * FROM conversations').all() as {
    seq: number
    pinned: number
    archived: number
    updated_at: number
    deleted_at: number | null
  }[]
  const shown = rows.filter(
    (row) => (row.deleted_at !== null) === trash && (trash || !row.archived),
  )
  const keys = (row: (typeof rows)[number]) =>
    trash ? [row.deleted_at ?? 0, row.seq] : [row.pinned, row.updated_at, row.seq]
  const compare = (a: number[], b: number[]) =>
    a.map((key, index) => (b[index] ?? 0) - key).find((difference) => difference !== 0) ?? 0
  return shown.sort((a, b) => compare(keys(a), keys(b))).map((row) => row.seq)
}

const anyRow = fc.record({
  pinned: fc.boolean(),
  archived: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  // Few different times, so that many are equal.
  updatedAt: fc.integer({ min: -1, max: 3 }),
  deletedAt: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
})

test('page by page the list and the trash are whole and in order, also where times are equal', () => {
  const db = temporaryDatabase()
  db.$client.pragma('synchronous = OFF')
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (rows, limit) => {
        fill(db, rows)
        for (const trash of [false, true]) {
          expect(pages(db, trash, limit).map(({ seq }) => seq)).toEqual(expected(db, trash))
        }
      },
    ),
    { numRuns: 100 },
  )
})

test('10,000 conversations page by page are the whole list', () => {
  const db = temporaryDatabase()
  const row = { pinned: false, archived: false, updatedAt: 0, deletedAt: null }
  fill(
    db,
    Array.from({ length: 10_000 }, (_, index) => ({
      ...row,
      pinned: index % 97 === 0,
      updatedAt: index % 50,
    })),
  )
  const seqs = pages(db, false, 200).map(({ seq }) => seq)
  expect(seqs).toHaveLength(10_000)
  expect(seqs).toEqual(expected(db, false))
})

test('a pin, a title or a setting is no activity', () => {
  const db = temporaryDatabase()
  const fresh = { providerId: null, model: null, instructions: '', parameters: null }
  const id = newId()
  conversations.insert(db, { ...fresh, id }, 5)
  for (const patch of [{ pinned: true }, { title: 'A title' }, { instructions: 'Be brief.' }]) {
    expect(conversations.update(db, id, patch).updatedAt).toBe(5)
  }
  conversations.moveToTrash(db, id, 9)
  expect(conversations.restore(db, id)).toMatchObject({ updatedAt: 5, pinned: true })
})
