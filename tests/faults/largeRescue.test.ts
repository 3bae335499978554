import { randomUUIDv7 } from 'node:crypto'
import { closeSync, copyFileSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { noise } from '../unit/backup/history'
import { type Child, openChild } from './childApp'
import { byStore, cannot, CHATS, copyOfLarge, MESSAGES, mostMemory, problemsOf } from './largeStore'
import { databaseOf } from './program'
import { figure } from './report'
import { childrenOf, lowestAbove, rootOf } from './tree'

const LEAVES = 25
const MINUTES = 3
const MEGABYTES = 600

test.skipIf(cannot)(
  `F41 of a million messages a rescue brings back all but what is on the bad pages${byStore}`,
  async () => {
    const place = copyOfLarge()
    const file = databaseOf(place)
    const original = join(dirname(place.root), 'original.db')
    copyFileSync(file, original)
    const { pages, lost } = spoil(file)

    const child = await openChild(place)
    const state = await child.call('recovery.state')
    expect(state).toMatchObject({ problem: { code: 'database_damaged' }, canSalvage: true })
    const jobId = randomUUIDv7()
    const began = performance.now()
    const rescue = await child.call('recovery.salvage', { jobId })
    const seconds = (performance.now() - began) / 1000
    const megabytes = mostMemory(child.pid())
    const messages = MESSAGES - lost.length
    expect(rescue).toEqual({ conversations: CHATS, messages, lost: lost.length })
    expectTold(child, jobId)

    // What was not indexed at once is indexed in the background, and that is said.
    const search = { text: 'the', order: 'newest', after: null, limit: 50 } as const
    expect(await child.call('search.run', search)).toMatchObject({ incomplete: true })
    expect(await child.close()).toBe(0)
    expect(problemsOf(place)).toEqual(['ok'])
    expect(differences(file, original, lost)).toEqual({ rescued: messages, different: 0 })

    figure(`F41 rows lost with ${pages} bad pages of a million messages`, String(lost.length))
    figure('F41 rescue of a million messages', `${Math.round(seconds)} s`, `${MINUTES * 60} s`)
    figure('F41 memory of the process meanwhile', `${megabytes} MB`, `${MEGABYTES} MB`)
    expect(megabytes).toBeLessThan(MEGABYTES)
  },
)

/** Every step is told of with what there is to read, which is known from the start. */
function expectTold({ events }: Child, jobId: string): void {
  const far = events.flatMap(({ name, value }) =>
    name === 'job.progressed' && value.id === jobId ? [value] : [],
  )
  const read = far.filter(({ step }) => step === 'reading')
  expect(read.length).toBeGreaterThan(10)
  expect(new Set(read.map(({ total }) => total)).size).toBe(1)
  expect(read.at(-1)).toMatchObject({ done: read[0]?.total })
  expect(far.at(-1)).toMatchObject({ kind: 'rescue', step: 'mending' })
}

/**
 * Spoils the first page, the top of the tree of messages and a page below it, and some of its leaves; answers
 * the ids of what is on these, as SQLite has them.
 */
function spoil(file: string): { pages: number; lost: string[] } {
  const db = new Database(file, { readonly: true })
  const handle = openSync(file, 'r')
  try {
    const top = rootOf(db, 'messages')
    const inner = lowestAbove(handle, top)
    const leaves = childrenOf(handle, inner).slice(1, 1 + LEAVES)
    expect(leaves).toHaveLength(LEAVES)
    const between = db.prepare('SELECT id FROM messages WHERE seq > ? AND seq <= ?').pluck()
    const lost = leaves.flatMap(({ after, upTo }) => between.all(after, upTo) as string[])
    expect(lost.length).toBeGreaterThan(LEAVES)
    const pages = [1, top, inner, ...leaves.map(({ page }) => page)]
    for (const page of pages) noise(file, page)
    return { pages: pages.length, lost }
  } finally {
    db.close()
    closeSync(handle)
  }
}

/** Holds each rescued message against what it was; only one whose parent is lost has none. */
function differences(file: string, original: string, lost: string[]) {
  const db = new Database(original)
  try {
    db.exec('CREATE TEMP TABLE lost (id TEXT PRIMARY KEY) WITHOUT ROWID')
    const note = db.prepare('INSERT INTO lost VALUES (?)')
    db.transaction(() => lost.forEach((id) => note.run(id)))()
    db.prepare('ATTACH ? AS saved').run(file)
    const columns = db.prepare(`SELECT name FROM pragma_table_info('messages')`).pluck().all()
    const same = columns
      .filter((column) => column !== 'parent_id')
      .map((column) => `n."${String(column)}" IS o."${String(column)}"`)
    const parent = `n.parent_id IS
      CASE WHEN o.parent_id IN (SELECT id FROM lost) THEN NULL ELSE o.parent_id END`
    const query = `SELECT count(*) AS rescued,
        count(*) - total(${[...same, parent].join(' AND ')}) AS different
      FROM main.messages o JOIN saved.messages n ON n.id = o.id
      WHERE o.id NOT IN (SELECT id FROM lost)`
    return db.prepare(query).get()
  } finally {
    db.close()
  }
}
