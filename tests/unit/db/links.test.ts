import { expect, test } from 'vitest'
import { checkDatabase } from '../../../src-main/db/doctor'
import { addServer, begin, newId, openWorld, scripted, type World } from '../world'

const countIn = (world: World, table: string) =>
  world.db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

/** Rows of features that are not in the contract yet, by their columns. */
function add(world: World, table: string, row: Record<string, string | number | null>): string {
  const id = newId()
  const values = { id, created_at: 0, ...row }
  const names = Object.keys(values)
  world.db.$client
    .prepare(
      `INSERT INTO ${table} (${names.join()}) VALUES (${names.map((name) => `@${name}`).join()})`,
    )
    .run(values)
  return id
}

function link(world: World, table: string, ...ids: (string | number)[]): void {
  world.db.$client.prepare(`INSERT INTO ${table} VALUES (${ids.map(() => '?').join()})`).run(ids)
}

async function fullConversation(world: World) {
  const ids = await begin(world)
  await world.settled()
  const { conversationId, id } = ids
  const file = { sha256: 'a'.repeat(64), bytes: 1, media_type: 'text/plain', name: 'a.txt' }
  const attachment = add(world, 'attachments', file)
  link(world, 'message_attachments', id, attachment, 0)
  const tag = add(world, 'tags', { name: 'travel' })
  link(world, 'conversation_tags', conversationId, tag)
  await world.call('drafts.save', { id: conversationId, text: 'half a thought' })
  return { ...ids, tag, attachment }
}

const BELONGING = ['messages', 'messages_fts_docsize', 'message_attachments', 'conversation_tags']

test('what is deleted for good takes along all that belongs to it, and nothing else', async () => {
  const world = openWorld(scripted(['reply']))
  const kept = await fullConversation(world)
  const before = BELONGING.map((table) => countIn(world, table))
  const gone = await fullConversation(world)
  world.db.$client
    .prepare(`INSERT INTO message_chunks VALUES (?, 0, 0, 'text', 'left')`)
    .run(gone.replyId)
  await world.call('conversations.delete', { ids: [gone.conversationId] })
  await world.call('conversations.purge', { ids: [gone.conversationId, kept.conversationId] })
  expect(BELONGING.map((table) => countIn(world, table))).toEqual(before)
  expect(countIn(world, 'message_chunks')).toBe(0)
  expect(await world.call('drafts.get', { id: gone.conversationId })).toBeNull()
  expect(await world.call('drafts.get', { id: kept.conversationId })).not.toBeNull()
  // Its name and its text go with the last message that has it.
  expect(countIn(world, 'attachments')).toBe(1)
  expect(checkDatabase(world.db).checks.filter(({ ok }) => !ok)).toEqual([])
})

test('a copy has the tags and the attachments of the original, and survives it', async () => {
  const world = openWorld(scripted(['reply']))
  const { conversationId, replyId } = await fullConversation(world)
  const [duplicate, fork] = [newId(), newId()]
  await world.call('conversations.duplicate', { id: conversationId, newId: duplicate })
  await world.call('conversations.fork', { id: conversationId, newId: fork, messageId: replyId })
  await world.call('conversations.delete', { ids: [conversationId] })
  await world.call('conversations.purge', { ids: [conversationId] })
  expect(BELONGING.map((table) => countIn(world, table))).toEqual([4, 4, 2, 2])
})

test('deleting a tag, a rule or a project takes its links and leaves the conversations', async () => {
  const world = openWorld(scripted(['reply']))
  const { conversationId, tag } = await fullConversation(world)
  const rule = { name: 'Brief', content: 'Be brief.', updated_at: 0 }
  const [first, second] = [add(world, 'rules', rule), add(world, 'rules', rule)]
  link(world, 'tag_rules', tag, first)
  link(world, 'tag_rules', tag, second)
  world.db.$client.prepare('DELETE FROM rules WHERE id = ?').run(first)
  expect(countIn(world, 'tag_rules')).toBe(1)
  world.db.$client.prepare('DELETE FROM tags WHERE id = ?').run(tag)
  expect(countIn(world, 'tag_rules')).toBe(0)
  expect(countIn(world, 'conversation_tags')).toBe(0)
  expect(countIn(world, 'rules')).toBe(1)

  const project = { name: 'House', updated_at: 0 }
  const top = add(world, 'projects', project)
  const inner = add(world, 'projects', { ...project, parent_id: top })
  const patch = { projectId: inner }
  await world.call('conversations.update', { ids: [conversationId], patch })
  world.db.$client.prepare('DELETE FROM projects WHERE id = ?').run(top)
  expect(countIn(world, 'projects')).toBe(0)
  expect((await world.call('conversations.get', { id: conversationId })).projectId).toBeNull()
})

async function withServer(world: World) {
  const id = await addServer(world, 'sk-a-key-of-mine')
  await world.call('settings.update', { patch: { defaultProviderId: id, titlesByModel: false } })
  return id
}

test('a server that is removed is unlinked everywhere, and what it wrote stays with its model', async () => {
  const world = openWorld(scripted(['reply']))
  const server = await withServer(world)
  const { conversationId, replyId } = await begin(world)
  await world.settled()
  const patch = { providerId: server, model: 'small' }
  await world.call('conversations.update', { ids: [conversationId], patch })
  await world.call('providers.delete', { id: server })
  expect(await world.call('messages.get', { id: replyId })).toMatchObject({
    providerId: null,
    model: 'small',
    parts: [{ type: 'text', text: 'reply' }],
  })
  expect((await world.call('conversations.get', { id: conversationId })).providerId).toBeNull()
  expect((await world.call('settings.get', undefined)).defaultProviderId).toBeNull()
  expect(countIn(world, 'api_keys')).toBe(0)
})

test('a key that is removed is unlinked, and its server stays', async () => {
  const world = openWorld()
  const server = await withServer(world)
  world.db.$client.exec('DELETE FROM api_keys')
  const providers = await world.call('providers.list', undefined)
  expect(providers.find(({ id }) => id === server)).toMatchObject({
    apiKeyId: null,
    keyState: 'none',
  })
})
