import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MOST_ATTACHMENTS } from '@contract/values'
import { checkDatabase } from '../../../src-main/db/doctor'
import type { ProviderPart, TurnRequest } from '../../../src-main/providers/provider'
import { contentFile } from '../../../src-main/storage/attachments'
import { begin, newId, openWorld, temporaryFolder, type World } from '../world'

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1')

/** A world whose model notes what it is asked. */
function listening() {
  const asked: TurnRequest[] = []
  const world = openWorld({
    async *stream(request): AsyncGenerator<ProviderPart> {
      asked.push(request)
      yield await Promise.resolve({ type: 'text', text: 'Seen' })
    },
    models: () => Promise.resolve([]),
  })
  return { world, asked }
}

const add = (world: World, name: string, bytes: Buffer<ArrayBuffer>, draftId = 'new') =>
  world.call('attachments.add', { draftId, source: { name, bytes } })

const rows = (world: World, table: string) =>
  world.db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

async function sendFiles(world: World, attachmentIds: string[], text = 'Look at this') {
  const ids = { conversationId: newId(), id: newId(), replyId: newId() }
  const chosen = { projectId: null, providerId: null, model: null, instructions: '' }
  const conversation = { ...chosen, id: ids.conversationId, parameters: null }
  const input = { ...ids, conversation, parentId: null, text, attachmentIds }
  await world.call('messages.send', input)
  await world.settled()
  return ids
}

test('a file is kept with the draft until it is sent, and then with the message', async () => {
  const { world, asked } = listening()
  await useServer(world)
  const roof = await add(world, '../../roof.png', PNG)
  const notes = await add(world, 'notes.html', Buffer.from('<script>tiles from Boom</script>'))
  expect(roof).toMatchObject({ name: 'roof.png', mediaType: 'image/png', kind: 'image' })
  expect(notes).toMatchObject({ mediaType: 'text/plain', kind: 'text', state: 'present' })
  await world.call('drafts.save', { id: 'new', text: 'Loo' })
  await world.call('drafts.save', { id: 'new', text: '' })
  expect(await world.call('attachments.ofDraft', { draftId: 'new' })).toEqual([roof, notes])

  const { id, replyId } = await sendFiles(world, [roof.id, notes.id])
  expect(await world.call('attachments.ofDraft', { draftId: 'new' })).toEqual([])
  expect(await world.call('drafts.get', { id: 'new' })).toBe(null)
  expect((await world.call('messages.get', { id })).parts).toEqual([
    { type: 'attachment', attachmentId: roof.id, name: 'roof.png' },
    { type: 'attachment', attachmentId: notes.id, name: 'notes.html' },
    { type: 'text', text: 'Look at this' },
  ])
  expect([...(asked[0]?.files?.values() ?? [])].map((file) => ({ ...file }))).toEqual([
    { name: 'notes.html', text: '<script>tiles from Boom</script>' },
    { name: 'roof.png', mediaType: 'image/png', bytes: PNG },
  ])
  expect((await world.call('messages.get', { id: replyId })).usage).toBe(null)
  const found = await world.call('search.run', {
    text: 'boom',
    order: 'newest',
    after: null,
    limit: 5,
  })
  expect(found.hits.map((hit) => hit.messageId)).toEqual([id])
})

test('a message may be a file alone; one that is not there is refused, and nothing written', async () => {
  const { world } = listening()
  const roof = await add(world, 'roof.png', PNG)
  const { conversationId } = await sendFiles(world, [roof.id], '')
  expect((await world.call('conversations.get', { id: conversationId })).title).toBe('roof.png')
  await expect(sendFiles(world, [newId()])).rejects.toThrow('not_found')
  await expect(sendFiles(world, [], ' ')).rejects.toThrow('bad_input')
  expect(rows(world, 'conversations')).toBe(1)
})

test('what was attached while the question was on its way stays for the next one', async () => {
  const { world } = listening()
  const [first, second] = [await add(world, 'a', PNG), await add(world, 'b', Buffer.from('b'))]
  await sendFiles(world, [first.id])
  expect(await world.call('attachments.ofDraft', { draftId: 'new' })).toEqual([second])
})

