import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '@contract/entities'
import type { Switch } from '@contract/transfer'
import { SWITCHES } from '@contract/values'
import type { WritableDb } from '../../../src-main/db/open'
import { rules, tags } from '../../../src-main/db/schema/library'
import { apiKeys, providers } from '../../../src-main/db/schema/servers'
import { exportToFile } from '../../../src-main/transfer/export/run'
import { newId, temporaryDatabase, temporaryFolder } from '../world'
import { addChat, exported, patient, richChat, say } from './history'
import { bringNew, conversation, fixtures, openPlace, projectNames } from './importing'
import { treeHash, treesIn } from './treeHash'

const FULL = 'litechat/litechat_full_config_2026-01-01_00-01-30.json'

/** Exports for LiteChat into a file, beside which an import may find it. */
function fileOf(db: WritableDb, task: Partial<Parameters<typeof exportToFile>[2]> = {}) {
  const file = join(temporaryFolder(), 'litechat.json')
  const attachments = join(dirname(db.$client.name), 'attachments')
  const all = { scope: { all: true }, format: 'litechat', branches: 'all', attachments } as const
  const whole = { ...all, ...task }
  const report = exportToFile(db, patient, { ...whole, file })
  return { file, report, found: JSON.parse(readFileSync(file, 'utf8')) }
}

test.each([
  'litechat/' + FULL.slice(9),
  'open-webui/chat-export-1767225600000.json',
  'chatgpt-2026/chatgpt-export-2026.zip',
])(
  '%s, exported for LiteChat and imported into an empty history, is the same trees',
  async (path) => {
    const first = await bringNew(path)
    const { file, report } = fileOf(first.db)
    expect(report?.messages).toBeGreaterThan(5)
    const second = await bringNew(file)
    expect(treesIn(second.db)).toEqual(treesIn(first.db))
    const third = await bringNew(fileOf(second.db).file)
    expect(treeHash(third.db)).toBe(treeHash(first.db))
  },
)

test('a chat with everything comes back whole; only what is deleted stays behind', async () => {
  const db = temporaryDatabase()
  const { chat } = richChat(db)
  const { file, report, found } = fileOf(db, { scope: { ids: [chat] } })
  expect(found.conversation).toMatchObject({ id: chat, metadata: { isPinned: true } })
  expect(report).toMatchObject({ conversations: 1, messages: 4 })
  expect(report?.leftOut).toEqual([
    { what: 'messages', reason: 'deleted', count: 1 },
    { what: 'attachments', reason: 'content', count: 2 },
  ])
  const place = openPlace()
  expect(await place.bring(file)).toMatchObject({ format: 'litechat', imported: 1, messages: 4 })
  const back = conversation(place.db, 'Tiles')
  expect(back.messages.map(({ parts }) => parts.filter(({ type }) => type !== 'unknown'))).toEqual(
    JSON.parse(exported(db, { scope: { ids: [chat] } }).text).messages.map(({ parts }: Message) =>
      parts.filter(({ type }) => type !== 'unknown'),
    ),
  )
  expect(await place.bring(file)).toMatchObject({ imported: 0, updated: 0 })
})

