import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { attachments } from '../../../src-main/db/schema/chat'
import {
  branchPoints,
  bringNew,
  conversation,
  expectedOf,
  filesOf,
  fixtures,
  openPlace,
  partsOf,
  shown,
  textOf,
} from './importing'

type Node = { id: string; parent: string; type: string }

test('a JSON export of llama.cpp keeps its versions, what was shown, thoughts, models and times', async () => {
  const { db } = await bringNew('llamacpp-webui-json/all_conversations_2026-01-01.json')
  const expected = expectedOf('llamacpp-webui-json')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(expected.messages_excluding_root.Rust)
  expect(branchPoints(rust)).toBe(expected.branch_points.Rust)
  expect(shown(rust).at(-1)).toMatch(/^Use `Cow::Owned/)
  expect(shown(rust)).toHaveLength(5)
  expect(partsOf(rust, 'reasoning')).toHaveLength(1)
  const answer = rust.messages.find((message) => textOf(message).startsWith('The local lives'))
  expect(answer).toMatchObject({
    model: 'qwen2.5-coder-32b-instruct',
    createdAt: 1767225604030,
    usage: { inputTokens: 70, outputTokens: 63 },
    source: { timings: { predicted_n: 63 } },
  })
  expect(rust).toMatchObject({ title: 'Rust ownership Q&A 🦀', updatedAt: 1767225660000 })
  const tokyo = conversation(db, '東京')
  expect(tokyo.messages).toHaveLength(expected.messages_excluding_root.Tokyo)
  expect(shown(tokyo)).toHaveLength(4)
})

test('attached files are kept with their bytes, or said to be missing by their name', async () => {
  const { db, folder } = await bringNew('llamacpp-webui-json/all_conversations_2026-01-01.json')
  const receipt = conversation(db, 'Receipt')
  expect(receipt.messages).toHaveLength(2)
  expect(filesOf(receipt)).toEqual({
    kept: ['receipt.png', 'notes.txt', 'Pasted content'],
    missing: ['spec.pdf'],
  })
  for (const row of db.select().from(attachments).all()) {
    const bytes = readFileSync(join(folder, 'attachments', row.sha256.slice(0, 2), row.sha256))
    expect(bytes).toHaveLength(row.bytes)
  }
  const { db: newer } = await bringNew('llamacpp-ui-jsonl/2026-01-01_conversations.zip')
  expect(filesOf(conversation(newer, 'Receipt'))).toEqual({
    kept: ['receipt.png', 'spec.pdf', 'notes.txt', 'Pasted content'],
    missing: [],
  })
})

test('JSON Lines bring pins, tool calls with their answers, and several sessions in one file', async () => {
  const { db } = await bringNew('llamacpp-ui-jsonl/2026-01-01_conversations.zip')
  expect(conversation(db, 'Rust')).toMatchObject({ pinned: true })
  expect(branchPoints(conversation(db, 'Rust'))).toBe(2)
  const weather = conversation(db, 'Weather')
  expect(weather.messages).toHaveLength(6)
  expect(partsOf(weather, 'tool_call')).toEqual([
    {
      type: 'tool_call',
      callId: 'call_1',
      name: 'get_weather',
      input: { city: 'Paris', unit: 'celsius' },
    },
  ])
  expect(partsOf(weather, 'tool_result')).toMatchObject([{ callId: 'call_1', name: 'get_weather' }])
  const two = await bringNew('llamacpp-ui-jsonl/two-sessions-in-one-file.jsonl')
  expect(two.report).toMatchObject({ imported: 2, total: 2 })
})

test('the branch that was shown alone is a part of the conversation that comes whole later', async () => {
  const place = openPlace()
  const whole = 'llamacpp-webui-json/all_conversations_2026-01-01.json'
  const [{ conv, messages }] = JSON.parse(readFileSync(join(fixtures, whole), 'utf8'))
  const byId = new Map<string, Node>(messages.map((node: Node) => [node.id, node]))
  const path: Node[] = []
  for (let at = byId.get(conv.currNode); at && at.type !== 'root'; at = byId.get(at.parent)) {
    path.unshift(at)
  }
  const file = join(place.folder, 'shown.json')
  writeFileSync(file, JSON.stringify({ conv, messages: path }))
  expect(await place.bring(file)).toMatchObject({ imported: 1, messages: 5 })
  expect(shown(conversation(place.db, 'Rust'))).toHaveLength(5)
  expect(await place.bring(whole)).toMatchObject({ imported: 2, updated: 1, messages: 9 })
  expect(conversation(place.db, 'Rust').messages).toHaveLength(8)
  expect(branchPoints(conversation(place.db, 'Rust'))).toBe(2)
  expect(shown(conversation(place.db, 'Rust'))).toHaveLength(5)
})

test('BodhiChat is told from llama.cpp, and its pins are kept', async () => {
  const { db } = await bringNew('bodhichat-json/all_conversations.json')
  expect(conversation(db, 'Rust')).toMatchObject({ pinned: true })
})
