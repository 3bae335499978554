import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/errors'
import { newId, openWorld, scripted, spoken, type World } from '../world'
import { ACTIVE } from '../../fixtures/lists'

async function send(world: World, text = 'What is a keepsake?', conversationId = newId()) {
  const ids = { conversationId, id: newId(), replyId: newId() }
  const conversation = {
    id: conversationId,
    projectId: null,
    providerId: null,
    model: null,
    instructions: '',
    parameters: null,
  }
  await world.call('messages.send', { ...ids, conversation, parentId: null, text })
  return ids
}

async function shown(world: World, conversationId: string) {
  const path = await world.call('messages.path', { conversationId, limit: 100 })
  return path.messages.map(({ role, status, parts }) => [role, status, JSON.stringify(parts)])
}

const said = (text: string) => JSON.stringify([{ type: 'text', text }])

test('a question and its reply are kept, in order, with a title from the question', async () => {
  const world = openWorld(scripted(['A thing ', 'kept.']))
  const { conversationId } = await send(world)
  await world.settled()
  expect(await shown(world, conversationId)).toEqual([
    ['user', 'complete', said('What is a keepsake?')],
    ['assistant', 'complete', said('A thing kept.')],
  ])
  const conversation = await world.call('conversations.get', { id: conversationId })
  expect(conversation).toMatchObject({ title: 'What is a keepsake?', messageCount: 2 })
})

test('the question is on disk before the model has said anything', async () => {
  const { provider, say, end } = spoken()
  const world = openWorld(provider)
  const { conversationId } = await send(world)
  expect(await shown(world, conversationId)).toEqual([
    ['user', 'complete', said('What is a keepsake?')],
    ['assistant', 'streaming', '[]'],
  ])
  say('x')
  end()
  await world.settled()
})

test('a window is told of a piece only after it is on disk', async () => {
  const { provider, say, end } = spoken()
  const world = openWorld(provider)
  const onDisk: string[] = []
  const publish = world.context.publish
  world.context.publish = (name, value) => {
    if (name === 'message.appended') {
      const rows = world.db.$client.prepare('SELECT text FROM message_chunks').pluck().all()
      onDisk.push(rows.join(''))
    }
    publish(name, value)
  }
  await send(world)
  say('Row ')
  await expect.poll(() => onDisk).toEqual(['Row '])
  say('first')
  await expect.poll(() => onDisk).toEqual(['Row ', 'Row first'])
  end()
  await world.settled()
})

test('appended text joins to the reply by its offsets, half characters included', async () => {
  const { provider, say, end } = spoken()
  const world = openWorld(provider)
  const { conversationId } = await send(world)
  say({ type: 'reasoning', text: 'hm' })
  say('a\ud83d')
  say('\ude00b')
  end()
  await world.settled()
  const [, reply] = (await world.call('messages.path', { conversationId, limit: 10 })).messages
  expect(reply?.parts).toEqual([
    { type: 'reasoning', text: 'hm', milliseconds: expect.any(Number) },
    { type: 'text', text: 'a😀b' },
  ])
  let text = ''
  for (const event of world.events) {
    if (event.name !== 'message.appended' || event.value.part !== 1) continue
    expect(event.value.offset).toBe(text.length)
    text += event.value.text
  }
  expect(text).toBe('a😀b')
})

test('a stopped reply keeps what arrived and can go on', async () => {
  const { provider, say, end } = spoken()
  const world = openWorld(provider)
  const { conversationId, replyId } = await send(world)
  say('One')
  await expect
    .poll(() => world.events.some((event) => event.name === 'message.appended'))
    .toBe(true)
  await world.call('messages.stop', { conversationId })
  expect((await shown(world, conversationId))[1]).toEqual(['assistant', 'stopped', said('One')])
  await world.call('messages.continue', { id: replyId })
  // The stream that was stopped still waits for the next piece; it takes this one away.
  say('lost')
  say(', two')
  end()
  await world.settled()
  const [, reply] = await shown(world, conversationId)
  expect(reply).toEqual(['assistant', 'complete', said('One, two')])
})