test('whatever trees there are, they come back with the same hash', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 })
  const part = fc.oneof(
    fc.record({ type: fc.constant('text' as const), text }),
    fc.record({ type: fc.constant('reasoning' as const), text }),
    fc.record({ type: fc.constant('code' as const), language: text, text }),
    fc.record({
      type: fc.constant('tool_call' as const),
      callId: text,
      name: text,
      input: fc.jsonValue({ maxDepth: 2 }),
    }),
  )
  const message = fc.record({
    parts: fc.array(part, { maxLength: 3 }),
    above: fc.nat(20),
    role: fc.constantFrom('user' as const, 'assistant' as const, 'system' as const),
    status: fc.constantFrom('complete' as const, 'stopped' as const, 'failed' as const),
    rating: fc.constantFrom(null, 'up' as const, 'down' as const),
    model: fc.constantFrom(null, 'small', 'a/large:1'),
    createdAt: fc.integer({ min: 1, max: 4_000_000_000_000 }),
  })
  const chats = fc.array(
    fc.record({
      title: fc.stringMatching(/^[A-Za-z ]{1,20}$/).map((title) => title.trim()),
      messages: fc.array(message, { maxLength: 10 }),
      shown: fc.nat(20),
      archived: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  )
  await fc.assert(
    fc.asyncProperty(chats, async (all) => {
      const db = temporaryDatabase()
      for (const { title, messages, shown, archived } of all) {
        const chat = addChat(db, { title, archived, model: 'm', instructions: title })
        const ids: (string | null)[] = [null]
        for (const { above, ...said } of messages) {
          ids.push(say(db, chat, ids[above % ids.length] ?? null, said as Partial<Message>))
        }
        // An import shows the newest below the message that it is told of, as every leaf is.
        const leaves = ids.slice(1).filter((id) => !hasChildren(db, id))
        const leaf = leaves[shown % Math.max(leaves.length, 1)] ?? null
        const choose = 'UPDATE conversations SET current_message_id = ? WHERE id = ?'
        db.$client.prepare(choose).run(leaf, chat)
      }
      const { db: other } = await bringNew(fileOf(db).file)
      expect(treesIn(other)).toEqual(treesIn(db))
      expect(treeHash(other)).toBe(treeHash(db))
    }),
    { numRuns: 25 },
  )
})

function hasChildren(db: WritableDb, id: string | null): boolean {
  return db.$client.prepare('SELECT 1 FROM messages WHERE parent_id = ?').get(id) !== undefined
}

test('what was written on in LiteChat comes after what was written here', async () => {
  const db = temporaryDatabase()
  const chat = addChat(db)
  const question = say(db, chat, null, { text: 'One?' })
  say(db, chat, question, { role: 'assistant', text: 'First.' })
  say(db, chat, question, { role: 'assistant', text: 'Second.' })
  const { file, found } = fileOf(db, { scope: { ids: [chat] } })
  expect(found.interactions.map(({ type }: { type: string }) => type)).toEqual([
    'message.user_assistant',
    'message.assistant_regen',
  ])
  found.interactions.push({
    id: 'theirs',
    type: 'message.user_assistant',
    index: 2,
    parentId: null,
    prompt: { content: 'Two?' },
    response: 'Third.',
    status: 'COMPLETED',
    metadata: {},
  })
  const { writeFileSync } = await import('node:fs')
  writeFileSync(file, JSON.stringify(found))
  const { messages, currentMessageId } = conversation((await bringNew(file)).db, 'A chat')
  expect(messages).toHaveLength(5)
  expect(messages.at(-1)).toMatchObject({ id: currentMessageId, role: 'assistant' })
})

const KEYS_OF: Record<Switch, string[]> = {
  settings: ['settings'],
  apiKeys: ['apiKeys'],
  providerConfigs: ['providerConfigs'],
  projects: ['projects'],
  conversations: ['interactions', 'conversations'],
  rulesAndTags: ['rules', 'tags', 'tagRuleLinks'],
  mods: ['mods'],
  syncRepos: ['syncRepos'],
  mcpServers: ['mcpServers'],
  promptTemplates: ['promptTemplates'],
  agents: ['agents'],
}

test.each(SWITCHES)('with only %s, the file has its keys and no others', async (name) => {
  const { db } = await bringNew(FULL)
  const { found } = fileOf(db, { only: [name] })
  expect(Object.keys(found)).toEqual(['version', 'exportedAt', ...KEYS_OF[name]])
  expect(found.version).toBe(1)
})

