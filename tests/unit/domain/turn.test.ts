import { expect, test } from 'vitest'
import type { ChatProvider, ProviderPart } from '../../../src-main/providers/provider'
import { addServer, begin, newId, openWorld, scripted, spoken } from '../world'

test('a piece without text leaves no gap among the parts of a reply', async () => {
  const pieces: ProviderPart[] = [
    { type: 'text', text: '' },
    { type: 'reasoning', text: 'hm' },
    { type: 'reasoning', text: '' },
    { type: 'text', text: '\ud83d' },
    { type: 'reasoning', text: 'so' },
    { type: 'text', text: 'yes' },
  ]
  const world = openWorld(scripted(pieces))
  const { replyId } = await begin(world)
  await world.settled()
  const { parts } = await world.call('messages.get', { id: replyId })
  expect(parts).toEqual([
    { type: 'reasoning', text: 'hmso', milliseconds: expect.any(Number) },
    { type: 'text', text: 'yes' },
  ])
})

/** Answers at once, and then never comes to an end with the title. */
function withoutTitle() {
  const asked = Promise.withResolvers<void>()
  const provider: ChatProvider = {
    async *stream(request) {
      yield { type: 'text', text: 'Yes' }
      if (!request.instructions.startsWith('Write a title')) return
      asked.resolve()
      await new Promise(() => {})
    },
    models: () => Promise.resolve([]),
  }
  return { provider, asked: asked.promise }
}

async function openWithModel(provider: ChatProvider) {
  const world = openWorld(provider)
  const id = await addServer(world)
  await world.call('settings.update', { patch: { defaultProviderId: id } })
  return world
}

test('the next question need not wait for the title of the first', async () => {
  const { provider, asked } = withoutTitle()
  const world = await openWithModel(provider)
  const { conversationId, replyId } = await begin(world)
  await asked
  const next = { conversationId, conversation: null, parentId: replyId, id: newId() }
  await world.call('messages.send', { ...next, replyId: newId(), text: 'And then?' })
  await world.call('messages.stop', { conversationId })
  const { total } = await world.call('messages.path', { conversationId, limit: 10 })
  expect(total).toBe(4)
})

test('two windows that ask at the same moment get one reply, and one of them is told why', async () => {
  const { provider, end } = spoken()
  const world = openWorld(provider)
  const { conversationId, replyId } = await begin(world)
  end()
  await world.settled()
  const ask = () => ({ conversationId, conversation: null, parentId: replyId, id: newId() })
  const answers = await Promise.all([
    world.refused('messages.send', { ...ask(), replyId: newId(), text: 'one' }),
    world.refused('messages.send', { ...ask(), replyId: newId(), text: 'two' }),
  ])
  expect(answers).toEqual(['it was not refused', 'reply_running'])
  end()
  await world.settled()
  expect((await world.call('conversations.get', { id: conversationId })).messageCount).toBe(4)
})

test('a reply that goes on keeps what was written below it, and is found again at its end', async () => {
  const { provider, say, end } = spoken()
  const world = openWorld(provider)
  const { conversationId, replyId } = await begin(world)
  say('first')
  await expect.poll(() => world.events.some(({ name }) => name === 'message.appended')).toBe(true)
  await world.call('messages.stop', { conversationId })
  const next = { conversationId, conversation: null, parentId: replyId, id: newId() }
  await world.call('messages.send', { ...next, replyId: newId(), text: 'more?' })
  // Two streams wait: the one that was stopped takes the first end.
  end()
  end()
  await world.settled()
  await world.call('messages.continue', { id: replyId })
  const indexed = () =>
    world.db.$client.prepare('SELECT count(*) FROM messages_fts_docsize').pluck().get()
  expect(indexed()).toBe(3)
  end()
  await world.settled()
  expect(indexed()).toBe(4)
  const path = await world.call('messages.path', { conversationId, limit: 10 })
  expect(path.messages.map(({ id }) => id)).toContain(next.id)
})

test('a copy made while a reply is being written has the text that was there', async () => {
  const { provider, say, end } = spoken()
  const world = openWorld(provider)
  const { conversationId, replyId } = await begin(world)
  say('half a sent')
  await expect.poll(() => world.events.some(({ name }) => name === 'message.appended')).toBe(true)
  const [duplicate, fork] = [newId(), newId()]
  await world.call('conversations.duplicate', { id: conversationId, newId: duplicate })
  const forked = { id: conversationId, newId: fork, messageId: replyId }
  await world.call('conversations.fork', forked)
  for (const id of [duplicate, fork]) {
    const path = await world.call('messages.path', { conversationId: id, limit: 1 })
    expect(path.messages).toMatchObject([
      { status: 'interrupted', parts: [{ type: 'text', text: 'half a sent' }] },
    ])
  }
  end()
  await world.settled()
})

test('what is deleted is neither shown, continued nor forked', async () => {
  const world = openWorld(scripted(['reply']))
  const { conversationId, id, replyId } = await begin(world)
  await world.settled()
  await world.call('messages.delete', { id, scope: 'below' })
  expect(await world.refused('messages.show', { id })).toBe('not_found')
  const fork = { id: conversationId, newId: newId(), messageId: replyId }
  expect(await world.refused('conversations.fork', fork)).toBe('not_found')
  expect(await world.refused('conversations.fork', { ...fork, messageId: newId() })).toBe(
    'not_found',
  )
})

test('an id that is taken, or names nothing, is refused as a mistake of the caller', async () => {
  const world = openWorld(scripted(['reply']))
  const { conversationId, id, replyId } = await begin(world)
  await world.settled()
  const again = { conversationId, conversation: null, parentId: replyId, id, replyId: newId() }
  expect(await world.refused('messages.send', { ...again, text: 'twice' })).toBe('bad_input')
  const patch = { projectId: newId() }
  expect(await world.refused('conversations.update', { ids: [conversationId], patch })).toBe(
    'bad_input',
  )
})

test('what is told of a chat is in the order in which it became so, however slow the reader is', async () => {
  const { provider, end } = spoken()
  const world = openWorld(provider)
  const { conversationId, replyId } = await begin(world)
  const { read } = world.context
  // An answer that was right when it was read, and comes when others have been told.
  const late = Promise.withResolvers<void>()
  const get: typeof read.conversations.get = async (id) => {
    const row = await read.conversations.get(id)
    await late.promise
    return row
  }
  world.context.read = { ...read, conversations: { ...read.conversations, get } }
  await world.call('conversations.delete', { ids: [conversationId] })
  end()
  const isEnded = () =>
    world.events.some(
      ({ name, value }) =>
        name === 'message.saved' && value.id === replyId && value.status === 'complete',
    )
  await expect.poll(isEnded).toBe(true)
  await world.call('conversations.restore', { ids: [conversationId] })
  late.resolve()
  await world.settled()
  const told = world.events.filter(({ name }) => name === 'conversation.saved')
  expect(told.at(-1)?.value).toMatchObject({ id: conversationId, deletedAt: null })
})