test('edited, forked and copied messages share one content, which goes with the last of them', async () => {
  const { world } = listening()
  const roof = await add(world, 'roof.png', PNG)
  const { conversationId, id } = await sendFiles(world, [roof.id])
  await world.call('messages.edit', { id, newId: newId(), replyId: newId(), text: 'Look again' })
  await world.settled()
  const [fork, copy] = [newId(), newId()]
  await world.call('conversations.fork', { id: conversationId, newId: fork, messageId: id })
  await world.call('conversations.duplicate', { id: conversationId, newId: copy })
  expect(rows(world, 'message_attachments')).toBe(5)
  expect(rows(world, 'attachments')).toBe(1)
  for (const gone of [conversationId, copy]) {
    await world.call('conversations.delete', { ids: [gone] })
    await world.call('conversations.purge', { ids: [gone] })
  }
  expect(rows(world, 'attachments')).toBe(1)
  await world.call('conversations.delete', { ids: [fork] })
  await world.call('conversations.purge', { ids: [fork] })
  expect(rows(world, 'attachments')).toBe(0)
  expect(checkDatabase(world.db).checks.filter(({ ok }) => !ok)).toEqual([])
})

test('a file that is taken off a draft, or purged with it, is forgotten', async () => {
  const { world } = listening()
  const roof = await add(world, 'roof.png', PNG)
  await world.call('attachments.remove', { draftId: 'new', id: roof.id })
  expect([rows(world, 'attachments'), rows(world, 'drafts')]).toEqual([0, 0])
  const { conversationId } = await begin(world)
  await world.settled()
  await add(world, 'roof.png', PNG, conversationId)
  await world.call('conversations.delete', { ids: [conversationId] })
  await world.call('conversations.purge', { ids: [conversationId] })
  const late = { draftId: conversationId, source: { name: 'roof.png', bytes: PNG } }
  expect(await world.refused('attachments.add', late)).toBe('not_found')
  expect([rows(world, 'attachments'), rows(world, 'drafts')]).toEqual([0, 0])
})

test('what a server cannot be sent, or what is gone, is said by name with the reply', async () => {
  const { world, asked } = listening()
  await useServer(world)
  const film = await add(world, 'walk.mp4', Buffer.from('\0\0\0\x18ftypmp42', 'latin1'))
  const offer = await add(world, 'offer.pdf', Buffer.from('%PDF-1.7'))
  const roof = await add(world, 'roof.png', PNG)
  rmSync(contentFile(world.context.attachmentsFolder, roof.sha256))
  const { replyId } = await sendFiles(world, [film.id, offer.id, roof.id])
  const { usage } = await world.call('messages.get', { id: replyId })
  expect(usage).toEqual({ omittedFiles: ['walk.mp4', 'offer.pdf', 'roof.png'] })
  expect(asked[0]?.files?.size).toBe(0)
})

test('the text of files counts for how much of a chat a model has room for', async () => {
  const { world } = listening()
  await useServer(world)
  const long = Buffer.from('word '.repeat(150_000))
  const one = await add(world, 'one.txt', long)
  const { conversationId, replyId } = await sendFiles(world, [one.id])
  const next = { id: newId(), replyId: newId(), parentId: replyId, conversation: null }
  await world.call('messages.send', { ...next, conversationId, text: 'And now?' })
  await world.settled()
  expect((await world.call('messages.get', { id: next.replyId })).usage?.omittedMessages).toBe(1)
})

test('too many, too large and unreadable files are refused, and the draft is as it was', async () => {
  const { world } = listening()
  const folder = temporaryFolder()
  const large = join(folder, 'large.bin')
  writeFileSync(large, '')
  truncateSync(large, 200_000_000)
  mkdirSync(join(folder, 'a folder'))
  const given = (path: string) => ({ draftId: 'new', source: { path } })
  expect(await world.refused('attachments.add', given(large))).toBe('attachment_too_large')
  expect(await world.refused('attachments.add', given(join(folder, 'a folder')))).toBe(
    'attachment_unreadable',
  )
  expect(rows(world, 'drafts')).toBe(0)
  for (let n = 0; n < MOST_ATTACHMENTS; n += 1) await add(world, `${n}`, Buffer.from(`${n % 3}`))
  const one = { draftId: 'new', source: { name: 'x', bytes: PNG } }
  expect(await world.refused('attachments.add', one)).toBe('attachment_too_many')
  const store = readdirSync(world.context.attachmentsFolder, { recursive: true })
  // The one that was refused lies there without a row, and goes by itself.
  expect(store.filter((name) => String(name).length > 64)).toHaveLength(4)
})

async function useServer(world: World) {
  const id = newId()
  const place = { kind: 'openai-compatible', name: 'Local', baseUrl: 'http://127.0.0.1:1' } as const
  const provider = { ...place, id, headers: {}, parameters: {}, defaultModel: 'small' }
  await world.call('providers.create', { provider, key: null })
  await world.call('settings.update', {
    patch: { defaultProviderId: id, defaultModel: 'small', titlesByModel: false },
  })
}