test('each list has the things of the file that it came from, in the words of LiteChat', async () => {
  const { db } = await bringNew(FULL)
  const { found, report } = fileOf(db)
  const theirs = JSON.parse(readFileSync(join(fixtures, FULL), 'utf8'))
  const plain = (things: Record<string, unknown>[]) =>
    things.map((each) => ({ ...each, id: '', parentId: '', tagId: '', ruleId: '', keepsake: '' }))
  for (const list of ['rules', 'promptTemplates', 'agents', 'tagRuleLinks']) {
    expect([list, plain(found[list])]).toEqual([list, plain(theirs[list])])
  }
  for (const list of ['mods', 'mcpServers', 'projects', 'providerConfigs', 'tags', 'syncRepos']) {
    const ours: { name: string }[] = found[list]
    expect([list, ours.map(({ name }) => name)]).toEqual([
      list,
      theirs[list].map(({ name }: { name: string }) => name),
    ])
    const [first = {}] = theirs[list]
    const known = Object.keys(first).filter((key) => !['headers'].includes(key))
    expect(Object.keys(ours[0] ?? {})).toEqual(expect.arrayContaining(known))
  }
  expect(found.agents[1]).toMatchObject({ type: 'task', parentId: found.agents[0].id })
  expect(JSON.stringify(found)).not.toMatch(/SAMPLE-NOT-A/)
  expect(report?.entries).toBeGreaterThan(20)
})

test('keys are in the file only with their secrets in hand, and are counted otherwise', () => {
  const db = temporaryDatabase()
  const [id, other] = [newId(), newId()]
  for (const each of [id, other]) {
    db.insert(apiKeys).values({ id: each, name: 'Work', createdAt: 1 }).run()
  }
  const provider = { kind: 'anthropic' as const, name: 'Work', headers: { 'x-token': 'hidden' } }
  db.insert(providers)
    .values({ id: newId(), ...provider, apiKeyId: id, createdAt: 1, updatedAt: 1 })
    .run()
  const without = fileOf(db)
  expect(without.found.apiKeys).toEqual([])
  expect(JSON.stringify(without.found)).not.toContain('hidden')
  expect(without.report?.leftOut).toEqual([{ what: 'keys', reason: 'secret', count: 3 }])
  const withKeys = fileOf(db, { secrets: { [id]: 'sk-1' } })
  expect(withKeys.found.apiKeys).toMatchObject([{ id, value: 'sk-1', providerId: 'anthropic' }])
  expect(withKeys.found.providerConfigs).toMatchObject([{ apiKeyId: id }])
  expect(withKeys.report?.leftOut).toEqual([{ what: 'keys', reason: 'unreadable', count: 1 }])
})

test('a project is a tree of projects, those without chats too', async () => {
  const { db } = await bringNew(FULL)
  const [top] = db.$client.prepare('SELECT id FROM projects ORDER BY seq').pluck().all() as string[]
  const add = `INSERT INTO projects (id, parent_id, name, created_at, updated_at) VALUES (?, ?, 'Empty', 1, 1)`
  db.$client.prepare(add).run(newId(), top)
  const { file, found } = fileOf(db, { scope: { projectId: top ?? '' } })
  expect(found.project).toMatchObject({ name: 'Client Work', systemPrompt: 'Be formal.' })
  const children = found.children as { project?: { name: string } }[]
  expect(children.map(({ project }) => project?.name)).toEqual([
    undefined,
    undefined,
    'Küçük Proje',
    'Empty',
  ])
  const back = await bringNew(file)
  expect(back.report).toMatchObject({ imported: 3, total: 6 })
  expect(projectNames(back.db).toSorted()).toEqual(['Client Work', 'Empty', 'Küçük Proje'])
})

test('an empty history, and several chats, make files as well', () => {
  expect(fileOf(temporaryDatabase()).found).toMatchObject({ conversations: [], rules: [] })
  const db = temporaryDatabase()
  db.insert(rules)
    .values({ id: newId(), name: 'A', content: 'B', createdAt: 1, updatedAt: 1 })
    .run()
  db.insert(tags).values({ id: newId(), name: 'T', color: 'red', createdAt: 1 }).run()
  const ids = [addChat(db), addChat(db)]
  expect(fileOf(db, { scope: { ids } }).found).toMatchObject([
    { conversation: { id: ids[0] }, interactions: [] },
    { conversation: { id: ids[1] }, interactions: [] },
  ])
})
