import { expect, test } from 'vitest'
import { newId, openWorld, scripted } from '../world'

const conversation = (id: string) => ({
  id,
  projectId: null,
  providerId: null,
  model: null,
  instructions: '',
  parameters: null,
})

test('a reply without an end is cut off, keeps its text, and floods no window', async () => {
  const megabyte = 'more '.repeat(200_000)
  const world = openWorld(scripted(Array.from({ length: 20 }, () => megabyte)))
  const id = newId()
  const ids = { conversationId: id, id: newId(), replyId: newId() }
  await world.call('messages.send', {
    ...ids,
    conversation: conversation(id),
    parentId: null,
    text: 'Tell me everything',
  })
  await world.settled()
  const reply = await world.call('messages.get', { id: ids.replyId })
  expect(reply.status).toBe('failed')
  expect(reply.parts.at(-1)).toMatchObject({ error: { code: 'provider_too_large' } })
  const [text] = reply.parts
  expect(text?.type === 'text' && text.text.length).toBe(9 * megabyte.length)
})

test('a fast reply is told in few pieces, which make up the whole of it', async () => {
  const words = Array.from({ length: 5000 }, (_, index) => `word${index} `)
  const world = openWorld(scripted(words))
  const id = newId()
  const ids = { conversationId: id, id: newId(), replyId: newId() }
  await world.call('messages.send', {
    ...ids,
    conversation: conversation(id),
    parentId: null,
    text: 'Quickly',
  })
  await world.settled()
  const told = world.events.flatMap((event) =>
    event.name === 'message.appended' ? event.value : [],
  )
  let text = ''
  for (const piece of told) {
    expect(piece.offset).toBe(text.length)
    text += piece.text
  }
  expect(text).toBe(words.join(''))
  expect(told.length).toBeLessThan(100)
})
