import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDatabase } from '../world'
import { addChat, exported, richChat, say } from './history'

interface Conv {
  id: string
  name: string
  lastModified: number
  currNode: string
  pinned?: boolean
}

interface Row {
  id: string
  convId: string
  type: string
  role: string
  content: string
  parent: string | null
  children: string[]
  timestamp: number
  thinking?: string
  reasoningContent?: string
  toolCalls?: unknown
  toolCallId?: string
  extra?: unknown[]
}

const fixtures = join(import.meta.dirname, '../../fixtures/llamacpp')

/** By the rules of the program that reads it: one root, no loose ends, parents and children agree. */
function checkTree({ conv, messages }: { conv: Conv; messages: Row[] }) {
  const byId = new Map(messages.map((message) => [message.id, message]))
  expect(byId.size).toBe(messages.length)
  expect(messages.filter(({ type }) => type === 'root')).toHaveLength(1)
  for (const { id, convId, parent, children, type } of messages) {
    expect(convId).toBe(conv.id)
    if (type === 'root') expect(parent).toBeNull()
    else expect(byId.get(parent ?? '')?.children).toContain(id)
    for (const child of children) expect(byId.get(child)?.parent).toBe(id)
  }
  if (conv.currNode !== '') expect(byId.has(conv.currNode)).toBe(true)
  return byId
}

function shownPath({ conv }: { conv: Conv }, byId: Map<string, Row>) {
  const path: Row[] = []
  for (let at = byId.get(conv.currNode); at; at = byId.get(at.parent ?? '')) path.unshift(at)
  return path.filter(({ type }) => type !== 'root')
}

const typesOf = (object: object) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, typeof value]))

test('a chat becomes a tree that the other program walks, and the losses are counted', () => {
  const db = temporaryDatabase()
  const { chat, question, second } = richChat(db)
  const { report, text } = exported(db, { scope: { ids: [chat] }, format: 'llamacpp' })
  const found = JSON.parse(text) as { conv: Conv; messages: Row[] }
  const byId = checkTree(found)
  expect(found.conv).toMatchObject({ id: chat, name: 'Tiles & <beams>', pinned: true })
  expect(shownPath(found, byId)).toMatchObject([
    { type: 'system', role: 'system', content: 'Be brief.' },
    {
      id: question,
      role: 'user',
      content: 'Which tiles?',
      toolCalls: '',
      extra: [{ type: 'textFile', name: 'notes.txt', content: 'what the notes say' }],
    },
    {
      id: second,
      role: 'assistant',
      content: 'I look.',
      thinking: 'Hm, **tiles**.',
      model: 'large',
      toolCalls: JSON.stringify([
        { id: 'c1', type: 'function', function: { name: 'shop', arguments: '{"what":"tiles"}' } },
      ]),
    },
    { role: 'tool', toolCallId: 'c1', content: '{"price":4}' },
    {
      role: 'assistant',
      content: 'Slate.',
      timings: { prompt_n: 3, prompt_ms: 100, predicted_n: 5, predicted_ms: 800 },
    },
    { role: 'user', content: 'And below the deleted one?' },
  ])
  expect(byId.get(question)?.children).toHaveLength(2)
  expect(report).toMatchObject({ conversations: 1, messages: 4 })
  const lost = Object.fromEntries(
    report.leftOut.map(({ what, reason, count }) => [`${what} ${reason}`, count]),
  )
  expect(lost).toEqual({
    'messages deleted': 1,
    'projects format': 1,
    'tags format': 1,
    'settings format': 1,
    'origins format': 1,
    'attachments content': 1,
    'attachments format': 1,
    'citations format': 1,
    'errors format': 1,
    'unknown format': 1,
    'usage format': 1,
    'ratings format': 1,
    'statuses format': 1,
  })
  const again = exported(db, { scope: { ids: [chat] }, format: 'llamacpp' })
  expect(again.text).toBe(text)
})

test('fields have the names and types of a file that the other program wrote', () => {
  const db = temporaryDatabase()
  const { chat } = richChat(db)
  const { text } = exported(db, { scope: { ids: [chat] }, format: 'llamacpp' })
  const ours = JSON.parse(text)
  const theirs = JSON.parse(readFileSync(join(fixtures, 'single.json'), 'utf8'))
  expect(Object.keys(ours)).toEqual(Object.keys(theirs))
  expect(typesOf(ours.conv)).toMatchObject(typesOf(theirs.conv))
  for (const type of ['root', 'system', 'text']) {
    const like = (message: Row) => message.type === type && message.role !== 'tool'
    const their = typesOf(theirs.messages.find(like))
    expect(typesOf(ours.messages.find(like))).toMatchObject(their)
  }
})

test('a name that ends in .jsonl gets a session and its messages on a line each', () => {
  const db = temporaryDatabase()
  richChat(db)
  say(db, addChat(db), null, { text: 'Another' })
  const { text, report } = exported(db, { format: 'llamacpp', name: 'All.JSONL' })
  const read = (all: string) =>
    all
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Conv & { type: string; harness: string; message: Row })
  const ours = read(text)
  const theirs = read(readFileSync(join(fixtures, 'two.jsonl'), 'utf8'))
  const sessions = ours.filter(({ type }) => type === 'session')
  expect(sessions).toHaveLength(2)
  expect(typesOf(sessions[0] ?? {})).toMatchObject(typesOf(theirs[0] ?? {}))
  const rows = ours.flatMap(({ type, message }) => (type === 'message' ? message : []))
  for (const conv of sessions) {
    checkTree({ conv, messages: rows.filter(({ convId }) => convId === conv.id) })
  }
  const call = rows.find((row) => row.toolCalls !== undefined)
  expect(call).toMatchObject({ reasoningContent: 'Hm, **tiles**.', toolCalls: [{ id: 'c1' }] })
  const their = theirs.find(({ message }) => message?.toolCalls)?.message
  expect(typeof call?.toolCalls).toBe(typeof their?.toolCalls)
  expect(rows.find(({ extra }) => extra)?.extra).toMatchObject([{ type: 'TEXT' }])
  expect(report.messages).toBe(5)
})

test('a chat without messages, and parents in a circle, give a tree as well', () => {
  const db = temporaryDatabase()
  const empty = addChat(db)
  const circle = addChat(db)
  const one = say(db, circle, null, { text: 'one' })
  const two = say(db, circle, one, { text: 'two' })
  db.$client.prepare('UPDATE messages SET parent_id = ? WHERE id = ?').run(two, one)
  const { text } = exported(db, { scope: { ids: [empty, circle] }, format: 'llamacpp' })
  const all = JSON.parse(text) as { conv: Conv; messages: Row[] }[]
  for (const each of all) checkTree(each)
  expect(all.map(({ messages }) => messages.length)).toEqual([1, 3])
  for (const format of ['json', 'litechat', 'markdown', 'html'] as const) {
    const { report } = exported(db, { scope: { ids: [circle] }, format })
    expect([format, report.messages]).toEqual([format, 2])
  }
})

test('ten thousand messages in one line of descent take no deep stack', () => {
  const db = temporaryDatabase()
  db.$client.pragma('synchronous = OFF')
  const chat = addChat(db)
  let above: string | null = null
  for (let at = 0; at < 10_000; at += 1) above = say(db, chat, above, { text: `${at}` })
  for (const format of ['llamacpp', 'litechat', 'markdown', 'html'] as const) {
    const { report } = exported(db, { format })
    expect([format, report.messages]).toEqual([format, 10_000])
  }
})
