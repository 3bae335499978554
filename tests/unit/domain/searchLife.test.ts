import { expect, test } from 'vitest'
import { addChat, found, searchAll, write } from '../searching'
import { begin, newId, openWorld, scripted, spoken, type World } from '../world'

/** Adds a question and its reply below `parentId`; answers their ids. */
async function say(world: World, conversationId: string, parentId: string, text: string) {
  const ids = { id: newId(), replyId: newId() }
  await world.call('messages.send', { ...ids, conversationId, conversation: null, parentId, text })
  await world.settled()
  return ids
}

test('all versions are found, whichever is shown', async () => {
  const world = openWorld(scripted(['A zebra answers']))
  const first = await begin(world, 'About lions')
  await world.settled()
  const edited = { newId: newId(), replyId: newId() }
  await world.call('messages.edit', { id: first.id, ...edited, text: 'About tigers' })
  await world.settled()
  const again = newId()
  await world.call('messages.regenerate', { id: edited.replyId, replyId: again })
  await world.settled()
  expect(await found(world, 'lions')).toEqual([first.id])
  expect(await found(world, 'tigers')).toEqual([edited.newId])
  expect(await found(world, 'zebra')).toEqual([again, edited.replyId, first.replyId])
})

test('a reply is found from its end on, and again after it was continued', async () => {
  const voice = spoken()
  const world = openWorld(voice.provider)
  await world.call('settings.update', { patch: { titlesByModel: false } })
  const { replyId } = await begin(world, 'Speak')
  voice.say('A zebra')
  await expect
    .poll(async () => (await world.call('messages.get', { id: replyId })).parts)
    .not.toEqual([])
  expect(await found(world, 'zebra')).toEqual([])
  voice.fail(new Error('the connection is gone'))
  await world.settled()
  expect(await found(world, 'zebra')).toEqual([replyId])
  await world.call('messages.continue', { id: replyId })
  expect(await found(world, 'zebra')).toEqual([])
  voice.say(' and a quagga')
  voice.end()
  await world.settled()
  expect(await found(world, 'zebra')).toEqual([replyId])
  expect(await found(world, 'quagga')).toEqual([replyId])
})

test('deleted messages are not found until that is undone', async () => {
  const world = openWorld(scripted(['A zebra']))
  const first = await begin(world, 'Any animals?')
  await world.settled()
  const more = await say(world, first.conversationId, first.replyId, 'Any zebra more?')
  const all = [more.replyId, more.id, first.replyId]
  expect(await found(world, 'zebra')).toEqual(all)
  const { count: _, ...deletion } = await world.call('messages.delete', {
    id: more.id,
    scope: 'below',
  })
  expect(await found(world, 'zebra')).toEqual([first.replyId])
  await world.call('messages.restore', deletion)
  expect(await found(world, 'zebra')).toEqual(all)
  await world.call('messages.delete', { id: first.replyId, scope: 'one' })
  expect(await found(world, 'zebra')).toEqual([more.replyId, more.id])
})

test('copies of a conversation are found as well, and what is gone for good is not', async () => {
  const world = openWorld(scripted(['A zebra']))
  const { conversationId, id, replyId } = await begin(world, 'Which animal?')
  await world.settled()
  const [copy, fork] = [newId(), newId()]
  await world.call('conversations.duplicate', { id: conversationId, newId: copy })
  await world.call('conversations.fork', { id: conversationId, newId: fork, messageId: replyId })
  const where = async (text: string) =>
    (await searchAll(world, text)).filter((hit) => hit.messageId).map((hit) => hit.conversationId)
  expect((await where('zebra')).toSorted()).toEqual([conversationId, copy, fork].toSorted())
  expect(await where('which')).toHaveLength(3)
  await world.call('conversations.delete', { ids: [conversationId] })
  await world.call('conversations.purge', { ids: [conversationId] })
  expect((await where('zebra')).toSorted()).toEqual([copy, fork].toSorted())
  expect(await where('zebra in:trash')).toEqual([])
  expect(await found(world, 'which')).not.toContain(id)
})

test('finding in a chat counts all places in all versions, in order, bit by bit', async () => {
  const world = openWorld(scripted(['No zebra', ', or a Zébra']))
  const { conversationId, id, replyId } = await begin(world, 'Zebra, zebra and zebras')
  await world.settled()
  const edited = { newId: newId(), replyId: newId() }
  await world.call('messages.edit', { id, ...edited, text: 'Another' })
  await world.settled()
  const find = (text: string, after: number | null = null) =>
    world.call('search.find', { conversationId, text, after })
  const { matches, next } = await find('zebra')
  const texts = (found: { text: string }[]) => found.map(({ text }) => text)
  expect(matches.map((match) => [match.messageId, match.count, texts(match.found)])).toEqual([
    [id, 3, ['Zebra', 'zebra']],
    [replyId, 2, ['zebra', 'Zébra']],
    [edited.replyId, 2, ['zebra', 'Zébra']],
  ])
  expect(next).toBe(null)
  const later = await find('zebra', matches[0]?.seq)
  expect(later.matches).toEqual(matches.slice(1))
  expect((await find('  ')).matches).toEqual([])
  expect((await find('zebra and')).matches.map(({ count }) => count)).toEqual([1])
  expect(
    await world.refused('search.find', { conversationId: newId(), text: 'x', after: null }),
  ).toBe('not_found')
})

test('finding in a long chat goes on where it was left', async () => {
  const world = openWorld()
  const chat = addChat(world)
  const ids = Array.from({ length: 1500 }, (_, n) =>
    write(world, chat, n % 2 ? `zebra ${'text '.repeat(200)}` : 'other'),
  ).filter((_, n) => n % 2)
  const found: string[] = []
  let after: number | null = null
  do {
    const step: { matches: { messageId: string }[]; next: number | null } = await world.call(
      'search.find',
      { conversationId: chat, text: 'zebra', after },
    )
    found.push(...step.matches.map(({ messageId }) => messageId))
    after = step.next
  } while (after !== null)
  expect(found).toEqual(ids)
})
