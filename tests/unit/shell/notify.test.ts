import { expect, test } from 'vitest'
import type { Message } from '@contract/entities'
import { replyNotifier } from '../../../src-main/shell/notify'
import { aConversation, aMessage } from '../renderer/window'

/** A program in the background, whose replies took as long as the test says. */
function background(changes: { focused?: boolean; allowed?: boolean } = {}) {
  const shown: { title: string; click: () => void }[] = []
  const opened: string[] = []
  const problems: unknown[] = []
  const tell = replyNotifier({
    focused: () => changes.focused ?? false,
    allowed: () => Promise.resolve(changes.allowed ?? true),
    conversation: (id) => Promise.resolve(aConversation({ id, title: 'Summer' })),
    show: (title, _text, click) => shown.push({ title, click }),
    open: (id) => opened.push(id),
    failed: (error) => problems.push(error),
  })
  const reply = (total: number, fields: Partial<Message> = {}) => {
    const message = aMessage({ id: 'r', conversationId: 'c', ...fields })
    tell('message.saved', { ...message, status: 'streaming' })
    tell('message.saved', { ...message, timings: { total } })
    return message
  }
  // Everything that was asked has been answered by the next turn.
  const titles = async () => {
    await new Promise(setImmediate)
    return shown.map(({ title }) => title)
  }
  return { tell, reply, shown, opened, titles, problems }
}

test('a long reply that nobody waited for is told of, and a click opens its chat', async () => {
  const { reply, shown, opened, titles } = background()
  reply(10_001)
  expect(await titles()).toEqual(['Summer'])
  shown[0]?.click()
  expect(opened).toEqual(['c'])
})

test('a quick reply, a window in front and the switch in the settings keep it quiet', async () => {
  const quick = background()
  quick.reply(10_000)
  expect(await quick.titles()).toEqual([])
  const inFront = background({ focused: true })
  inFront.reply(60_000)
  expect(await inFront.titles()).toEqual([])
  const off = background({ allowed: false })
  off.reply(60_000)
  expect(await off.titles()).toEqual([])
})

test('a reply is told of once, and only when it has ended by itself', async () => {
  const { tell, reply, titles } = background()
  const message = reply(60_000)
  // What is saved later, such as a rating, is no end of a reply.
  tell('message.saved', { ...message, timings: { total: 60_000 }, rating: 'up' })
  tell('message.saved', { ...message, id: 's', status: 'streaming' })
  tell('message.saved', { ...message, id: 's', status: 'stopped', timings: { total: 60_000 } })
  expect(await titles()).toEqual(['Summer'])
})
