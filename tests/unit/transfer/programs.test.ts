import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { draft } from '../../../src-main/db/settings'
import {
  branchPoints,
  bringNew,
  conversation,
  everything,
  expectedOf,
  filesOf,
  fixtures,
  openPlace,
  partsOf,
  projectNames,
  roots,
  shown,
  tagNames,
  textOf,
} from './importing'

test('Chatbox: hidden branches, older topics, pictures and texts, a failed answer', async () => {
  const { db, report } = await bringNew('chatbox/chatbox-exported-data-2026-1-1.json')
  const expected = expectedOf('chatbox')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(5 + expected.forks + 2)
  expect(shown(rust)).toHaveLength(5)
  expect(roots(rust)).toBe(1 + expected.threads)
  expect(branchPoints(rust)).toBe(2)
  expect(rust).toMatchObject({ pinned: true, model: 'gpt-4o', parameters: { temperature: 0.7 } })
  expect(conversation(db, '東京').messages).toHaveLength(expected.messages.Tokyo)
  const receipt = conversation(db, 'Receipt')
  expect(receipt.messages).toHaveLength(expected.messages.Receipt)
  expect(filesOf(receipt)).toEqual({ kept: ['picture', 'notes.txt'], missing: [] })
  expect(partsOf(receipt, 'tool_call')).toHaveLength(expected.tool_calls)
  expect(partsOf(receipt, 'error')).toMatchObject([{ error: { detail: 'API Error: 401' } }])
  expect(receipt.messages.at(-1)).toMatchObject({ status: 'failed' })
  expect(report.skipped).toEqual([
    { what: 'myCopilots: Rust tutor', reason: 'unsupported' },
    { what: 'mcp: fs', reason: 'could_run' },
    { what: 'providers: openai', reason: 'secret' },
  ])
})

test('Chatbox: a session that the list does not name is found all the same', async () => {
  const file = join(fixtures, 'chatbox/chatbox-exported-data-2026-1-1.json')
  const dump = { ...JSON.parse(readFileSync(file, 'utf8')), 'chat-sessions-list': [] }
  const place = openPlace()
  writeFileSync(join(place.folder, 'dump.json'), JSON.stringify(dump))
  expect(await place.bring(join(place.folder, 'dump.json'))).toMatchObject({ imported: 3 })
})

test('Cherry Studio: titles in JSON in JSON, answers beside each other, files, and no key', async () => {
  const { db, report } = await bringNew('cherry-studio/cherry-studio.202601010000.zip')
  const expected = expectedOf('cherry-studio')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(expected.messages.Rust)
  expect(branchPoints(rust)).toBe(1)
  expect(shown(rust)).toHaveLength(4)
  expect(shown(rust)[1]).toMatch(/^The local lives/)
  expect(rust).toMatchObject({ pinned: true })
  expect(rust.instructions).toMatch(/^You are a concise/)
  expect(partsOf(rust, 'reasoning')).toMatchObject([{ milliseconds: 900 }])
  expect(conversation(db, '東京').messages).toHaveLength(expected.messages.Tokyo)
  const receipt = conversation(db, 'Receipt')
  expect(receipt.messages).toHaveLength(expected.messages.Receipt)
  expect(filesOf(receipt)).toEqual({ kept: ['receipt.png', 'spec.pdf'], missing: [] })
  expect(partsOf(receipt, 'tool_result')).toHaveLength(1)
  expect(receipt.messages.at(-1)).toMatchObject({ status: 'failed' })
  expect(report.skipped).toEqual([
    { what: 'quick_phrases: Summarise', reason: 'unsupported' },
    { what: 'providers: OpenAI', reason: 'secret' },
  ])
  const tables = ['conversations', 'messages', 'import_runs']
  const all = tables.map((name) =>
    JSON.stringify(db.$client.prepare(`SELECT * FROM ${name}`).all()),
  )
  expect(all.join()).not.toMatch(/SAMPLE-NOT-A-KEY/)
  const alone = await bringNew('cherry-studio/data.json')
  expect(filesOf(conversation(alone.db, 'Receipt')).missing).toHaveLength(2)
})

test('Jan: thoughts out of the text, files beside it, and two messages on one line', async () => {
  const { db, folder, bring } = await bringNew('jan/data')
  const expected = expectedOf('jan')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(expected.messages.Rust)
  expect(shown(rust)).toHaveLength(4)
  expect(rust).toMatchObject({ pinned: true, model: 'qwen3-8b', createdAt: 1767225600000 })
  expect(partsOf(rust, 'reasoning')).toHaveLength(1)
  expect(rust.messages.some((each) => textOf(each).includes('<think>'))).toBe(false)
  expect(conversation(db, '東京').messages).toHaveLength(expected.messages.Tokyo)
  const receipt = conversation(db, 'Receipt')
  expect(receipt.messages).toHaveLength(expected.messages.Receipt)
  expect(filesOf(receipt)).toEqual({ kept: ['image', 'spec.pdf'], missing: [] })
  const thread = join(folder, 'data/threads/old')
  mkdirSync(thread, { recursive: true })
  const head = { id: 'old', object: 'thread', title: 'Old', assistants: [{ model: { id: 'm' } }] }
  writeFileSync(join(thread, 'thread.json'), JSON.stringify(head))
  const line = (id: string) => JSON.stringify({ id, role: 'user', content: [`said ${id}`] })
  writeFileSync(join(thread, 'messages.jsonl'), line('one') + line('two'))
  expect(await bring(join(folder, 'data'))).toMatchObject({ imported: 1, messages: 2, total: 1 })
  expect(shown(conversation(db, 'Old'))).toEqual(['said one', 'said two'])
})

