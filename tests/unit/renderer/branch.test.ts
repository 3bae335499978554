import { expect, test } from 'vitest'
import type { Message, Path } from '@contract/entities'
import { aBranch, aMessage, later, openWindow, pathOf } from './window'

async function reading(branch: () => readonly Message[]) {
  const window = openWindow({ 'messages.path': pathOf(branch) })
  await window.messages.getState().load('conversation')
  const thread = () => window.messages.getState().threads['conversation']
  const loaded = () => Object.keys(thread()?.ids ?? {}).length
  const watch = (first: number, last: number) =>
    window.messages.getState().watch('conversation', first, last)
  return { ...window, thread, loaded, watch }
}

test('a long chat opens with its last hundred messages and reads others when they come into sight', async () => {
  const branch = aBranch(20_000)
  const { thread, loaded, watch, inputsOf } = await reading(() => branch)
  expect(thread()).toMatchObject({ total: 20_000, ids: { 19_999: 'm19999' } })
  expect(loaded()).toBe(100)
  watch(10_095, 10_104)
  await expect.poll(loaded).toBe(300)
  expect(thread()?.ids[10_100]).toBe('m10100')
  watch(10_095, 10_104)
  expect(inputsOf('messages.path')).toHaveLength(3)
})

test('reading through a whole long chat does not keep all of it', async () => {
  const branch = aBranch(5000)
  const { loaded, watch, thread } = await reading(() => branch)
  for (let at = 0; at < 4900; at += 100) {
    watch(at, at + 10)
    await expect.poll(() => thread()?.ids[at]).toBe(`m${at}`)
  }
  expect(loaded()).toBeLessThan(2500)
  expect(thread()?.ids[4999]).toBe('m4999')
})

test('after a change of branch only what still belongs to it stays', async () => {
  const old = aBranch(300)
  const fresh = [
    ...old.slice(0, 250),
    ...aBranch(20, 'n').map((each, index) => (index === 0 ? { ...each, parentId: 'm249' } : each)),
  ]
  let shown: readonly Message[] = old
  const { thread, watch, tell } = await reading(() => shown)
  watch(100, 110)
  await expect.poll(() => thread()?.ids[100]).toBe('m100')
  shown = fresh
  tell('path.changed', { conversationId: 'conversation' })
  await expect.poll(() => thread()?.total).toBe(270)
  expect(thread()?.ids[249]).toBe('m249')
  expect(thread()?.ids[250]).toBe('n0')
  expect(Object.values(thread()?.ids ?? {})).not.toContain('m299')
})

test('when the branch changed far above, nothing of the old one stays below', async () => {
  const old = aBranch(300)
  let shown: readonly Message[] = old
  const { thread, watch, tell } = await reading(() => shown)
  watch(100, 110)
  await expect.poll(() => thread()?.ids[100]).toBe('m100')
  shown = [...old.slice(0, 50), ...aBranch(250, 'n')]
  tell('path.changed', { conversationId: 'conversation' })
  await expect.poll(() => thread()?.ids[299]).toBe('n249')
  expect(Object.values(thread()?.ids ?? {}).filter((id) => id.startsWith('m'))).toEqual([])
})

test('a window that arrives after the branch changed is not laid over the new one', async () => {
  const late = later<Path>()
  const old = aBranch(300)
  let shown: readonly Message[] = old
  const { messages, tell } = openWindow({
    'messages.path': (input) => (input.from === 0 ? late.promise : pathOf(() => shown)(input)),
  })
  const thread = () => messages.getState().threads['conversation']
  await messages.getState().load('conversation')
  messages.getState().watch('conversation', 0, 5)
  shown = aBranch(300, 'n')
  messages.getState().watch('conversation', 250, 260)
  tell('path.changed', { conversationId: 'conversation' })
  await expect.poll(() => thread()?.ids[299]).toBe('n299')
  late.answer(pathOf(() => old)({ conversationId: 'conversation', from: 0, limit: 100 }))
  await late.promise
  await expect.poll(() => Object.keys(thread()?.ids ?? {}).length).toBe(100)
  expect(Object.values(thread()?.ids ?? {}).filter((id) => id.startsWith('m'))).toEqual([])
})

test('a message far back is found by reading what is around it', async () => {
  const branch = aBranch(1800)
  const { messages, thread, inputsOf } = await reading(() => branch)
  await expect(messages.getState().find('conversation', 'm420')).resolves.toBe(420)
  expect(inputsOf('messages.path')).toHaveLength(2)
  expect(thread()?.ids[420]).toBe('m420')
  await expect(messages.getState().find('conversation', 'elsewhere')).resolves.toBeNull()
})

test('a new version beside the last reply does not join the branch by itself', async () => {
  const branch = aBranch(2)
  const { thread, tell } = await reading(() => branch)
  tell('message.saved', aMessage({ id: 'sibling', parentId: 'm0' }))
  expect(thread()?.total).toBe(2)
  tell('message.saved', aMessage({ id: 'next', parentId: 'm1' }))
  expect(thread()).toMatchObject({ total: 3, ids: { 2: 'next' } })
})
