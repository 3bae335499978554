import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Switch } from '@contract/transfer'
import { SWITCHES } from '@contract/values'
import { update } from '../../../src-main/db/settings'
import { importFrom, tryImport } from '../../../src-main/transfer/import'
import { added, FULL, rows, TABLES, withStore } from './configuring'
import { everything, fixtures, openPlace } from './importing'

test('everything of a full configuration arrives; what could run is off, and no secret comes', async () => {
  const place = openPlace()
  const tried = await place.look(FULL)
  const report = await place.bring(FULL)
  expect(report).toMatchObject(tried)
  const { imported, updated, entries, skipped, total } = report
  expect(imported + updated + entries.length + skipped.length).toBe(total)
  expect(added(place.db)).toEqual({
    providers: 2,
    projects: 2,
    tags: 2,
    rules: 3,
    tag_rules: 3,
    mods: 1,
    sync_repos: 1,
    mcp_servers: 2,
    prompt_templates: 5,
    conversations: 4,
  })
  expect(entries.filter(({ off }) => off).map(({ what }) => what)).toEqual([
    'mods: Hello mod',
    'mcpServers: Local FS',
    'mcpServers: Remote',
  ])
  for (const table of ['mods', 'mcp_servers']) {
    expect(rows(place.db, table).every(({ enabled }) => enabled === 0)).toBe(true)
  }
  const tasks = rows(place.db, 'prompt_templates').filter(({ kind }) => kind === 'task')
  const agent = rows(place.db, 'prompt_templates').find(({ kind }) => kind === 'agent')
  expect(tasks.map(({ parent_id: parent }) => parent)).toEqual([agent?.['id'], agent?.['id']])
  expect(rows(place.db, 'projects')[1]).toMatchObject({
    parent_id: rows(place.db, 'projects')[0]?.['id'],
    model: 'p-openrouter:anthropic/claude-sonnet-4',
  })
  expect(rows(place.db, 'providers').slice(-2)).toMatchObject([
    { kind: 'openai-compatible', base_url: 'https://openrouter.ai/api/v1', api_key_id: null },
    { name: 'Ollama', base_url: 'http://127.0.0.1:11434' },
  ])
  const secrets = skipped.filter(({ reason }) => reason === 'secret').map(({ what }) => what)
  expect(secrets.toSorted()).toEqual([
    'apiKeys: OpenRouter',
    'mcpServers: Remote (Authorization)',
    'syncRepos: notes (password)',
  ])
  const all = TABLES.map((table) => JSON.stringify(rows(place.db, table))).join()
  expect(all).not.toMatch(/SAMPLE-NOT-A/)
})

test('a second import adds nothing, and what was changed here stays', async () => {
  const { db, bring } = openPlace()
  const first = await bring(FULL)
  db.$client.prepare(`UPDATE rules SET content = 'mine' WHERE name = 'Cite'`).run()
  db.$client.prepare(`DELETE FROM mods`).run()
  const again = await bring(FULL)
  expect(again).toMatchObject({ imported: 0, updated: 0, total: first.total })
  expect(again.entries.map(({ what }) => what)).toEqual(['mods: Hello mod'])
  expect(rows(db, 'rules')).toContainEqual(expect.objectContaining({ content: 'mine' }))
})

const EXPECTED: Record<Switch, object> = {
  settings: {},
  apiKeys: {},
  providerConfigs: { providers: 2 },
  projects: { projects: 2 },
  conversations: { conversations: 4 },
  rulesAndTags: { tags: 2, rules: 3, tag_rules: 3 },
  mods: { mods: 1 },
  syncRepos: { sync_repos: 1 },
  mcpServers: { mcp_servers: 2 },
  promptTemplates: { prompt_templates: 2 },
  agents: { prompt_templates: 3 },
}

