import { expect, test } from 'vitest'
import type { Id } from '@contract/entities'
import type { SearchCursor, SearchPage } from '@contract/search'
import { addChat, write } from '../searching'
import { openWorld, type World } from '../world'

const NOON = 1_700_000_000_000

/** Messages with a word in chats of which one is pinned; answers their ids in the order of a search. */
async function fill(world: World): Promise<Id[]> {
  const chats = [addChat(world), addChat(world), addChat(world)]
  const all = Array.from({ length: 400 }, (_, n) => {
    const time = NOON + ((n * 7919) % 400) * 700
    const text = n % 3 === 0 ? 'a word' : 'nothing of it'
    return { id: write(world, chats[n % 5 === 0 ? 1 : n % 2] ?? '', text, { time }), n, time }
  })
  const ids = chats.slice(1, 2)
  await world.call('conversations.update', { ids, patch: { pinned: true } })
  const isPinned = (n: number) => n % 5 === 0 || n % 2 === 1
  return all
    .filter(({ n }) => n % 3 === 0)
    .toSorted((a, b) => Number(isPinned(b.n)) - Number(isPinned(a.n)) || b.time - a.time)
    .map(({ id }) => id)
}

const ask = (world: World, after: SearchCursor | null, limit: number) =>
  world.call('search.run', { text: 'word', order: 'newest', after, limit })

const idsOf = ({ hits }: SearchPage) => hits.map(({ messageId }) => messageId)

test.for([1, 3, 50])(
  'what is written between the pages takes no hit away and brings none twice, %i at a time',
  async (limit) => {
    const world = openWorld()
    const expected = await fill(world)
    const other = addChat(world)
    const found: (Id | null)[] = []
    let after: SearchCursor | null = null
    for (let n = 0; n === 0 || after; n += 1) {
      const page: SearchPage = await ask(world, after, limit)
      found.push(...idsOf(page))
      after = page.next
      // One that is not found, among those that are.
      write(world, other, 'something else', { time: NOON + n * 997 })
    }
    expect(found).toEqual(expected)
  },
)

test('a page that is asked for again begins where it began, though the search has gone on', async () => {
  const world = openWorld()
  const expected = await fill(world)
  const first = await ask(world, null, 10)
  const second = await ask(world, first.next, 10)
  const third = await ask(world, second.next, 10)
  const [one, two] = [first, second].map((page) => page.hits.length) as [number, number]
  const from = (page: SearchPage, start: number) =>
    expect(idsOf(page)).toEqual(expected.slice(start, start + page.hits.length))
  from(first, 0)
  from(second, one)
  from(third, one + two)
  from(await ask(world, first.next, 10), one)
  from(await ask(world, second.next, 10), one + two)
})

test('another search in between does not change where one goes on', async () => {
  const world = openWorld()
  const expected = await fill(world)
  const found: (Id | null)[] = []
  let after: SearchCursor | null = null
  do {
    const page: SearchPage = await ask(world, after, 20)
    found.push(...idsOf(page))
    after = page.next
    await world.call('search.run', { text: 'nothing', order: 'newest', after: null, limit: 5 })
  } while (after)
  expect(found).toEqual(expected)
})

test('what was deleted after a page was answered is not on the next one', async () => {
  const world = openWorld()
  const expected = await fill(world)
  const first = await ask(world, null, 10)
  const gone = expected[first.hits.length + 5] ?? ''
  world.db.$client.prepare('UPDATE messages SET deleted_at = 1 WHERE id = ?').run(gone)
  const found: (Id | null)[] = []
  for (let { next } = first; next;) {
    const page: SearchPage = await ask(world, next, 10)
    found.push(...idsOf(page))
    next = page.next
  }
  expect(found).toEqual(expected.slice(first.hits.length).filter((id) => id !== gone))
})

test('what was written after a page was answered is on the next ones, and no chat that was thrown away', async () => {
  const world = openWorld()
  const gone = addChat(world)
  const kept = addChat(world)
  const ids = Array.from({ length: 60 }, (_, n) =>
    write(world, n % 2 ? gone : kept, 'a word', { time: NOON - n * 3000 }),
  )
  const first = await ask(world, null, 10)
  const started = first.hits.length
  world.db.$client.prepare('UPDATE conversations SET deleted_at = 1 WHERE id = ?').run(gone)
  const late = write(world, kept, 'a word', { time: NOON - 100 * 3000 })
  const found: (Id | null)[] = []
  for (let { next } = first; next;) {
    const page: SearchPage = await ask(world, next, 10)
    found.push(...idsOf(page))
    next = page.next
  }
  expect(found).toEqual([...ids.filter((_, n) => n >= started && n % 2 === 0), late])
})

test('titles are found among the conversations that are asked for, however many others have the words', async () => {
  const world = openWorld()
  const pinned = addChat(world, 'a plain title')
  for (let n = 0; n < 210; n += 1) addChat(world, 'another plain title')
  await world.call('conversations.update', { ids: [pinned], patch: { pinned: true } })
  const query = { text: 'is:pinned plain', order: 'newest' as const, after: null, limit: 50 }
  const { hits } = await world.call('search.run', query)
  expect(hits.map(({ conversationId }) => conversationId)).toEqual([pinned])
})
