import { expect, test } from 'vitest'
import type { Message } from '@contract/entities'
import { aBranch, aConversation, aMessage, later, ok, openWindow, pathOf, refused } from './window'

const model = { providerId: 'p', model: 'm' }

async function chatting(answers: Parameters<typeof openWindow>[0] = {}) {
  const conversation = aConversation({ id: 'conversation' })
  const branch = aBranch(2)
  const window = openWindow({
    'conversations.get': () => ok(conversation),
    'messages.path': pathOf(() => branch),
    ...answers,
  })
  await window.conversations.getState().reopen('conversation')
  await window.messages.getState().load('conversation')
  const thread = () => window.messages.getState().threads['conversation']
  return { ...window, thread }
}

test('a question is shown as unsent until main has saved it', async () => {
  const sent = later<void>()
  const { drafts, messages, thread, inputsOf, tell } = await chatting({
    'messages.send': () => sent.promise,
  })
  drafts.getState().edit('conversation', 'What now?')
  const sending = messages.getState().send(model)
  expect(thread()?.unsent?.text).toBe('What now?')
  expect(thread()?.total).toBe(2)
  expect(drafts.getState().texts['conversation']).toBe('')

  const { id } = inputsOf('messages.send')[0] as { id: string }
  tell('message.saved', aMessage({ id, parentId: 'm1', role: 'user' }))
  expect(thread()).toMatchObject({ unsent: null, total: 3, ids: { 2: id } })
  sent.answer(ok(undefined))
  await sending
})

test('a question main refuses disappears again, its text returns and the reason is shown', async () => {
  const { drafts, messages, thread, notices } = await chatting({
    'messages.send': () => refused('disk_full'),
  })
  drafts.getState().edit('conversation', 'What now?')
  const sending = messages.getState().send(model)
  drafts.getState().edit('conversation', 'and then')
  await sending
  expect(thread()).toMatchObject({ unsent: null, total: 2 })
  expect(drafts.getState().texts['conversation']).toBe('What now?\nand then')
  expect(notices.getState().toasts).toMatchObject([{ failure: { code: 'disk_full' } }])
})

test('the saved draft is emptied only after the question is saved', async () => {
  const sent = later<void>()
  const { drafts, messages, inputsOf } = await chatting({ 'messages.send': () => sent.promise })
  drafts.getState().edit('conversation', 'What now?')
  await drafts.getState().flush()
  const sending = messages.getState().send(model)
  await drafts.getState().flush()
  expect(inputsOf('drafts.save')).toEqual([{ id: 'conversation', text: 'What now?' }])
  sent.answer(ok(undefined))
  await sending
  await drafts.getState().flush()
  expect(inputsOf('drafts.save').at(-1)).toEqual({ id: 'conversation', text: '' })
})

test('the first question of a new chat brings the conversation, which is remembered once it exists', async () => {
  const { drafts, messages, conversations, inputsOf, tell } = openWindow()
  drafts.getState().edit('new', 'Hello')
  await messages.getState().send(model)
  const [input] = inputsOf('messages.send') as [{ conversationId: string; conversation: object }]
  expect(input).toMatchObject({
    parentId: null,
    conversation: { id: input.conversationId, ...model },
  })
  expect(conversations.getState().openId).toBe(input.conversationId)
  expect(inputsOf('settings.update')).toEqual([])
  tell('conversation.saved', aConversation({ id: input.conversationId }))
  expect(inputsOf('settings.update')).toEqual([
    { patch: { openConversationId: input.conversationId } },
  ])
})

test('a refused first question leads back to the new chat', async () => {
  const { drafts, messages, conversations } = openWindow({
    'messages.send': () => refused('no_provider'),
  })
  drafts.getState().edit('new', 'Hello')
  await messages.getState().send(model)
  expect(conversations.getState().openId).toBeNull()
  expect(drafts.getState().texts['new']).toBe('Hello')
})

test('a question sent before the branch was read still answers its last message', async () => {
  const conversation = aConversation({ id: 'conversation' })
  const branch: Message[] = aBranch(2)
  const { conversations, drafts, messages, inputsOf } = openWindow({
    'conversations.get': () => ok(conversation),
    'messages.path': pathOf(() => branch),
  })
  await conversations.getState().reopen('conversation')
  drafts.getState().edit('conversation', 'Quick')
  await messages.getState().send(model)
  expect(inputsOf('messages.send')).toMatchObject([{ parentId: 'm1' }])
})