test.each(SWITCHES)('only %s comes when only that is chosen', async (name) => {
  const place = openPlace()
  const tried = await tryImport(place.target, FULL, { only: [name] })
  const report = await importFrom(place.target, FULL, { only: [name] })
  expect(report).toMatchObject(tried)
  expect(added(place.db)).toEqual(EXPECTED[name])
  expect(report.entries.every(({ under }) => under === name)).toBe(true)
  expect(report.skipped.filter(({ reason }) => reason === 'not_chosen').length).toBeGreaterThan(9)
  const { imported, updated, entries, skipped, total } = report
  expect(imported + updated + entries.length + skipped.length).toBe(total)
})

test('keys come when that is said, into the key store, linked to their servers', async () => {
  const place = openPlace()
  const { store, target } = withStore(place)
  const report = await importFrom(target, FULL, { withKeys: true })
  expect(report.entries).toContainEqual({
    what: 'apiKeys: OpenRouter',
    under: 'apiKeys',
    off: false,
  })
  const [key] = rows(place.db, 'api_keys')
  expect(await store.read(String(key?.['id']))).toBe('sk-or-SAMPLE-NOT-A-KEY')
  const linked = rows(place.db, 'providers').filter((row) => row['api_key_id'] === key?.['id'])
  expect(linked).toMatchObject([{ name: 'OpenRouter' }])
  expect(JSON.stringify(TABLES.map((table) => rows(place.db, table)))).not.toMatch(/sk-or/)
})

test('a key that comes later is given to its server, unless that leads elsewhere by now', async () => {
  for (const [address, linked] of [
    ['https://openrouter.ai/api/v1', true],
    ['https://elsewhere.example', false],
  ] as const) {
    const place = openPlace()
    await place.bring(FULL)
    const move = `UPDATE providers SET base_url = ? WHERE name = 'OpenRouter'`
    place.db.$client.prepare(move).run(address)
    await importFrom(withStore(place).target, FULL, { withKeys: true })
    const found = rows(place.db, 'providers').find(({ name }) => name === 'OpenRouter')
    expect([address, found?.['api_key_id'] !== null]).toEqual([address, linked])
  }
})

test('settings come where nobody chose one here; rights do not come at all', async () => {
  const place = openPlace()
  const { db, folder } = place
  update(db, { sendKey: 'mod-enter' })
  const ours = { version: 1, messageFontSize: 20, sendKey: 'enter', plainKeysAllowed: true }
  const file = join(folder, 'settings.json')
  const settings = { theme: 'dark', keepsake: ours, customThemeColors: null }
  writeFileSync(file, JSON.stringify({ version: 1, exportedAt: 'now', settings }))
  const report = await place.bring(file)
  expect(rows(db, 'settings')).toMatchObject([
    { theme: 'dark', message_font_size: 20, send_key: 'mod-enter', plain_keys_allowed: 0 },
  ])
  expect(report.skipped).toEqual([
    { what: 'settings: customThemeColors', reason: 'unsupported' },
    { what: 'settings: sendKey', reason: 'already_exists' },
  ])
})

test('a tag that is here by its name gets the rules of the file, and a link to nothing is named', async () => {
  const { db, folder, bring } = openPlace()
  const insert = `INSERT INTO tags (id, name, created_at) VALUES ('t', 'WRITING', 1)`
  db.$client.prepare(insert).run()
  await bring(FULL)
  expect(rows(db, 'tags')).toHaveLength(2)
  expect(rows(db, 'tag_rules').filter((row) => row['tag_id'] === 't')).toHaveLength(1)
  const file = join(folder, 'links.json')
  const links = [{ id: 'l', tagId: 'gone', ruleId: 'gone' }]
  writeFileSync(file, JSON.stringify({ version: 1, exportedAt: 'now', tagRuleLinks: links }))
  expect((await bring(file)).skipped).toEqual([{ what: 'tagRuleLinks: l', reason: 'damaged' }])
})

test('other formats know the switches, too', async () => {
  const place = openPlace()
  const path = join(fixtures, 'open-webui/chat-export-1767225600000.json')
  expect(await importFrom(place.target, path, { only: ['rulesAndTags'] })).toMatchObject({
    imported: 0,
  })
  expect(everything(place.db)).toEqual([])
})
