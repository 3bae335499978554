import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { noise } from '../unit/backup/history'
import { ACTIVE } from '../fixtures/lists'
import { type Child, openChild, type Place } from './childApp'
import { byStore, cannot, copyOfLarge, MESSAGES, numberIn, timeStart } from './largeStore'
import { databaseOf } from './program'
import { figure } from './report'
import { childrenOf, lowestAbove, rootOf } from './tree'

const SEARCH = { text: 'the', order: 'newest', after: null, limit: 50 } as const
/** So long at most until the file was read whole, the old index is gone and the new one is being made. */
const PATIENCE = 300_000
const AT_ONCE = 5000
/** Nothing that is done for the index may hold a write up for longer, on a machine that does other things as well. */
const WAIT = 2000

test.skipIf(cannot)(
  `F41 of a million messages a damaged search index is made anew while the chats are used, also after a kill${byStore}`,
  async () => {
    const place = copyOfLarge()
    spoilIndex(databaseOf(place))
    const began = performance.now()
    const { child } = await timeStart(place)
    const longest = await longestDraft(child, filled(child, AT_ONCE))
    figure(
      'F41 the longest that a draft waited meanwhile',
      `${Math.round(longest)} ms`,
      `${WAIT} ms`,
    )
    expect(longest).toBeLessThan(WAIT)
    figure('F41 a damaged index of a million messages: until it is filled anew', since(began))
    expect(await child.call('search.run', SEARCH)).toMatchObject({ incomplete: true })
    await expectUsable(child)
    await child.kill()

    const before = indexed(place)
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(MESSAGES)
    const again = await openChild(place)
    expect(await again.call('search.run', SEARCH)).toMatchObject({ incomplete: true })
    // It goes on where it was: what is there is passed over.
    await filled(again, before + AT_ONCE)
    const page = await again.call('search.run', SEARCH)
    expect(page.incomplete).toBe(true)
    expect(page.hits.length).toBeGreaterThan(0)
    await expectUsable(again)
    await again.kill()
    expect(indexed(place)).toBeGreaterThanOrEqual(before + AT_ONCE)
    expect(numberIn(databaseOf(place), 'SELECT count(*) FROM messages')).toBe(MESSAGES)
  },
)

/** Spoils some pages with words: what they are read for first, a search or a look at them, is open. */
function spoilIndex(file: string): void {
  const db = new Database(file, { readonly: true })
  const handle = openSync(file, 'r')
  try {
    const inner = lowestAbove(handle, rootOf(db, 'messages_fts_data'))
    for (const { page } of childrenOf(handle, inner).slice(2, 6)) noise(file, page)
  } finally {
    db.close()
    closeSync(handle)
  }
}

/** Resolves when so many messages have been gone through, of all that there are. */
async function filled(child: Child, count: number): Promise<void> {
  const far = () =>
    child.events.flatMap(({ name, value }) =>
      name === 'index.changed' && value.progress ? [value.progress] : [],
    )
  await expect
    .poll(() => Math.max(0, ...far().map(({ done }) => done)), { timeout: PATIENCE })
    .toBeGreaterThanOrEqual(count)
  expect(far().at(-1)?.total).toBe(MESSAGES)
}

/** Saves one draft after the other until something is done; answers how long one took at most. */
async function longestDraft(child: Child, done: Promise<void>): Promise<number> {
  const isDone = done.then(() => true)
  let longest = 0
  for (let n = 0; ; n += 1) {
    const began = performance.now()
    await child.call('drafts.save', { id: 'new', text: `half a thought, ${n}` })
    longest = Math.max(longest, performance.now() - began)
    if (await Promise.race([isDone, Promise.resolve(false)])) return longest
  }
}

/** What a person does meanwhile: look at the list, and write. */
async function expectUsable(child: Child): Promise<void> {
  const began = performance.now()
  const list = await child.call('conversations.list', { filter: ACTIVE, after: null, limit: 100 })
  expect(list.items).toHaveLength(100)
  await child.call('drafts.save', { id: 'new', text: 'half a thought' })
  figure('F41 a list and a draft while the index is filled', since(began))
}

function since(began: number): string {
  return `${Math.round(performance.now() - began)} ms`
}

function indexed(place: Place): number {
  return numberIn(databaseOf(place), 'SELECT count(*) FROM messages_fts_docsize')
}
