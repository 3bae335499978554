import { createHash } from 'node:crypto'
import { asc, isNull } from 'drizzle-orm'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Conversation, Message } from '@contract/entities'
import { withTags } from '../../../src-main/db/conversationRows'
import type { WritableDb } from '../../../src-main/db/open'
import { conversations, messages } from '../../../src-main/db/schema/chat'
import { newId, temporaryDatabase } from '../world'
import { addChat, exported, richChat, say } from './history'

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** What is to be in an export, as the database has it: each object's fields in one order. */
function rowsOf(db: WritableDb) {
  const rows = db.select().from(conversations).where(isNull(conversations.deletedAt)).all()
  return withTags(db, rows).map((row) => ({
    conv: Conversation.parse(row),
    messages: db
      .select()
      .from(messages)
      .where(isNull(messages.deletedAt))
      .orderBy(asc(messages.seq))
      .all()
      .filter((message) => message.conversationId === row.id)
      .map((message) => Message.parse(message)),
  }))
}

function parsed(text: string) {
  const all = JSON.parse(text) as { conv: unknown; messages: unknown[] }[]
  return all.map(({ conv, messages }) => ({
    conv: Conversation.parse(conv),
    messages: messages.map((message) => Message.parse(message)),
  }))
}

test('a chat comes out with every field, its tags, projects and files, as one object', () => {
  const db = temporaryDatabase()
  const { chat, gone, second, more, outer, inner, warm } = richChat(db)
  const { report, text } = exported(db, { scope: { ids: [chat] } })
  const found = JSON.parse(text)
  expect(found).toMatchObject({ format: 'keepsake', version: 1 })
  expect(found.conv).toMatchObject({
    title: 'Tiles & <beams>',
    currentMessageId: more,
    parameters: { temperature: 0.5 },
    source: { from: 'elsewhere' },
    tagIds: [warm],
    tags: [{ id: warm, name: 'warm', color: 'red' }],
    projects: [
      { id: outer, name: 'House' },
      { id: inner, name: 'Roof' },
    ],
  })
  expect(found.messages).toHaveLength(4)
  expect(JSON.stringify(found)).not.toContain(gone)
  expect(found.messages[3]).toMatchObject({ id: more, parentId: second })
  expect(found.messages[0].attachments).toMatchObject([
    { name: 'notes.txt', bytes: 70, extractedText: 'what the notes say' },
  ])
  expect(report).toMatchObject({
    conversations: 1,
    messages: 4,
    bytes: Buffer.byteLength(text),
    leftOut: [
      { what: 'messages', reason: 'deleted', count: 1 },
      { what: 'attachments', reason: 'content', count: 2 },
    ],
  })
})

test('all chats are an array without those in the trash, which are counted', () => {
  const db = temporaryDatabase()
  richChat(db)
  addChat(db, { title: 'Empty', archived: true })
  addChat(db, { title: 'In the trash', deletedAt: 3 })
  const { report, text } = exported(db, {})
  expect(JSON.parse(text)).toHaveLength(2)
  expect(text).not.toContain('In the trash')
  expect(report.leftOut).toContainEqual({ what: 'conversations', reason: 'trash', count: 1 })
  expect(exported(temporaryDatabase(), {}).text).toBe('[\n\n]\n')
})

test('a project is exported with the projects in it', () => {
  const db = temporaryDatabase()
  const { chat, outer } = richChat(db)
  addChat(db)
  const { text } = exported(db, { scope: { projectId: outer } })
  expect(JSON.parse(text).map(({ conv }: { conv: { id: string } }) => conv.id)).toEqual([chat])
})

test('a reply that is being written comes out as interrupted, with its text so far', () => {
  const db = temporaryDatabase()
  const chat = addChat(db)
  const id = say(db, chat, null, { role: 'assistant', status: 'streaming', parts: [] })
  db.$client.prepare(`INSERT INTO message_chunks VALUES (?, 0, 0, 'text', 'so far')`).run(id)
  const { text } = exported(db, { scope: { ids: [chat] } })
  expect(JSON.parse(text).messages).toMatchObject([
    { status: 'interrupted', parts: [{ type: 'text', text: 'so far' }] },
  ])
})

test('whatever is said, what is read back from the file hashes as the rows do', () => {
  // A lone half of a sign and every other unit of text.
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  const json = fc.jsonValue({ maxDepth: 3 })
  const part = fc.oneof(
    fc.record({ type: fc.constant('text' as const), text }),
    fc.record({ type: fc.constant('unknown' as const), origin: text, data: json }),
    fc.record({ type: fc.constant('tool_call' as const), callId: text, name: text, input: json }),
    fc.record({ type: fc.constant('code' as const), language: text, text }),
  )
  const message = fc.record({
    parts: fc.array(part, { maxLength: 4 }),
    above: fc.nat(20),
    rating: fc.constantFrom(null, 'up' as const, 'down' as const),
    source: json,
  })
  const chats = fc.array(
    fc.record({ title: text, messages: fc.array(message, { maxLength: 8 }), pinned: fc.boolean() }),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(chats, (all) => {
      const db = temporaryDatabase()
      for (const { title, messages, pinned } of all) {
        const chat = addChat(db, { title, pinned, model: title || null })
        const ids: (string | null)[] = [null]
        for (const { above, ...said } of messages) {
          ids.push(say(db, chat, ids[above % ids.length] ?? null, said as Partial<Message>))
        }
      }
      const { text, report } = exported(db, {})
      expect(hash(parsed(text))).toBe(hash(rowsOf(db)))
      expect(report.messages).toBe(all.reduce((sum, { messages }) => sum + messages.length, 0))
    }),
    { numRuns: 60 },
  )
})

test('four million characters in one message come out whole', () => {
  const db = temporaryDatabase()
  const chat = addChat(db)
  const long = `${'ä🦀\n"\\'.repeat(800_000)}\ud800`
  say(db, chat, null, { text: long })
  for (const format of ['json', 'llamacpp', 'litechat', 'markdown', 'html'] as const) {
    const { text } = exported(db, { scope: { ids: [chat] }, format })
    expect([format, text.length > 4_000_000]).toEqual([format, true])
    if (format === 'json') expect(JSON.parse(text).messages[0].parts[0].text === long).toBe(true)
  }
})

test('a chat that is not there is named, and nothing is written', () => {
  const db = temporaryDatabase()
  expect(() => exported(db, { scope: { ids: [newId()] } })).toThrow('not_found')
})
