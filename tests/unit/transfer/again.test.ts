import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { moveToTrash, purge, update } from '../../../src-main/db/conversations'
import { addTurn, moveToTrash as deleteMessage } from '../../../src-main/db/messages'
import { conversation, everything, NOW, openPlace, shown } from './importing'
import { newId } from '../world'

interface Node {
  id: string
  parent: string | null
  content: string
  role?: string
}

/** A file of one conversation with these messages, of which the last is shown. */
function exported(folder: string, nodes: Node[], name = 'Trip'): string {
  const file = join(folder, 'export.json')
  const messages = nodes.map((node, n) => ({
    type: 'text',
    role: n % 2 ? 'assistant' : 'user',
    timestamp: 1767225600000 + n,
    ...node,
  }))
  const conv = { id: 'trip', name, lastModified: 1767225600000, currNode: nodes.at(-1)?.id }
  writeFileSync(file, JSON.stringify({ conv, messages }))
  return file
}

const first: Node[] = [
  { id: 'a', parent: null, content: 'Where to?' },
  { id: 'b', parent: 'a', content: 'To the sea.' },
]
const more: Node[] = [
  ...first,
  { id: 'c', parent: 'b', content: 'When?' },
  { id: 'd', parent: 'c', content: 'In May.' },
]

test('a newer export of a conversation adds what is new, and shows it', async () => {
  const { db, folder, bring } = openPlace()
  await bring(exported(folder, first))
  const [before] = everything(db)
  const report = await bring(exported(folder, more, 'Another name'))
  expect(report).toMatchObject({ imported: 0, updated: 1, skipped: [], total: 1, messages: 2 })
  const trip = conversation(db, 'Trip')
  expect(trip.messages.slice(0, 2)).toEqual(before?.messages)
  expect(shown(trip)).toEqual(['Where to?', 'To the sea.', 'When?', 'In May.'])
  expect(await bring(exported(folder, first))).toMatchObject({ updated: 0, total: 1 })
  expect(conversation(db, 'Trip').messages).toHaveLength(4)
})

test('an answer that was cut off in the first export comes whole, as another version', async () => {
  const { db, folder, bring } = openPlace()
  const cut = [{ ...first[0], id: 'a', parent: null, content: 'Where to?' }]
  await bring(exported(folder, [...cut, { id: 'b', parent: 'a', content: 'To the' }]))
  expect(await bring(exported(folder, more))).toMatchObject({ updated: 1, messages: 3 })
  expect(shown(conversation(db, 'Trip'))).toEqual(['Where to?', 'To the sea.', 'When?', 'In May.'])
  expect(conversation(db, 'Trip').messages).toHaveLength(5)
  expect(await bring(exported(folder, more))).toMatchObject({ imported: 0, updated: 0 })
})

test('what was changed here stays: the title, a new branch that is shown, a deleted message', async () => {
  const { db, folder, bring } = openPlace()
  await bring(exported(folder, first))
  const { id, messages } = conversation(db, 'Trip')
  const [question, answer] = messages
  update(db, [id], { title: 'My trip' })
  const own = {
    id: newId(),
    parentId: question?.id ?? null,
    role: 'assistant' as const,
    status: 'complete' as const,
    parts: [{ type: 'text' as const, text: 'To the hills.' }],
  }
  addTurn(db, { conversationId: id, conversation: null, messages: [own], now: NOW })
  deleteMessage(db, { id: answer?.id ?? '', scope: 'one', now: NOW })
  expect(await bring(exported(folder, more))).toMatchObject({ updated: 1, messages: 2 })
  const trip = conversation(db, 'My trip')
  expect(shown(trip)).toEqual(['Where to?', 'To the hills.'])
  expect(trip.messages.find((message) => message.id === answer?.id)?.deletedAt).toBe(NOW)
})

test('what is in the trash stays there; what was deleted for good comes again', async () => {
  const { db, folder, bring } = openPlace()
  const file = exported(folder, first)
  await bring(file)
  const { id } = conversation(db, 'Trip')
  moveToTrash(db, [id], NOW)
  const report = await bring(file)
  expect(report.skipped).toEqual([{ what: 'Trip', reason: 'in_trash' }])
  expect(conversation(db, 'Trip').deletedAt).toBe(NOW)
  purge(db, [id])
  expect(await bring(file)).toMatchObject({ imported: 1, messages: 2 })
  expect(shown(conversation(db, 'Trip'))).toHaveLength(2)
})

test('one conversation twice in a file is one, in a trial as well', async () => {
  const { db, folder, bring, look } = openPlace()
  const conv = { id: 'twice', name: 'Twice' }
  const messages = [{ id: 'm', role: 'user', content: 'once', parent: null }]
  const file = join(folder, 'twice.json')
  writeFileSync(
    file,
    JSON.stringify([
      { conv, messages },
      { conv, messages },
    ]),
  )
  const tried = await look(file)
  expect(tried).toMatchObject({ imported: 1, total: 2 })
  expect(await bring(file)).toMatchObject(tried)
  expect(everything(db)).toHaveLength(1)
})

test('before anything is written to a history it is copied; an empty one is not', async () => {
  const { folder, bring } = openPlace()
  expect(await bring(exported(folder, first))).toMatchObject({ copy: null })
  const { copy } = await bring(exported(folder, more))
  expect(readdirSync(join(folder, 'backups')).map((name) => join(folder, 'backups', name))).toEqual(
    [copy],
  )
  expect(await bring(exported(folder, more))).toMatchObject({ copy: null })
})

test('a history is copied before something is added to it, and not where nothing is', async () => {
  const { bring, folder } = openPlace()
  const chatgpt = 'chatgpt-legacy/conversations.json'
  expect((await bring(chatgpt)).imported).toBeGreaterThan(0)
  expect(await bring(chatgpt)).toMatchObject({ imported: 0, updated: 0, copy: null })
  expect(await bring('claude/conversations.json')).toMatchObject({
    copy: expect.stringContaining(join(folder, 'backups')),
  })
})