test('LobeChat: topics, the inbox without a row, tools, and the newer form of the same', async () => {
  const { db } = await bringNew('lobechat/LobeChat-config-v7.json')
  const expected = expectedOf('lobechat')
  expect(everything(db).flatMap(({ messages }) => messages)).toHaveLength(expected.messages.v7)
  const rust = conversation(db, 'Rust')
  expect(shown(rust)).toHaveLength(4)
  expect(rust).toMatchObject({ pinned: true, model: 'gpt-4o', parameters: { temperature: 0.7 } })
  expect(projectNames(db)).toEqual(['Work'])
  expect(tagNames(db)).toEqual(['rust'])
  const inbox = conversation(db, 'inbox')
  expect(partsOf(inbox, 'tool_call')).toMatchObject([{ callId: 'call_1', name: 'get_weather' }])
  expect(partsOf(inbox, 'tool_result')).toMatchObject([{ callId: 'call_1', name: 'get_weather' }])
  expect(filesOf(inbox)).toEqual({ kept: [], missing: ['file_receipt'] })
  const newer = await bringNew('lobechat/lobechat-pg-export.json')
  expect(newer.report).toMatchObject({ imported: expected.conversations.pg, messages: 4 })
  expect(shown(conversation(newer.db, 'Rust'))).toHaveLength(4)
  expect(conversation(newer.db, 'Rust').instructions).toMatch(/^You are a concise/)
})

test('LM Studio: versions, folders, drafts, and a file full of zeros that is named', async () => {
  const { db, report } = await bringNew('lmstudio/.lmstudio')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(6)
  expect(branchPoints(rust)).toBe(2)
  expect(shown(rust)).toHaveLength(4)
  expect(shown(rust)[1]).toMatch(/^The local lives/)
  expect(rust).toMatchObject({ pinned: true })
  expect(rust.messages[2]).toMatchObject({ usage: { inputTokens: 58, outputTokens: 63 } })
  expect(draft(db, rust.id)?.text).toBe('unsent draft text needle-draft')
  expect(projectNames(db)).toEqual(expectedOf('lmstudio').folders)
  expect(report.skipped).toEqual([
    { what: 'conversations/1767225600003.conversation.json', reason: 'unknown_format' },
  ])
})

test('Witsy: folders, marks of tools out of the text, and an old file that is a bare list', async () => {
  const { db, folder } = await bringNew('witsy/history.json')
  expect(projectNames(db)).toEqual(['Code'])
  expect(shown(conversation(db, 'Rust'))).toHaveLength(5)
  const receipt = conversation(db, 'Receipt')
  expect(partsOf(receipt, 'tool_call')).toHaveLength(1)
  expect(textOf(receipt.messages.at(-1))).toBe('Paris: 18 °C with rain.')
  expect(filesOf(receipt)).toEqual({ kept: [], missing: ['receipt.png'] })
  const { chats } = JSON.parse(readFileSync(join(fixtures, 'witsy/history.json'), 'utf8'))
  writeFileSync(join(folder, 'old.json'), JSON.stringify(chats))
  const old = await bringNew(join(folder, 'old.json'))
  expect(old.report).toMatchObject({ format: 'witsy', imported: 3 })
})

test('AnythingLLM: threads without ids are the same ones the second time', async () => {
  const { db } = await bringNew('anythingllm')
  expect(everything(db).flatMap(({ messages }) => messages)).toHaveLength(7)
  expect(projectNames(db).toSorted()).toEqual(['Engineering', 'Travel'])
  expect(partsOf(conversation(db, 'Rust'), 'reasoning')).toHaveLength(1)
})

test('DeepChat: blocks in rows, files that only have a path, and the backup is not touched', async () => {
  const { db } = await bringNew('deepchat/backup-1767225600000.zip')
  const expected = expectedOf('deepchat')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(expected.messages.Rust)
  expect(shown(rust)).toHaveLength(4)
  expect(rust).toMatchObject({ pinned: true, model: 'gpt-4o' })
  expect(rust.messages[1]).toMatchObject({ usage: { inputTokens: 58, outputTokens: 63 } })
  expect(partsOf(rust, 'reasoning')).toHaveLength(1)
  expect(conversation(db, '東京').messages).toHaveLength(expected.messages.Tokyo)
  const receipt = conversation(db, 'Receipt')
  expect(receipt.messages).toHaveLength(expected.messages.Receipt)
  expect(partsOf(receipt, 'tool_call')).toHaveLength(expected.tool_calls)
  expect(partsOf(receipt, 'tool_result')).toHaveLength(1)
  expect(filesOf(receipt)).toEqual({ kept: [], missing: ['spec.pdf'] })
  const partial = receipt.messages.filter(({ status }) => status === 'interrupted')
  expect(partial).toHaveLength(expected.partial)
})

test('5ire: a row is a question and its answer, and one that was being written says so', async () => {
  const { db, report } = await bringNew('5ire/5ire.db')
  expect(everything(db).flatMap(({ messages }) => messages)).toHaveLength(12)
  expect(shown(conversation(db, 'Rust'))).toHaveLength(4)
  expect(conversation(db, 'Rust')).toMatchObject({ createdAt: 1767225600000, model: 'gpt-4o' })
  expect(projectNames(db)).toEqual(['Code'])
  const statuses = conversation(db, 'Receipt').messages.map(({ status }) => status)
  expect(statuses).toEqual(['complete', 'complete', 'complete', 'interrupted'])
  expect(report.skipped.map(({ what }) => what.split(':')[0])).toEqual(['bookmarks', 'prompts'])
})
