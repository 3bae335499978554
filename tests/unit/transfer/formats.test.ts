import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  branchPoints,
  bringNew,
  conversation,
  everything,
  expectedOf,
  filesOf,
  openPlace,
  partsOf,
  projectNames,
  roots,
  shown,
  tagNames,
  textOf,
} from './importing'

const RECEIPT = 'Receipt & spec review <script>alert("xss")</script>'

test('LiteChat brings projects in projects, versions, files and broken-off answers, and no secret', async () => {
  const { db, report } = await bringNew('litechat/litechat_full_config_2026-01-01_00-01-30.json')
  const { user_visible_turns: turns } = expectedOf('litechat')
  for (const [title, count] of Object.entries(turns)) {
    const { messages } = conversation(db, title === 'Tokyo' ? '東京' : title)
    const questions = messages.filter(({ role }) => role === 'user').length
    const answers = messages.filter(({ role }) => role === 'assistant').length
    expect([title, answers]).toEqual([title, count])
    // A repeated answer has the question of the one that it is a version of.
    expect(questions).toBe(title === 'Rust' ? answers - 1 : answers)
  }
  const rust = conversation(db, 'Rust')
  expect(branchPoints(rust)).toBe(2)
  expect(shown(rust).at(-1)).toMatch(/^Use `Cow/)
  expect(partsOf(rust, 'reasoning')).toHaveLength(1)
  expect(projectNames(db)).toEqual(['Client Work', 'Küçük Proje'])
  expect(filesOf(conversation(db, 'Receipt'))).toEqual({
    kept: ['receipt.png', 'notes.txt'],
    missing: ['spec.pdf'],
  })
  const weather = conversation(db, 'Weather')
  expect(weather.messages.at(-1)).toMatchObject({ status: 'stopped' })
  expect(partsOf(weather, 'tool_result')).toHaveLength(1)
  expect(report.skipped).toContainEqual({ what: 'workflows: Two steps', reason: 'could_run' })
  expect(report.skipped).toContainEqual({ what: 'apiKeys: OpenRouter', reason: 'secret' })
  const others = ['mcp_servers', 'mods', 'sync_repos', 'providers', 'prompt_templates', 'rules']
  const notes = ['import_runs', 'import_conversations', 'import_entries']
  const tables = ['conversations', 'messages', 'projects', ...notes, ...others]
  const all = tables.map((name) =>
    JSON.stringify(db.$client.prepare(`SELECT * FROM ${name}`).all()),
  )
  expect(all.join()).not.toMatch(/SAMPLE-NOT-A/)
})

test('LiteChat: a tree of projects brings the same conversations as the full export', async () => {
  const place = openPlace()
  const tree = await place.bring('litechat/litechat_project_client_work_rtHut4.json')
  expect(tree).toMatchObject({ imported: 3, total: 5 })
  expect(tree.entries.map(({ what }) => what)).toEqual([
    'projects: Client Work',
    'projects: Küçük Proje',
  ])
  expect(projectNames(place.db)).toEqual(['Client Work', 'Küçük Proje'])
  const full = await place.bring('litechat/litechat_full_config_2026-01-01_00-01-30.json')
  expect(full).toMatchObject({ imported: 1, updated: 0 })
  expect(projectNames(place.db)).toHaveLength(2)
})

test.each([
  ['agents', 3, 0],
  ['mcp_servers', 2, 1],
  ['prompt_templates', 2, 0],
  ['workflows', 0, 1],
] as const)('LiteChat: a file of %s is understood by itself', async (what, brought, left) => {
  const { report } = await bringNew(`litechat/litechat_${what}_2026-01-01_00-01-30.json`)
  expect(report).toMatchObject({ format: 'litechat', imported: 0, total: brought + left })
  expect([report.entries.length, report.skipped.length]).toEqual([brought, left])
})

test('LibreChat: the tree and the list are one conversation; content wins over text', async () => {
  const { db, report } = await bringNew('librechat')
  expect(report).toMatchObject({ imported: 2, updated: 0, total: 4 })
  const { messages, branch_points: points, roots: beginnings } = expectedOf('librechat')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(messages.Rust)
  expect(branchPoints(rust)).toBe(points.Rust)
  expect(roots(rust)).toBe(beginnings.Rust)
  expect(shown(rust).at(-1)).toMatch(/^Use `Cow/)
  expect(partsOf(rust, 'reasoning')).toHaveLength(1)
  expect(rust.instructions).toMatch(/^You are a concise/)
  expect(conversation(db, '東京').messages).toHaveLength(messages.Tokyo)
})

