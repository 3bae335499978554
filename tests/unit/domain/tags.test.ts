import { expect, test } from 'vitest'
import { contentHash } from '../content'
import { addConversation, addTag, told } from '../library'
import { newId, openWorld } from '../world'

test('tags are listed by name, and windows are told of each change', async () => {
  const world = openWorld()
  const [b, a] = [await addTag(world, 'beta'), await addTag(world, 'Alpha')]
  await world.call('tags.update', { id: b, patch: { color: 'blue' } })
  const names = async () => (await world.call('tags.list', undefined)).map(({ name }) => name)
  expect(await names()).toEqual(['Alpha', 'beta'])
  await world.call('tags.update', { id: a, patch: { name: 'gamma' } })
  expect(await names()).toEqual(['beta', 'gamma'])
  expect(told(world, 'tag.saved')).toEqual([b, a, b, a])
})

test('a name that is there is refused, in capitals and with accents too', async () => {
  const world = openWorld()
  const id = await addTag(world, 'Grün')
  const other = await addTag(world, 'rot')
  const before = contentHash(world.db.$client)
  for (const name of ['Grün', 'GRÜN', ' grün ', 'gru\u0308n']) {
    const tag = { id: newId(), name, color: null }
    expect(await world.refused('tags.create', { tag })).toBe('bad_input')
    expect(await world.refused('tags.update', { id: other, patch: { name } })).toBe('bad_input')
  }
  expect(contentHash(world.db.$client)).toBe(before)
  await world.call('tags.update', { id, patch: { name: 'GRÜN' } })
})

test('a tag that is deleted leaves its conversations, of which windows are told', async () => {
  const world = openWorld()
  const [first, second, third] = [1, 2, 3].map(() => addConversation(world))
  const ids = [first ?? '', second ?? '']
  const [gone, kept] = [await addTag(world, 'gone'), await addTag(world, 'kept')]
  await world.call('conversations.tag', { ids, tagId: gone, on: true })
  await world.call('conversations.tag', { ids, tagId: kept, on: true })
  const from = world.events.length
  await world.call('tags.delete', { id: gone })
  expect(world.events[from]).toEqual({ name: 'tag.removed', value: { id: gone } })
  expect(told(world, 'conversation.saved', from).toSorted()).toEqual(ids.toSorted())
  for (const id of ids) {
    expect((await world.call('conversations.get', { id })).tagIds).toEqual([kept])
  }
  expect((await world.call('conversations.get', { id: third ?? '' })).tagIds).toEqual([])
})

test('a deleted tag comes back with what had it and is still there', async () => {
  const world = openWorld()
  const [first = '', second = '', third = ''] = [1, 2, 3].map(() => addConversation(world))
  const id = await addTag(world, 'urgent')
  await world.call('tags.update', { id, patch: { color: 'red' } })
  await world.call('conversations.tag', { ids: [first, second], tagId: id, on: true })
  const [before] = await world.call('tags.list', undefined)
  const deletion = await world.call('tags.delete', { id })
  await world.call('conversations.delete', { ids: [second] })
  await world.call('conversations.purge', { ids: [second] })
  const from = world.events.length

  await world.call('tags.restore', deletion)
  const [after] = await world.call('tags.list', undefined)
  expect(after).toMatchObject({ id, name: 'urgent', color: 'red', createdAt: before?.createdAt })
  expect(told(world, 'tag.saved', from)).toEqual([id])
  expect(told(world, 'conversation.saved', from)).toEqual([first])
  expect((await world.call('conversations.get', { id: first })).tagIds).toEqual([id])
  expect((await world.call('conversations.get', { id: third })).tagIds).toEqual([])
  expect(await world.refused('tags.restore', deletion)).toBe('bad_input')

  await world.call('tags.delete', { id })
  await addTag(world, 'URGENT')
  expect(await world.refused('tags.restore', deletion)).toBe('bad_input')
})

test('a tag that is not there is not found', async () => {
  const world = openWorld()
  const [id, conversation] = [newId(), addConversation(world)]
  expect(await world.refused('tags.update', { id, patch: { color: 'red' } })).toBe('not_found')
  expect(await world.refused('tags.delete', { id })).toBe('not_found')
  const tagging = { ids: [conversation], tagId: id, on: true }
  expect(await world.refused('conversations.tag', tagging)).toBe('not_found')
})
