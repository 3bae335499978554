import { expect, test } from 'vitest'
import type { CallInput } from '@contract/calls'
import type { Conversation } from '@contract/entities'
import { shownList } from '../../../src-renderer/stores/conversations'
import { allChats } from '../../../src-renderer/stores/filters'
import { listOf } from './lists'
import { aConversation, aTag, ok, openWindow, refused } from './window'

async function listing(rows: Conversation[], answers: Parameters<typeof openWindow>[0] = {}) {
  const window = openWindow({ 'conversations.list': listOf(rows), ...answers })
  for (const row of rows) window.tell('conversation.saved', row)
  await window.conversations.getState().loadMore(allChats)
  const ids = () => shownList(window.conversations.getState()).ids
  const row = (id: string) => window.conversations.getState().byId[id]
  const undo = () => window.notices.getState().undoLast()
  return { ...window, ids, row, undo }
}

const three = () => [
  aConversation({ id: 'a', projectId: 'one', updatedAt: 3 }),
  aConversation({ id: 'b', projectId: 'two', updatedAt: 2 }),
  aConversation({ id: 'c', projectId: 'one', updatedAt: 1 }),
]
const moved = { text: 'library:notices.moved' } as const

test('many chats move by one call, and Undo takes each back to where it was', async () => {
  const { conversations, inputsOf, row, undo, notices } = await listing(three())
  await conversations.getState().updateAll(['a', 'b', 'c'], { projectId: 'two' }, moved)
  // The one that is there already is not moved, and not counted.
  expect(inputsOf('conversations.update')).toEqual([
    { ids: ['a', 'c'], patch: { projectId: 'two' } },
  ])
  expect(notices.getState().toasts).toMatchObject([{ values: { count: 2 } }])
  undo()
  await expect.poll(() => row('c')?.projectId).toBe('one')
  expect(inputsOf('conversations.update').at(-1)).toEqual({
    ids: ['a', 'c'],
    patch: { projectId: 'one' },
  })
})

test('what was different before is taken back in groups', async () => {
  const { conversations, inputsOf, row, undo } = await listing(three())
  await conversations.getState().updateAll(['a', 'b', 'c'], { projectId: null }, moved)
  undo()
  await expect.poll(() => inputsOf('conversations.update')).toHaveLength(3)
  expect(inputsOf('conversations.update').slice(1)).toEqual([
    { ids: ['a', 'c'], patch: { projectId: 'one' } },
    { ids: ['b'], patch: { projectId: 'two' } },
  ])
  expect(['a', 'b', 'c'].map((id) => row(id)?.projectId)).toEqual(['one', 'two', 'one'])
})

test('archived chats leave the list, and come back to their places', async () => {
  const { conversations, ids, undo } = await listing(three())
  const archived = { text: 'library:notices.archived' } as const
  const archiving = conversations.getState().updateAll(['a', 'c'], { archived: true }, archived)
  expect(ids()).toEqual(['b'])
  await archiving
  undo()
  expect(ids()).toEqual(['a', 'b', 'c'])
})

test('more than a call may take goes in batches; a refusal ends it and takes only the rest back', async () => {
  const many = Array.from({ length: 2500 }, (_, index) =>
    aConversation({ id: `c${index}`, updatedAt: 10_000 - index }),
  )
  let calls = 0
  const { conversations, inputsOf, row, notices } = await listing(many, {
    'conversations.update': () => {
      calls += 1
      return calls === 1 ? ok(undefined) : refused('disk_full')
    },
  })
  const all = many.map(({ id }) => id)
  const pinned = { text: 'library:notices.pinned' } as const
  await conversations.getState().updateAll(all, { pinned: true }, pinned)
  const batches = inputsOf('conversations.update') as CallInput<'conversations.update'>[]
  expect(batches.map(({ ids }) => ids.length)).toEqual([1000, 1000])
  expect(row('c0')?.pinned).toBe(true)
  expect(row('c1000')?.pinned).toBe(false)
  expect(row('c2400')?.pinned).toBe(false)
  expect(notices.getState().toasts).toMatchObject([
    { failure: { code: 'disk_full' } },
    { values: { count: 1000 } },
  ])
})

test('deleting many is one notice and one Undo, which opens what was open', async () => {
  const { conversations, ids, undo, inputsOf, notices } = await listing(three())
  conversations.getState().open('b')
  await conversations.getState().remove(['a', 'b'])
  expect(ids()).toEqual(['c'])
  expect(conversations.getState().openId).toBeNull()
  expect(notices.getState().toasts).toMatchObject([
    { text: 'library:notices.deleted', values: { count: 2 } },
  ])
  undo()
  await expect.poll(() => conversations.getState().openId).toBe('b')
  expect(ids()).toEqual(['a', 'b', 'c'])
  expect(inputsOf('conversations.restore')).toEqual([{ ids: ['a', 'b'] }])
})

test('a tag is given to those that lack it, and Undo takes it from those alone', async () => {
  const tag = aTag({ id: 'urgent' })
  const rows = three().map((row) => (row.id === 'b' ? { ...row, tagIds: ['urgent', 'x'] } : row))
  const { conversations, tell, row, inputsOf, undo } = await listing(rows)
  tell('tag.saved', tag)
  await conversations.getState().tag(['a', 'b', 'c'], 'urgent', true, 'urgent')
  expect(inputsOf('conversations.tag')).toEqual([{ ids: ['a', 'c'], tagId: 'urgent', on: true }])
  expect(row('a')?.tagIds).toEqual(['urgent'])
  undo()
  await expect.poll(() => row('a')?.tagIds).toEqual([])
  expect(row('b')?.tagIds).toEqual(['urgent', 'x'])
})

test('a refused tag is taken back', async () => {
  const { conversations, row, notices } = await listing(three(), {
    'conversations.tag': () => refused('read_only'),
  })
  const tagging = conversations.getState().tag(['a'], 'urgent', true, 'urgent')
  expect(row('a')?.tagIds).toEqual(['urgent'])
  await tagging
  expect(row('a')?.tagIds).toEqual([])
  expect(notices.getState().toasts).toMatchObject([{ failure: { code: 'read_only' } }])
})

test('what main repeats of a change that is shown already draws nothing again', async () => {
  const { conversations, tell, row } = await listing(three())
  await conversations
    .getState()
    .updateAll(['a', 'b'], { pinned: true }, { text: 'library:notices.pinned' })
  const shown = conversations.getState()
  tell('conversation.saved', { ...(row('a') ?? aConversation()) })
  expect(conversations.getState().byId).toBe(shown.byId)
  tell('conversation.saved', { ...(row('b') ?? aConversation()), messageCount: 9 })
  expect(row('b')?.messageCount).toBe(9)
  expect(shownList(conversations.getState())).toBe(shownList(shown))
})
