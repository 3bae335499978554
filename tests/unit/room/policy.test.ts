import { expect, test } from 'vitest'
import { lookAtRoom } from '../../../src-main/domain/room'
import { oldest, trash, used } from '../../../src-main/db/space'
import { addConversation } from '../library'
import { newId, openWorld, spoken, type World } from '../world'

const LETTER = 'x'.repeat(100_000)

/** Chats of 100 KB each, the first the oldest. */
function chatsOf(world: World, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = addConversation(world)
    const client = world.db.$client
    client.prepare('UPDATE conversations SET updated_at = ? WHERE id = ?').run(1000 + index, id)
    client
      .prepare(
        `INSERT INTO messages (id, conversation_id, role, status, parts, created_at, updated_at)
         VALUES (?, ?, 'user', 'complete', ?, 0, 0)`,
      )
      .run(newId(), id, JSON.stringify([{ type: 'text', text: LETTER }]))
    return id
  })
}

/** A world that is over its limit by about this many bytes. */
async function full(world: World, bytes: number, makeRoom = true) {
  const copies: number[] = []
  world.context.copyBeforeDelete = () => Promise.resolve(copies.push(1) > 0)
  world.context.program = {
    ...world.context.program,
    space: {
      ...world.context.program.space,
      trash: () => Promise.resolve(trash(world.db)),
      areCopied: () => Promise.resolve(false),
    },
  }
  const sizeLimit = Math.max(1_000_000, used(world.db) - bytes)
  await world.call('settings.update', { patch: { sizeLimit, makeRoom } })
  return { copies, look: () => lookAtRoom(world.context) }
}

async function inTrash(world: World): Promise<string[]> {
  const filter = { shown: 'trash', projectId: null, tagId: null, sort: 'activity' } as const
  const { items } = await world.call('conversations.list', { filter, after: null, limit: 200 })
  return items.map(({ id }) => id).toSorted()
}

test('exactly the oldest that make enough room go: no pinned one, not the open one, none that runs', async () => {
  const { provider, say, end } = spoken()
  const world = openWorld(provider)
  const ids = chatsOf(world, 20)
  const [pinned = '', open = '', running = '', ...others] = ids
  await world.call('conversations.update', { ids: [pinned], patch: { pinned: true } })
  await world.call('settings.update', { patch: { openConversationId: open } })
  const reply = { id: newId(), replyId: newId(), conversation: null, parentId: null }
  await world.call('messages.send', { ...reply, conversationId: running, text: 'go on' })
  world.db.$client.prepare('UPDATE conversations SET updated_at = 3 WHERE id = ?').run(running)
  say('still')
  const { copies, look } = await full(world, 250_000)
  await look()
  expect(await inTrash(world)).toEqual(others.slice(0, 3).toSorted())
  expect(copies).toEqual([1])
  const { moved } = await world.call('space.state', undefined)
  expect(moved?.chats.map(({ id }) => id)).toEqual(others.slice(0, 3))
  // What lies in the trash is enough: nothing follows it.
  await look()
  await look()
  expect(await inTrash(world)).toHaveLength(3)
  expect(copies).toEqual([1])
  end()
})

test('without the policy nothing is moved, and the limit is only told of', async () => {
  const world = openWorld()
  chatsOf(world, 20)
  const { copies, look } = await full(world, 500_000, false)
  await look()
  expect(await inTrash(world)).toEqual([])
  expect(copies).toEqual([])
  const state = await world.call('space.state', undefined)
  expect(state.over).not.toBe(null)
  expect(state.moved).toBe(null)
  await world.call('settings.update', { patch: { sizeLimit: null } })
  await look()
  expect(await world.call('space.state', undefined)).toMatchObject({ over: null })
})

test('where there is no room for a copy nothing is moved, and that is said', async () => {
  const world = openWorld()
  chatsOf(world, 20)
  const { look } = await full(world, 500_000)
  world.context.copyBeforeDelete = () => Promise.resolve(false)
  await look()
  expect(await inTrash(world)).toEqual([])
  expect(await world.call('space.state', undefined)).toMatchObject({
    noRoomToMove: true,
    moved: null,
  })
})

test('what was moved comes back, and nothing follows it', async () => {
  const world = openWorld()
  chatsOf(world, 20)
  const { look } = await full(world, 300_000)
  await look()
  expect(await inTrash(world)).not.toEqual([])
  await world.call('space.putBack', undefined)
  expect(await inTrash(world)).toEqual([])
  await look()
  expect(await inTrash(world)).toEqual([])
})

test('emptying the trash brings the profile below its limit', async () => {
  const world = openWorld()
  chatsOf(world, 20)
  const { look } = await full(world, 400_000)
  await look()
  await world.call('conversations.emptyTrash', undefined)
  await look()
  expect(await world.call('space.state', undefined)).toMatchObject({ over: null })
})

test('a window moves no other chats than it may', async () => {
  const world = openWorld()
  const [pinned = '', open = '', ...others] = chatsOf(world, 5)
  await world.call('conversations.update', { ids: [pinned], patch: { pinned: true } })
  await world.call('settings.update', { patch: { openConversationId: open } })
  const moved = await world.call('space.moveOldest', { ids: [pinned, open, ...others] })
  expect(moved.ids).toEqual(others)
  expect(oldest(world.db, { except: [], bytes: Infinity, limit: 9 }).map(({ id }) => id)).toEqual([
    open,
  ])
})