test('a reply that fails keeps its text and says why', async () => {
  const { provider, say, fail } = spoken()
  const world = openWorld(provider)
  const { conversationId } = await send(world)
  say('Half a th')
  fail(new AppError('provider_cut_off', 'the server closed the connection'))
  await world.settled()
  const [, reply] = (await world.call('messages.path', { conversationId, limit: 10 })).messages
  expect(reply).toMatchObject({
    status: 'failed',
    parts: [
      { type: 'text', text: 'Half a th' },
      { type: 'error', error: { code: 'provider_cut_off' } },
    ],
  })
})

test('asking again and editing add versions; nothing is overwritten', async () => {
  const world = openWorld(scripted(['yes']))
  const { conversationId, id, replyId } = await send(world, 'Is it?')
  await world.settled()
  const again = newId()
  await world.call('messages.regenerate', { id: replyId, replyId: again })
  await world.settled()
  let path = await world.call('messages.path', { conversationId, limit: 10 })
  expect(path.versions).toEqual({ [again]: [replyId, again] })
  const edited = { id, newId: newId(), replyId: newId(), text: 'Was it?' }
  await world.call('messages.edit', edited)
  await world.settled()
  path = await world.call('messages.path', { conversationId, limit: 10 })
  expect(path.messages.map((message) => message.id)).toEqual([edited.newId, edited.replyId])
  expect(path.versions).toEqual({ [edited.newId]: [id, edited.newId] })
  await world.call('messages.show', { id })
  path = await world.call('messages.path', { conversationId, limit: 10 })
  expect(path.messages.map((message) => message.id)).toEqual([id, again])
})

test('a deleted message leaves its followers in place, and Undo brings it back', async () => {
  const world = openWorld(scripted(['reply']))
  const { conversationId, replyId } = await send(world)
  await world.settled()
  const next = {
    conversationId,
    conversation: null,
    parentId: replyId,
    id: newId(),
    replyId: newId(),
  }
  await world.call('messages.send', { ...next, text: 'and then?' })
  await world.settled()
  const before = await world.call('messages.path', { conversationId, limit: 10 })
  const deletion = await world.call('messages.delete', { id: replyId, scope: 'one' })
  expect(deletion.count).toBe(1)
  const without = await world.call('messages.path', { conversationId, limit: 10 })
  expect(without.messages).toHaveLength(3)
  const below = await world.call('messages.delete', { id: next.id, scope: 'below' })
  expect(below.count).toBe(2)
  expect((await world.call('conversations.get', { id: conversationId })).messageCount).toBe(1)
  await world.call('messages.restore', below)
  await world.call('messages.restore', deletion)
  expect(await world.call('messages.path', { conversationId, limit: 10 })).toEqual(before)
})

test('a second question is refused while a reply is being written', async () => {
  const { provider, end } = spoken()
  const world = openWorld(provider)
  const { conversationId, replyId } = await send(world)
  const second = { conversationId, conversation: null, parentId: replyId, id: newId() }
  expect(await world.refused('messages.send', { ...second, replyId: newId(), text: 'and?' })).toBe(
    'reply_running',
  )
  end()
  await world.settled()
})

test('a fork holds the branch up to the message, and its own text survives the original', async () => {
  const world = openWorld(scripted(['reply']))
  const { conversationId, replyId } = await send(world)
  await world.settled()
  const forked = newId()
  await world.call('conversations.fork', { id: conversationId, newId: forked, messageId: replyId })
  await world.call('conversations.delete', { ids: [conversationId] })
  await world.call('conversations.purge', { ids: [conversationId] })
  expect(await shown(world, forked)).toEqual([
    ['user', 'complete', said('What is a keepsake?')],
    ['assistant', 'complete', said('reply')],
  ])
})

test('a message cannot answer itself: its branch would have no beginning', async () => {
  const world = openWorld()
  const conversationId = newId()
  const id = newId()
  const conversation = {
    id: conversationId,
    projectId: null,
    providerId: null,
    model: null,
    instructions: '',
    parameters: null,
  }
  const own = { conversationId, conversation, parentId: id, id, replyId: newId(), text: 'Me?' }
  expect(await world.refused('messages.send', own)).toBe('bad_input')
  const twice = { ...own, parentId: null, replyId: id }
  expect(await world.refused('messages.send', twice)).toBe('bad_input')
  expect(
    await world.call('conversations.list', { filter: ACTIVE, after: null, limit: 10 }),
  ).toMatchObject({ items: [] })
})
