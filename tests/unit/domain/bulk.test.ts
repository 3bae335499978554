import { expect, test } from 'vitest'
import { contentHash } from '../content'
import { addConversation, addProject, addTag, told } from '../library'
import { newId, openWorld, type World } from '../world'

function three(world: World) {
  return [addConversation(world), addConversation(world), addConversation(world)]
}

const each = (world: World, ids: string[]) =>
  Promise.all(ids.map((id) => world.call('conversations.get', { id })))

test('many are changed together, and windows are told of each', async () => {
  const world = openWorld()
  const ids = three(world)
  const projectId = await addProject(world, 'House')
  const tagId = await addTag(world, 'warm')
  const from = world.events.length
  await world.call('conversations.update', { ids, patch: { archived: true, projectId } })
  await world.call('conversations.tag', { ids, tagId, on: true })
  await world.call('conversations.delete', { ids })
  await world.call('conversations.restore', { ids })
  expect(told(world, 'conversation.saved', from)).toEqual([...ids, ...ids, ...ids, ...ids])
  const changed = { archived: true, projectId, tagIds: [tagId], deletedAt: null, updatedAt: 1 }
  expect(await each(world, ids)).toMatchObject([changed, changed, changed])
  await world.call('conversations.tag', { ids, tagId, on: false })
  expect((await each(world, ids)).map(({ tagIds }) => tagIds)).toEqual([[], [], []])
})

test('where one of many is not there, nothing changes and nobody is told', async () => {
  const world = openWorld()
  const ids = [...three(world), newId()]
  const tagId = await addTag(world, 'warm')
  await world.call('conversations.delete', { ids: ids.slice(0, 1) })
  const [before, from] = [contentHash(world.db.$client), world.events.length]
  const patch = { pinned: true }
  expect(await world.refused('conversations.update', { ids, patch })).toBe('not_found')
  expect(await world.refused('conversations.tag', { ids, tagId, on: true })).toBe('not_found')
  expect(await world.refused('conversations.tag', { ids, tagId, on: false })).toBe('not_found')
  expect(await world.refused('conversations.delete', { ids })).toBe('not_found')
  expect(await world.refused('conversations.restore', { ids })).toBe('not_found')
  expect(contentHash(world.db.$client)).toBe(before)
  expect(world.events).toHaveLength(from)
})

test('a thousand at once are as good as one', async () => {
  const world = openWorld()
  world.db.$client.pragma('synchronous = OFF')
  const ids = Array.from({ length: 1000 }, () => addConversation(world))
  const tagId = await addTag(world, 'warm')
  const from = world.events.length
  await world.call('conversations.tag', { ids, tagId, on: true })
  await world.call('conversations.delete', { ids })
  expect(new Set(told(world, 'conversation.saved', from)).size).toBe(1000)
  const filter = { shown: 'trash', projectId: null, tagId, sort: 'activity' } as const
  const { items } = await world.call('conversations.list', { filter, after: null, limit: 200 })
  expect(items).toHaveLength(200)
})

test('nothing is put into a project that is deleted, or not there', async () => {
  const world = openWorld()
  const ids = three(world)
  const projectId = await addProject(world, 'House')
  await world.call('projects.delete', { id: projectId, conversations: 'parent' })
  const before = contentHash(world.db.$client)
  for (const patch of [{ projectId }, { projectId: newId() }]) {
    expect(await world.refused('conversations.update', { ids, patch })).toBe('bad_input')
  }
  const turn = { conversationId: newId(), id: newId(), replyId: newId(), parentId: null }
  const said = { providerId: null, model: null, instructions: '', parameters: null }
  const conversation = { ...said, id: turn.conversationId, projectId }
  const input = { ...turn, conversation, text: 'Hello' }
  expect(await world.refused('messages.send', input)).toBe('bad_input')
  expect(contentHash(world.db.$client)).toBe(before)
})

test('what is deleted twice keeps the time of the first', async () => {
  const world = openWorld()
  const ids = three(world)
  world.context.now = () => 5
  await world.call('conversations.delete', { ids: ids.slice(0, 1) })
  world.context.now = () => 6
  await world.call('conversations.delete', { ids })
  expect((await each(world, ids)).map(({ deletedAt }) => deletedAt)).toEqual([5, 6, 6])
})

test('tags stand in the order in which they were given, also in a copy', async () => {
  const world = openWorld()
  const [id = ''] = three(world)
  const tagIds = [await addTag(world, 'b'), await addTag(world, 'a'), await addTag(world, 'c')]
  const given = tagIds.toReversed()
  for (const tagId of given) await world.call('conversations.tag', { ids: [id], tagId, on: true })
  const projectId = await addProject(world, 'House')
  const patch = { projectId, archived: true, pinned: true }
  await world.call('conversations.update', { ids: [id], patch })
  expect(await world.call('conversations.get', { id })).toMatchObject({ tagIds: given })
  const copied = await world.call('conversations.duplicate', { id, newId: newId() })
  expect(copied).toMatchObject({ tagIds: given, projectId, archived: false, pinned: false })
})
