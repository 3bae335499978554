import { expect, test } from 'vitest'
import { conversations } from '../../../src-main/db/schema/chat'
import { addChat, found, searchAll, write } from '../searching'
import { openWorld, type World } from '../world'

const NOON = 1_700_000_000_000

/** Messages of these times, written in this order; answers their ids, the newest first. */
function writeAt(world: World, times: number[]) {
  const chat = addChat(world)
  return times
    .map((time, index) => ({ time, index, id: write(world, chat, `word ${index}`, { time }) }))
    .toSorted((a, b) => b.time - a.time || b.index - a.index)
    .map(({ id }) => id)
}

test.for([
  ['older ones are written later', [5000, 1000, 3000, 0, 4000, 2000]],
  ['they are milliseconds apart', [3, 1, 2, 0, 120, 60, 200, 130]],
  ['many have one time, and others lie among them', [...Array(40).fill(0), 300, 1000, 2000, -100]],
  ['those that lie among them were there before', [300, 1000, 2000, -100, ...Array(40).fill(0)]],
  ['they are of another century', [-1e12, -1.2e12, 0, -1.1e12]],
] as [string, number[]][])('the newest comes first when %s', async ([, after]) => {
  const world = openWorld()
  const ids = writeAt(
    world,
    after.map((each) => NOON + each),
  )
  for (const limit of [1, 2, 3, 4, 5, 6, 7, 200]) {
    expect(await found(world, 'word', { limit })).toEqual(ids)
  }
})

test('a thousand messages of one time are each found once', async () => {
  const world = openWorld()
  const ids = writeAt(world, Array(1000).fill(NOON))
  const all = await found(world, 'word', { limit: 7 })
  expect(all.toSorted()).toEqual(ids.toSorted())
})

test('pinned conversations come first, and in them the newest', async () => {
  const world = openWorld()
  const [first, second, other] = [addChat(world), addChat(world), addChat(world)]
  const ids = [first, other, second, other, first].map((chat, index) =>
    write(world, chat, 'word', { time: NOON + index * 1000 }),
  )
  await world.call('conversations.update', { ids: [first, second], patch: { pinned: true } })
  const order = [4, 2, 0, 3, 1].map((index) => ids[index])
  for (const limit of [1, 2, 3, 4, 5, 50]) {
    const hits = await searchAll(world, 'word', { limit })
    expect(hits.map(({ messageId }) => messageId)).toEqual(order)
    expect(hits.map(({ pinned }) => pinned)).toEqual([true, true, true, false, false])
  }
})

test('whole words count more than beginnings, and those more than parts', async () => {
  const world = openWorld()
  const chat = addChat(world)
  const texts = ['a catalogue', 'a cat', 'concatenate', 'a cat, another cat']
  const ids = texts.map((text, index) => write(world, chat, text, { time: NOON + index }))
  const best = await found(world, 'cat', { order: 'relevance' })
  expect(best).toEqual([3, 1, 0, 2].map((index) => ids[index]))
})

test('the count is that of the results where it is exact, and never more than those', async () => {
  const world = openWorld()
  const chat = addChat(world)
  for (let n = 0; n < 30; n += 1) write(world, chat, n < 20 ? 'plain' : 'plain→word', { time: n })
  const ask = (text: string, limit: number) =>
    world.call('search.run', { text, limit, order: 'newest', after: null })
  // On a busy machine the time of a page may end before the thirtieth message.
  const whole = async () => (await ask('plain', 50)).total
  await expect.poll(whole, { timeout: 15_000 }).toEqual({ count: 30, exact: true })
  expect((await ask('plain', 5)).total).toEqual({ count: 30, exact: false })
  const { total } = await ask('plain→', 5)
  expect(total.exact).toBe(false)
  expect(total.count).toBeLessThanOrEqual(10)
  expect((await ask('nothing of it', 5)).total).toEqual({ count: 0, exact: true })
  expect(world.db.select().from(conversations).all()).toHaveLength(1)
})