test.each([
  ['chatgpt-legacy', 'chatgpt-export-2025.zip', 0],
  ['chatgpt-2026', 'chatgpt-export-2026.zip', 1],
])('%s: what was shown, thoughts, citations and files', async (folder, file, damaged) => {
  const { db, report } = await bringNew(`${folder}/${file}`)
  const expected = expectedOf(folder)
  expect(report).toMatchObject({ imported: expected.conversations, files: { kept: 2, missing: 1 } })
  expect(report.skipped.filter(({ reason }) => reason === 'damaged')).toHaveLength(damaged)
  expect(report.total).toBe(expected.conversations + damaged)
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(expected.visible_messages.Rust)
  expect(branchPoints(rust)).toBe(expected.branch_points.Rust)
  expect(partsOf(rust, 'reasoning')).toHaveLength(expected.reasoning.Rust)
  expect(rust).toMatchObject({ pinned: true, createdAt: 1767225600123, updatedAt: 1767226000654 })
  expect(rust.instructions).toMatch(/SRE[^]*Answer concisely/)
  expect(shown(rust).at(-1)).toMatch(/^Use `Cow/)
  const child = rust.messages.find((each) => textOf(each).startsWith('Use `Cow'))
  const parent = rust.messages.find(({ id }) => id === child?.parentId)
  expect(child?.createdAt).toBeLessThan(parent?.createdAt ?? 0)
  expect(conversation(db, '東京')).toMatchObject({ archived: true })
  const receipt = conversation(db, 'Receipt')
  expect(receipt.title).toBe(RECEIPT)
  expect(receipt.messages).toHaveLength(4)
  const { kept, missing } = filesOf(receipt)
  expect(kept.toSorted()).toEqual(['receipt.png', 'spec.pdf'])
  expect(missing).toEqual(['file_gone'])
  expect(partsOf(receipt, 'tool_call')).toHaveLength(1)
  expect(partsOf(receipt, 'tool_result')).toMatchObject([{ name: 'python', output: '2' }])
  expect(textOf(receipt.messages.at(-1))).not.toMatch(/[\ue200-\ue202]/)
  expect(partsOf(conversation(db, 'Weather'), 'tool_result')).toHaveLength(1)
  const untitled = everything(db).filter(({ title }) => title === '')
  expect(untitled).toHaveLength(1)
  expect(untitled[0]?.messages.at(-1)).toMatchObject({ status: 'interrupted' })
})

test('ChatGPT: files that are not in the export are said to be missing', async () => {
  const { db } = await bringNew('chatgpt-legacy/conversations.json')
  expect(filesOf(conversation(db, 'Receipt')).missing).toHaveLength(3)
})

test('Claude: two beginnings, tools with their failures, read texts, projects', async () => {
  const { db, report } = await bringNew('claude/data-2026-01-01-00-00-00-batch-0000.zip')
  const expected = expectedOf('claude')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(expected.messages.Rust)
  expect(branchPoints(rust)).toBe(expected.branch_points.Rust)
  expect(roots(rust)).toBe(expected.roots.Rust)
  expect(conversation(db, '東京').messages).toHaveLength(expected.messages.Tokyo)
  expect(shown(conversation(db, '東京'))).toHaveLength(4)
  const receipt = conversation(db, 'Receipt')
  expect(receipt.messages).toHaveLength(expected.messages.Receipt)
  expect(filesOf(receipt)).toEqual({ kept: ['notes.txt'], missing: ['spec.pdf', 'receipt.png'] })
  expect(partsOf(receipt, 'tool_call')).toHaveLength(expected.tool_calls)
  expect(partsOf(receipt, 'tool_result').filter(({ isError }) => isError)).toHaveLength(1)
  expect(partsOf(receipt, 'unknown').map(({ origin }) => origin)).toContain('claude:token_budget')
  expect(partsOf(receipt, 'citation')).toMatchObject([{ url: 'https://example.com/redis' }])
  expect(textOf(receipt.messages[0])).toMatch(/^Please check/)
  expect(projectNames(db)).toEqual(['Rust course'])
  expect(report.skipped).toEqual([{ what: 'Rust course: syllabus.md', reason: 'unsupported' }])
})

test('Claude: pasted texts without a name, source files, and the older list of projects', async () => {
  const place = openPlace()
  const folder = join(place.folder, 'export')
  mkdirSync(folder)
  const asked = {
    uuid: 'm1',
    sender: 'human',
    text: 'See these',
    attachments: [
      { file_name: '', file_type: 'txt', extracted_content: 'what was pasted' },
      { file_name: 'main.go', file_type: '', extracted_content: 'package main' },
      { file_name: 'spec.pdf', file_type: '', extracted_content: 'read out of it' },
    ],
  }
  const chat = { uuid: 'c1', name: 'Texts', project_uuid: 'p1', chat_messages: [asked] }
  writeFileSync(join(folder, 'conversations.json'), JSON.stringify([chat]))
  const project = { uuid: 'p1', name: 'Course', docs: [{ filename: 'plan.md', content: 'x' }] }
  writeFileSync(join(folder, 'projects.json'), JSON.stringify([project]))
  const report = await place.bring(folder)
  const found = conversation(place.db, 'Texts')
  expect(filesOf(found)).toEqual({ kept: ['Pasted text.txt', 'main.go'], missing: ['spec.pdf'] })
  expect(projectNames(place.db)).toEqual(['Course'])
  expect(report.skipped).toEqual([{ what: 'Course: plan.md', reason: 'unsupported' }])
})

test('Open WebUI: reasoning out of the text, outputs, tags, pins, archive and folder', async () => {
  const { db } = await bringNew('open-webui/chat-export-1767225600000.json')
  const expected = expectedOf('open-webui')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(expected.messages.Rust)
  expect(branchPoints(rust)).toBe(expected.branch_points.Rust)
  expect(roots(rust)).toBe(expected.roots.Rust)
  expect(rust).toMatchObject({ pinned: true, createdAt: 1767225600000 })
  expect(tagNames(db).toSorted()).toEqual(['code', 'rust'])
  expect(rust.tagIds).toHaveLength(2)
  expect(projectNames(db)).toEqual([expected.folder['Rust ownership Q&A 🦀']])
  expect(partsOf(rust, 'reasoning')).toMatchObject([{ milliseconds: 3000 }])
  expect(rust.messages.some((each) => textOf(each).includes('<details'))).toBe(false)
  expect(conversation(db, '東京')).toMatchObject({ archived: true })
  expect(filesOf(conversation(db, 'Receipt'))).toEqual({ kept: ['image'], missing: ['spec.pdf'] })
  const weather = conversation(db, 'Weather')
  expect(partsOf(weather, 'tool_call')).toMatchObject([{ name: 'get_weather' }])
  expect(partsOf(weather, 'tool_result')).toMatchObject([{ name: 'get_weather' }])
  const legacy = await bringNew('open-webui/legacy-bare-chat.json')
  expect(legacy.report).toMatchObject({ imported: 1, total: 1 })
  expect(await legacy.bring('open-webui/legacy-bare-chat.json')).toMatchObject({ imported: 0 })
})

test('Chatbot UI: folders, what the model was told, and prompts that are named', async () => {
  const { db, report } = await bringNew('chatbot-ui/chatbot_ui_history_1-1.json')
  expect(everything(db).flatMap(({ messages }) => messages)).toHaveLength(9)
  expect(shown(conversation(db, 'Rust'))).toHaveLength(4)
  expect(conversation(db, 'Rust').instructions).toMatch(/^You are a concise/)
  expect(projectNames(db)).toEqual(['Code'])
  expect(report.skipped).toEqual([{ what: 'prompts: Summarise', reason: 'unsupported' }])
})

test('Grok: three ways to write a time, an answer broken off, and an unknown parent', async () => {
  const { db } = await bringNew('grok/prod-grok-backend.json')
  const expected = expectedOf('grok')
  const rust = conversation(db, 'Rust')
  expect(rust.messages).toHaveLength(expected.messages.Rust)
  expect(branchPoints(rust)).toBe(expected.branch_points.Rust)
  expect(rust).toMatchObject({ pinned: true })
  expect(rust.messages.map(({ createdAt }) => createdAt)).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((second) => 1767225600000 + second * 1000),
  )
  const aborted = conversation(db, 'Aborted')
  expect(aborted.messages).toHaveLength(expected.messages.Aborted)
  expect(roots(aborted)).toBe(2)
})
