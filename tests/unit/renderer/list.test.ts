import { expect, test } from 'vitest'
import type { Conversation } from '@contract/entities'
import { shownList } from '../../../src-renderer/stores/conversations'
import { allChats } from '../../../src-renderer/stores/filters'
import { listOf } from './lists'
import { aConversation, later, ok, openWindow, refused } from './window'

async function listing(rows: Conversation[], answers: Parameters<typeof openWindow>[0] = {}) {
  const window = openWindow({ 'conversations.list': listOf(rows), ...answers })
  await window.conversations.getState().loadMore(allChats)
  const ids = () => shownList(window.conversations.getState()).ids
  return { ...window, ids }
}

const rows = () => [
  aConversation({ id: 'old', updatedAt: 10 }),
  aConversation({ id: 'newer', updatedAt: 30 }),
  aConversation({ id: 'pinned', updatedAt: 1, pinned: true }),
  aConversation({ id: 'middle', updatedAt: 20 }),
]

test('pinned conversations stand first, then those with the last activity', async () => {
  const { ids } = await listing(rows())
  expect(ids()).toEqual(['pinned', 'newer', 'middle', 'old'])
})

test('a message moves its conversation up; a pin moves it to the top and back to its place', async () => {
  const all = rows()
  const { ids, tell, conversations } = await listing(all)
  const middle = all[3] ?? aConversation()
  tell('conversation.saved', { ...middle, updatedAt: 40 })
  expect(ids()).toEqual(['pinned', 'middle', 'newer', 'old'])
  await conversations.getState().update('old', { pinned: true })
  expect(ids()).toEqual(['old', 'pinned', 'middle', 'newer'])
  await conversations.getState().update('old', { pinned: false })
  expect(ids()).toEqual(['pinned', 'middle', 'newer', 'old'])
})

test('a conversation beyond what has been read waits for its page', async () => {
  const many = Array.from({ length: 150 }, (_, index) =>
    aConversation({ id: `c${index}`, updatedAt: 1000 - index }),
  )
  const { ids, tell, conversations } = await listing(many)
  expect(ids()).toHaveLength(100)
  tell('conversation.saved', { ...(many[120] ?? aConversation()), title: 'Renamed' })
  expect(ids()).not.toContain('c120')
  tell('conversation.saved', { ...(many[130] ?? aConversation()), updatedAt: 2000 })
  expect(ids()[0]).toBe('c130')
  await conversations.getState().loadMore(allChats)
  expect(ids()).toHaveLength(150)
  expect(new Set(ids()).size).toBe(150)
})

test('a refused title is taken back with its reason; what was saved meanwhile stays', async () => {
  const all = rows()
  const answer = later<void>()
  const { conversations, tell, notices } = await listing(all, {
    'conversations.update': () => answer.promise,
  })
  const title = () => conversations.getState().byId['old']?.title
  const before = title()
  const renaming = conversations.getState().update('old', { title: 'Better' })
  expect(title()).toBe('Better')
  tell('conversation.saved', { ...(all[0] ?? aConversation()), messageCount: 7 })
  expect(title()).toBe('Better')
  answer.answer(refused('disk_full'))
  await renaming
  expect(title()).toBe(before)
  expect(conversations.getState().byId['old']?.messageCount).toBe(7)
  expect(notices.getState().toasts).toMatchObject([{ failure: { code: 'disk_full' } }])
})

test('a refused deletion puts the conversation back where it was and opens it again', async () => {
  const { ids, conversations } = await listing(rows(), {
    'conversations.delete': () => refused('read_only'),
  })
  conversations.getState().open('middle')
  const before = ids()
  const deleting = conversations.getState().remove(['middle'])
  expect(ids()).not.toContain('middle')
  expect(conversations.getState().openId).toBeNull()
  await deleting
  expect(ids()).toEqual(before)
  expect(conversations.getState().openId).toBe('middle')
})

test('a deletion can be undone from its notice', async () => {
  const { ids, conversations, notices, inputsOf } = await listing(rows())
  conversations.getState().open('middle')
  await conversations.getState().remove(['middle'])
  notices.getState().undoLast()
  await expect.poll(() => conversations.getState().openId).toBe('middle')
  expect(ids()).toEqual(['pinned', 'newer', 'middle', 'old'])
  expect(inputsOf('conversations.restore')).toEqual([{ ids: ['middle'] }])
})

test('two quick changes do not flicker: the answer to the first does not undo the second', async () => {
  const all = rows()
  const first = later<void>()
  const second = later<void>()
  const answers = [first.promise, second.promise]
  const { conversations, tell } = await listing(all, {
    'conversations.update': () => answers.shift() ?? ok(undefined),
  })
  const pinned = () => conversations.getState().byId['old']?.pinned
  const one = conversations.getState().update('old', { pinned: true })
  const two = conversations.getState().update('old', { pinned: false })
  tell('conversation.saved', { ...(all[0] ?? aConversation()), pinned: true })
  first.answer(ok(undefined))
  await one
  expect(pinned()).toBe(false)
  tell('conversation.saved', { ...(all[0] ?? aConversation()), pinned: false })
  second.answer(ok(undefined))
  await two
  expect(pinned()).toBe(false)
})
