import type { CallOutput } from '@contract/calls'
import type { Conversation, Message, ProviderView } from '@contract/entities'
import type { Settings } from '@contract/settings'
import { expect, test } from 'vitest'
import { shownList } from '../../../src-renderer/stores/conversations'
import { allChats } from '../../../src-renderer/stores/filters'
import {
  aBranch,
  aConversation,
  aMessage,
  aProvider,
  later,
  ok,
  openWindow,
  someSettings,
} from './window'

test('settings that were saved while they were read are not taken back', async () => {
  const read = later<Settings>()
  const { settings, tell } = openWindow({ 'settings.get': () => read.promise })
  const loading = settings.getState().load()
  tell('settings.saved', someSettings({ defaultModel: 'new' }))
  read.answer(ok(someSettings({ defaultModel: 'old' })))
  await loading
  expect(settings.getState().value?.defaultModel).toBe('new')
})

test('a server that was added, changed or removed while the list was read stays so', async () => {
  const read = later<ProviderView[]>()
  const { providers, tell } = openWindow({ 'providers.list': () => read.promise })
  const loading = providers.getState().load()
  tell('provider.saved', aProvider({ id: 'added' }))
  tell('provider.saved', aProvider({ id: 'changed', name: 'New' }))
  tell('provider.removed', { id: 'removed' })
  const old = ['first', 'changed', 'removed'].map((id) => aProvider({ id, name: 'Old' }))
  read.answer(ok(old))
  await loading
  const { list } = providers.getState()
  expect(list.map(({ id, name }) => [id, name])).toEqual([
    ['first', 'Old'],
    ['changed', 'New'],
    ['added', 'Server'],
  ])
})

test('conversations that changed while the list was read are shown as they are', async () => {
  const read = later<CallOutput<'conversations.list'>>()
  const { conversations, tell } = openWindow({ 'conversations.list': () => read.promise })
  const loading = conversations.getState().loadMore(allChats)
  const rows = ['stays', 'renamed', 'deleted', 'purged'].map((id) =>
    aConversation({ id, updatedAt: 10 }),
  )
  const saved = (id: string, fields: Partial<Conversation>) =>
    tell('conversation.saved', aConversation({ id, updatedAt: 20, ...fields }))
  saved('created', { updatedAt: 30 })
  saved('renamed', { title: 'New' })
  saved('deleted', { deletedAt: 20 })
  tell('conversation.purged', { ids: ['purged'] })
  read.answer(ok({ items: rows, next: null }))
  await loading
  const { byId } = conversations.getState()
  expect(shownList(conversations.getState()).ids).toEqual(['created', 'renamed', 'stays'])
  expect(byId['renamed']?.title).toBe('New')
  expect(byId['purged']).toBeUndefined()
})

test('a list read while a tag was on its way to a conversation holds it', async () => {
  const saving = later<undefined>()
  const row = aConversation({ id: 'c' })
  const { conversations } = openWindow({
    'conversations.list': ({ filter }) => ok({ items: filter.tagId ? [] : [row], next: null }),
    'conversations.tag': () => saving.promise,
  })
  await conversations.getState().loadMore(allChats)
  const tagging = conversations.getState().tag(['c'], 'urgent', true, 'urgent')
  conversations.getState().show({ tagId: 'urgent' })
  await expect.poll(() => shownList(conversations.getState()).loaded).toBe(true)
  expect(shownList(conversations.getState()).ids).toEqual(['c'])
  saving.answer(ok(undefined))
  await tagging
})

test('a conversation that was deleted while it was read does not open', async () => {
  const read = later<Conversation>()
  const { conversations, tell } = openWindow({ 'conversations.get': () => read.promise })
  const opening = conversations.getState().reopen('c')
  tell('conversation.saved', aConversation({ id: 'c', deletedAt: 5 }))
  read.answer(ok(aConversation({ id: 'c' })))
  await opening
  expect(conversations.getState().openId).toBeNull()
})

test('a reply that ended while its branch was read is not running for ever', async () => {
  const read = later<CallOutput<'messages.path'>>()
  const { messages, tell } = openWindow({ 'messages.path': () => read.promise })
  const loading = messages.getState().load('conversation')
  const [question] = aBranch(1)
  const reply = aMessage({ id: 'r', parentId: 'm0', status: 'streaming' })
  tell('message.saved', { ...reply, status: 'complete' })
  read.answer(ok({ total: 2, from: 0, messages: question ? [question, reply] : [], versions: {} }))
  await loading
  expect(messages.getState().byId['r']?.status).toBe('complete')
  expect(messages.getState().running).toEqual({})
})

test('a question that was asked while its branch was read joins it', async () => {
  const read = later<CallOutput<'messages.path'>>()
  const { messages, tell } = openWindow({ 'messages.path': () => read.promise })
  const loading = messages.getState().load('conversation')
  const [first, ...asked] = aBranch(3)
  for (const message of asked) tell('message.saved', message)
  read.answer(ok({ total: 1, from: 0, messages: first ? [first] : [], versions: {} }))
  await loading
  expect(messages.getState().threads['conversation']).toMatchObject({
    total: 3,
    ids: { 0: 'm0', 1: 'm1', 2: 'm2' },
  })
})

test('a reply that ended while it was read again stays ended', async () => {
  const read = later<Message>()
  const reply = aMessage({ id: 'r', status: 'streaming' })
  const { messages, tell } = openWindow({
    'messages.path': () => ok({ total: 1, from: 0, messages: [reply], versions: {} }),
    'messages.get': () => read.promise,
  })
  await messages.getState().load('conversation')
  const piece = { id: 'r', conversationId: 'conversation', part: 0, type: 'text' as const }
  tell('message.appended', { ...piece, offset: 50, text: 'late' })
  tell('message.saved', { ...reply, status: 'complete' })
  read.answer(ok(reply))
  await expect.poll(() => messages.getState().running).toEqual({})
  expect(messages.getState().byId['r']?.status).toBe('complete')
})
