import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/errors'
import { addConversation } from '../library'
import { openWorld } from '../world'

/** A world with so many conversations in the trash, and what was in it when a copy was made. */
async function withTrash(count: number) {
  const world = openWorld()
  const ids = Array.from({ length: count }, () => addConversation(world))
  await world.call('conversations.delete', { ids })
  const rows = () => world.db.$client.prepare('SELECT count(*) FROM conversations').pluck().get()
  const copied: unknown[] = []
  world.context.copyBeforeDelete = () => Promise.resolve(copied.push(rows()) > 0)
  return { world, ids, rows, copied }
}

test('the trash is emptied after a copy was made, and an empty one needs none', async () => {
  const { world, copied } = await withTrash(3)
  expect(await world.call('conversations.emptyTrash', undefined)).toEqual({ count: 3 })
  expect(await world.call('conversations.emptyTrash', undefined)).toEqual({ count: 0 })
  expect(copied).toEqual([3])
})

test('many conversations are deleted for good after a copy was made, few without one', async () => {
  const { world, ids, copied } = await withTrash(19)
  await world.call('conversations.purge', { ids: ids.slice(0, 9) })
  expect(copied).toEqual([])
  await world.call('conversations.purge', { ids: ids.slice(9) })
  expect(copied).toEqual([10])
})

test('where the copy fails nothing is deleted', async () => {
  const { world, ids, rows } = await withTrash(12)
  world.context.copyBeforeDelete = () => Promise.reject(new AppError('disk_error'))
  expect(await world.refused('conversations.emptyTrash', undefined)).toBe('disk_error')
  expect(await world.refused('conversations.purge', { ids })).toBe('disk_error')
  expect(rows()).toBe(12)
})
