import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/errors'
import type { ChatProvider } from '../../../src-main/providers/provider'
import { begin, newId, openWorld, scripted, type World } from '../world'
import { ACTIVE } from '../../fixtures/lists'

const DAY = 86_400_000
const NOON = Date.UTC(2026, 5, 15, 12)
const AFTER_2038 = Date.UTC(2038, 0, 20)

/** Says something and breaks off, so that every reply can go on. */
const cutOff: ChatProvider = {
  async *stream() {
    yield { type: 'text', text: 'reply' }
    await Promise.reject(new AppError('provider_cut_off'))
  },
  models: () => Promise.resolve([]),
}

async function say(world: World, conversationId: string, parentId: string, text: string) {
  const turn = { conversationId, conversation: null, parentId, id: newId(), replyId: newId(), text }
  await world.call('messages.send', turn)
  await world.settled()
  return turn.replyId
}

async function list(world: World) {
  const { items } = await world.call('conversations.list', {
    filter: ACTIVE,
    after: null,
    limit: 9,
  })
  return items.map(({ title }) => title)
}

test.for([
  ['back a day', -DAY],
  ['back to 1970', -NOON],
  ['beyond 2038', AFTER_2038 - NOON],
] as const)(
  'while the clock goes %s, messages stay in the order in which they were said',
  async ([, jump]) => {
    const world = openWorld(scripted(['reply']))
    let now = NOON
    world.context.now = () => now
    const { conversationId, replyId } = await begin(world, 'first')
    await world.settled()
    now += jump
    const second = await say(world, conversationId, replyId, 'second')
    now -= jump
    await say(world, conversationId, second, 'third')
    const path = await world.call('messages.path', { conversationId, limit: 10 })
    const asked = path.messages.filter(({ role }) => role === 'user')
    expect(asked.map(({ parts }) => parts[0])).toMatchObject([
      { text: 'first' },
      { text: 'second' },
      { text: 'third' },
    ])
    const seqs = path.messages.map(({ seq }) => seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b))

    const again = newId()
    now += jump
    await world.call('messages.regenerate', { id: second, replyId: again })
    await world.settled()
    const { versions } = await world.call('messages.path', { conversationId, limit: 10 })
    expect(versions[again]).toEqual([second, again])
  },
)

test('the conversation in use does not sink when the clock is set back, and rises when it goes on', async () => {
  const world = openWorld(cutOff)
  let now = NOON
  world.context.now = () => now
  const first = await begin(world, 'first')
  await world.settled()
  now += 1
  const second = await begin(world, 'second')
  await world.settled()
  now -= DAY
  await say(world, second.conversationId, second.replyId, 'and?')
  await world.call('messages.continue', { id: second.replyId })
  await world.settled()
  expect(await list(world)).toEqual(['second', 'first'])
  now += 2 * DAY
  await say(world, first.conversationId, first.replyId, 'and?')
  expect(await list(world)).toEqual(['first', 'second'])
})

test('two deletions while the clock stands still or goes back are undone each by itself', async () => {
  const world = openWorld(scripted(['reply']))
  let now = NOON
  world.context.now = () => now
  const { conversationId, id, replyId } = await begin(world)
  await world.settled()
  const last = await say(world, conversationId, replyId, 'more')
  const one = await world.call('messages.delete', { id: last, scope: 'one' })
  const two = await world.call('messages.delete', { id, scope: 'one' })
  now -= DAY
  const three = await world.call('messages.delete', { id: replyId, scope: 'one' })
  expect(new Set([one, two, three].map(({ deletedAt }) => deletedAt)).size).toBe(3)
  await world.call('messages.restore', two)
  const { messages } = await world.call('messages.path', { conversationId, limit: 10 })
  expect(messages.map((message) => message.id)).toEqual([id, messages[1]?.id])
  expect(messages).toHaveLength(2)
})
