import { expect, test } from 'vitest'
import { contentHash } from '../content'
import { addConversation, addProject, told } from '../library'
import { begin, newId, openWorld, scripted, spoken, type World } from '../world'

/** Three projects, each in the one before, and a conversation in each. */
async function nested(world: World) {
  const top = await addProject(world, 'House')
  const middle = await addProject(world, 'Kitchen', top)
  const low = await addProject(world, 'Oven', middle)
  const projects = [top, middle, low] as const
  const held = projects.map((projectId) => addConversation(world, { projectId }))
  return { top, middle, low, held }
}

const names = async (world: World) =>
  (await world.call('projects.list', undefined)).map(({ name }) => name)

async function placeOf(world: World, id: string) {
  const { projectId, deletedAt } = await world.call('conversations.get', { id })
  return { projectId, deletedAt }
}

test('a project lies in one that is there, and never in itself', async () => {
  const world = openWorld()
  const { top, middle, low } = await nested(world)
  const gone = await addProject(world, 'Gone')
  await world.call('projects.delete', { id: gone, conversations: 'parent' })
  const before = contentHash(world.db.$client)
  for (const parentId of [gone, newId()]) {
    const project = { id: newId(), parentId, name: 'x' }
    expect(await world.refused('projects.create', { project })).toBe('bad_input')
    const moved = { id: top, patch: { parentId } }
    expect(await world.refused('projects.update', moved)).toBe('bad_input')
  }
  for (const parentId of [top, middle, low]) {
    const moved = { id: top, patch: { parentId } }
    expect(await world.refused('projects.update', moved)).toBe('bad_input')
  }
  const patch = { name: 'Gone again' }
  expect(await world.refused('projects.update', { id: gone, patch })).toBe('not_found')
  expect(contentHash(world.db.$client)).toBe(before)
  await world.call('projects.update', { id: low, patch: { parentId: null, name: 'Attic' } })
  expect(await names(world)).toEqual(['Attic', 'House', 'Kitchen'])
})

test('projects lie at most 32 deep, however they come there', async () => {
  const world = openWorld()
  let parentId: string | null = null
  for (let depth = 1; depth < 32; depth += 1) parentId = await addProject(world, 'x', parentId)
  const { top } = await nested(world)
  expect(await world.refused('projects.update', { id: top, patch: { parentId } })).toBe('bad_input')
  const last = await addProject(world, 'x', parentId)
  const project = { id: newId(), parentId: last, name: 'x' }
  expect(await world.refused('projects.create', { project })).toBe('bad_input')
})

test('its contents are what lies in it and below, without what is in the trash', async () => {
  const world = openWorld(scripted(['reply']))
  const { top, low, held } = await nested(world)
  const { conversationId } = await begin(world)
  await world.settled()
  await world.call('conversations.update', { ids: [conversationId], patch: { projectId: low } })
  await world.call('conversations.delete', { ids: held.slice(0, 1) })
  expect(await world.call('projects.contents', { id: top })).toEqual({
    projects: 3,
    conversations: 3,
    messages: 2,
  })
  const { id } = await world.call('projects.delete', { id: low, conversations: 'parent' })
  expect(await world.call('projects.contents', { id: top })).toMatchObject({ projects: 2 })
  expect(await world.refused('projects.contents', { id })).toBe('not_found')
})

test('the conversations of a deleted project go to the one above it', async () => {
  const world = openWorld()
  const { top, middle, low, held } = await nested(world)
  const from = world.events.length
  const deletion = await world.call('projects.delete', { id: middle, conversations: 'parent' })
  expect(deletion.moved).toEqual({ [middle]: [held[1]], [low]: [held[2]] })
  const saved = (name: string) => told(world, name, from).toSorted()
  expect(saved('project.saved')).toEqual([middle, low].toSorted())
  expect(saved('conversation.saved')).toEqual(held.slice(1).toSorted())
  expect(await names(world)).toEqual(['House'])
  for (const id of held) {
    expect(await placeOf(world, id)).toEqual({ projectId: top, deletedAt: null })
  }
  await world.call('projects.delete', { id: top, conversations: 'parent' })
  for (const id of held) {
    expect(await placeOf(world, id)).toEqual({ projectId: null, deletedAt: null })
  }
})

