import { expect, test } from 'vitest'
import { aMessage, later, ok, openWindow, pathOf } from './window'
import type { Message } from '@contract/entities'

const question = aMessage({ id: 'q', role: 'user', parts: [{ type: 'text', text: 'Hello?' }] })
const reply = aMessage({ id: 'r', parentId: 'q', status: 'streaming' })
const ids = { id: 'r', conversationId: 'conversation' }

async function watching(answers: Parameters<typeof openWindow>[0] = {}) {
  const window = openWindow({ 'messages.path': pathOf(() => [question, reply]), ...answers })
  await window.messages.getState().load('conversation')
  const text = () =>
    window.messages
      .getState()
      .byId['r']?.parts.map((part) => ('text' in part ? part.text : part.type))
      .join('|')
  const append = (
    part: number,
    offset: number,
    words: string,
    type: 'text' | 'reasoning' = 'text',
  ) => window.tell('message.appended', { ...ids, part, type, offset, text: words })
  return { ...window, text, append }
}

test('text that follows on is joined, part by part', async () => {
  const { append, text, inputsOf } = await watching()
  append(0, 0, 'Let me think', 'reasoning')
  append(0, 12, ' about it', 'reasoning')
  append(1, 0, 'Hi')
  append(1, 2, ' there')
  expect(text()).toBe('Let me think about it|Hi there')
  expect(inputsOf('messages.get')).toEqual([])
})

test('a gap makes the window read that message again, once, and nothing that arrives meanwhile is lost', async () => {
  const read = later<Message>()
  const { append, text, inputsOf } = await watching({ 'messages.get': () => read.promise })
  append(0, 0, 'One ')
  append(0, 8, 'three ')
  append(0, 14, 'four')
  expect(inputsOf('messages.get')).toEqual([{ id: 'r' }])
  // What was read holds the third piece already, but not the fourth.
  read.answer(ok({ ...reply, parts: [{ type: 'text', text: 'One two three ' }] }))
  await expect.poll(text).toBe('One two three four')
})

test('a piece that the window already shows changes nothing', async () => {
  const { append, text, messages, inputsOf } = await watching()
  append(0, 0, 'Hello')
  const before = messages.getState().byId
  append(0, 0, 'Hello')
  append(0, 3, 'lo there')
  expect(text()).toBe('Hello there')
  expect(before['r']?.parts).toHaveLength(1)
  expect(inputsOf('messages.get')).toEqual([])
})

test('a reply that streams changes no other message', async () => {
  const { append, messages } = await watching()
  const before = messages.getState()
  append(0, 0, 'Hello')
  const after = messages.getState()
  expect(after.byId['q']).toBe(before.byId['q'])
  expect(after.threads).toBe(before.threads)
})

test('the window knows which conversations are being answered', async () => {
  const { tell, messages } = await watching()
  expect(messages.getState().running).toEqual({ conversation: 'r' })
  tell('message.saved', { ...reply, status: 'stopped' })
  expect(messages.getState().running).toEqual({})
})
