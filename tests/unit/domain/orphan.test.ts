import { expect, test } from 'vitest'
import { lookAgain } from '../../../src-main/domain/turn'
import { begin, newId, openWorld, scripted, spoken } from '../world'

/** A world with a reply that was written by an attempt which seemed to fail. */
async function worldWithOrphan() {
  const world = openWorld(scripted(['Hello', ' there']))
  const { conversationId, replyId } = await begin(world)
  await world.settled()
  const orphan = newId()
  world.db.$client.exec(
    `INSERT INTO messages (id, conversation_id, parent_id, role, status, parts, created_at, updated_at)
     VALUES ('${orphan}', '${conversationId}', '${replyId}', 'assistant', 'streaming', '[]', 1, 1)`,
  )
  const ask = () => {
    const next = { conversationId, conversation: null, parentId: replyId, id: newId() }
    return { ...next, replyId: newId(), text: 'And then?' }
  }
  return { world, orphan, ask }
}

test('when the file was opened again, a reply that nobody writes has ended, and windows look again', async () => {
  const { world, orphan, ask } = await worldWithOrphan()
  await lookAgain(world.context)
  expect(await world.call('messages.get', { id: orphan })).toMatchObject({ status: 'interrupted' })
  expect(world.events.at(-1)).toEqual({ name: 'library.changed', value: {} })
  await world.call('messages.send', ask())
})

test('a reply that nobody writes stands in the way of a question only once', async () => {
  const { world, orphan, ask } = await worldWithOrphan()
  expect(await world.refused('messages.send', ask())).toBe('reply_running')
  expect(await world.call('messages.get', { id: orphan })).toMatchObject({ status: 'interrupted' })
  await world.call('messages.send', ask())
})

test('a reply that is being written is left to its turn', async () => {
  const { provider, end } = spoken()
  const world = openWorld(provider)
  const { replyId } = await begin(world)
  await lookAgain(world.context)
  expect(await world.call('messages.get', { id: replyId })).toMatchObject({ status: 'streaming' })
  end()
  await world.settled()
  expect(await world.call('messages.get', { id: replyId })).toMatchObject({ status: 'complete' })
})