test('or to the trash, where a reply that is being written is ended and kept', async () => {
  const { provider, say } = spoken()
  const world = openWorld(provider)
  const { top, low } = await nested(world)
  const { conversationId, replyId } = await begin(world)
  await world.call('conversations.update', { ids: [conversationId], patch: { projectId: low } })
  const other = await begin(world)
  say('Half a')
  await expect.poll(() => told(world, 'message.appended').length).toBeGreaterThan(0)
  await world.call('projects.delete', { id: top, conversations: 'trash' })
  expect(await world.call('messages.get', { id: replyId })).toMatchObject({ status: 'stopped' })
  const running = await world.call('messages.get', { id: other.replyId })
  expect(running.status).toBe('streaming')
  const filter = { shown: 'trash', projectId: top, tagId: null, sort: 'activity' } as const
  const { items } = await world.call('conversations.list', { filter, after: null, limit: 9 })
  expect(items).toHaveLength(4)
  await world.call('messages.stop', { conversationId: other.conversationId })
})

test('what comes out of the trash alone comes to the nearest project there is, and stays', async () => {
  const world = openWorld()
  const { top, middle, held } = await nested(world)
  const deletion = await world.call('projects.delete', { id: middle, conversations: 'trash' })
  await world.call('conversations.restore', { ids: held.slice(2) })
  expect(await placeOf(world, held[2] ?? '')).toEqual({ projectId: top, deletedAt: null })
  const copy = await world.call('conversations.duplicate', { id: held[1] ?? '', newId: newId() })
  expect(copy).toMatchObject({ projectId: top, deletedAt: null })
  await world.call('projects.restore', deletion)
  expect(await placeOf(world, held[1] ?? '')).toEqual({ projectId: middle, deletedAt: null })
  expect(await placeOf(world, held[2] ?? '')).toEqual({ projectId: top, deletedAt: null })
})

test('undoing leaves where it is what has been moved or deleted since', async () => {
  const world = openWorld()
  const { top, middle, low, held } = await nested(world)
  const [, second = '', third = ''] = held
  const other = await addProject(world, 'Garden')
  const deletion = await world.call('projects.delete', { id: middle, conversations: 'parent' })
  await world.call('conversations.update', { ids: [second], patch: { projectId: other } })
  const outer = await world.call('projects.delete', { id: top, conversations: 'parent' })
  await world.call('projects.restore', deletion)
  expect(await names(world)).toEqual(['Garden', 'Kitchen', 'Oven'])
  const projects = await world.call('projects.list', undefined)
  expect(projects.find(({ id }) => id === middle)?.parentId).toBeNull()
  expect(await placeOf(world, second)).toEqual({ projectId: other, deletedAt: null })
  expect(await placeOf(world, third)).toEqual({ projectId: low, deletedAt: null })
  expect(await world.refused('projects.restore', deletion)).toBe('not_found')
  const strange = { ...outer, moved: { [other]: [second] } }
  expect(await world.refused('projects.restore', strange)).toBe('bad_input')
  await world.call('projects.restore', outer)
  expect(await names(world)).toEqual(['Garden', 'House', 'Kitchen', 'Oven'])
})

test('emptying the trash takes no project', async () => {
  const world = openWorld()
  const { middle } = await nested(world)
  const deletion = await world.call('projects.delete', { id: middle, conversations: 'trash' })
  expect(await world.call('conversations.emptyTrash', undefined)).toEqual({ count: 2 })
  expect(await names(world)).toEqual(['House'])
  await world.call('projects.restore', deletion)
  expect(await names(world)).toEqual(['House', 'Kitchen', 'Oven'])
})
