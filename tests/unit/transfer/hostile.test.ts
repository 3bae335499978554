import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/errors'
import { conversation, everything, fixtures, openPlace, shown, textOf } from './importing'

/** The code of the failure with which an import is refused, and that nothing was written. */
async function refused(path: string) {
  const place = openPlace()
  const failure = await place.bring(path).then(
    () => null,
    (error: unknown) => error,
  )
  expect(everything(place.db)).toHaveLength(0)
  expect(readdirSync(place.folder).filter((name) => name === 'attachments')).toEqual([])
  if (!(failure instanceof AppError)) throw new Error(`not refused: ${String(failure)}`)
  return failure.failure
}

async function imported(path: string) {
  const place = openPlace()
  const report = await place.bring(path)
  expect(report.imported + report.updated + report.skipped.length).toBe(report.total)
  return { ...place, report }
}

function fileWith(content: string | Buffer) {
  const place = openPlace()
  const file = join(place.folder, 'any.bin')
  writeFileSync(file, content)
  return file
}

const tree = (conv: object, messages: object[]) => JSON.stringify({ conv, messages })
const said = (id: string, more: object = {}) => ({
  id,
  type: 'text',
  role: 'user',
  content: `said ${id}`,
  timestamp: 1767225600000,
  parent: null,
  ...more,
})

test('a truncated file is refused with the byte at which it ends, and nothing is written', async () => {
  expect(await refused('_edge/truncated.json')).toEqual({
    code: 'import_damaged',
    detail: 'byte 4000',
  })
})

test('a list that is cut in its middle changes nothing either', async () => {
  const whole = readFileSync(join(fixtures, 'chatgpt-legacy/conversations.json'))
  expect(await refused(fileWith(whole.subarray(0, -100)))).toMatchObject({ code: 'import_damaged' })
})

test.each(['_edge/empty-file.json', '_edge/not-json.json'])('%s is no export', async (file) => {
  expect(await refused(file)).toMatchObject({ code: 'import_unknown_format' })
})

test('what does not exist cannot be imported', async () => {
  expect(await refused('/nowhere/at/all.json')).toMatchObject({ code: 'bad_input' })
})

test('an empty list is an export without conversations', async () => {
  expect((await imported('_edge/empty-array.json')).report).toMatchObject({ imported: 0, total: 0 })
})

test.each(['bom-utf8.json', 'utf16le.json'])('%s is read in its own encoding', async (file) => {
  const { db } = await imported(`_edge/${file}`)
  expect(shown(conversation(db, 'Rust ownership Q&A 🦀')).length).toBeGreaterThan(0)
})

test('lines may end as on Windows', async () => {
  const { db } = await imported('_edge/crlf.jsonl')
  expect(conversation(db, '東京').messages).toHaveLength(4)
})

test('bytes that are no UTF-8 become one replacement character, never other letters', async () => {
  const text = tree({ id: 'c', name: 'n' }, [said('m', { content: 'before HERE after' })])
  const [before = '', after = ''] = text.split('HERE')
  const broken = [Buffer.from(before), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(after)]
  const { db } = await imported(fileWith(Buffer.concat(broken)))
  const texts = everything(db).flatMap(({ title, messages }) => [title, ...messages.map(textOf)])
  expect(texts).toContain('before \ufffd\ufffd( after')
})

test('a field that would be a prototype is none', async () => {
  const { db } = await imported('_edge/proto-pollution.json')
  expect(everything(db)).toHaveLength(1)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  expect(JSON.stringify(everything(db)[0]?.source)).not.toContain('__proto__')
})

test('a key that stands beside a conversation is not kept with it; one that somebody wrote is', async () => {
  const toolCalls = [{ id: 't', function: { name: 'log_in', arguments: '{"password":"typed"}' } }]
  const conv = {
    id: 'c',
    name: 'Keys',
    settings: { apiKey: 'sk-beside', headers: [{ Authorization: 'b' }] },
  }
  const { db } = await imported(
    fileWith(tree(conv, [said('m', { toolCalls, api_key: 'sk-below' })])),
  )
  const [only] = everything(db)
  expect(JSON.stringify([only?.source, only?.messages[0]?.source])).not.toMatch(/sk-|Authorization/)
  expect(only?.messages[0]?.parts).toContainEqual(
    expect.objectContaining({ type: 'tool_call', input: { password: 'typed' } }),
  )
})

test('of messages that follow each other in a circle all are kept', async () => {
  const { db } = await imported('_edge/cyclic-parents.json')
  expect(conversation(db, '東京').messages).toHaveLength(4)
})

test('two messages with one id are two messages', async () => {
  const { db } = await imported('_edge/duplicate-message-ids.json')
  const texts = conversation(db, '東京').messages.map(textOf)
  expect(texts).toHaveLength(5)
  expect(texts).toContain('second row with the same id')
})

test('ids that belong to another conversation take nothing from it', async () => {
  const { db, bring, folder } = await imported(
    'llamacpp-webui-json/all_conversations_2026-01-01.json',
  )
  const before = everything(db)
  const stolen = before.flatMap(({ messages }) => messages.map(({ id }) => id))
  const foreign = ['19f6091c-1bd2-4e6e-9781-56730820dc01', ...stolen]
  const file = join(folder, 'stealing.json')
  const messages = foreign.map((id) => said(id))
  writeFileSync(file, tree({ id: 'another', name: 'thief', currNode: stolen[0] }, messages))
  expect(await bring(file)).toMatchObject({ imported: 1, messages: foreign.length })
  expect(everything(db).filter(({ title }) => title !== 'thief')).toEqual(before)
})

test('a tree that is three thousand levels deep has three thousand messages', async () => {
  const depth = 3000
  const open = Array.from({ length: depth }, (_, n) =>
    JSON.stringify({
      messageId: `m${n}`,
      text: `level ${n}`,
      isCreatedByUser: n % 2 === 0,
    }).replace(/\}$/, ',"children":['),
  )
  const text = `{"conversationId":"deep","title":"Deep","messagesTree":[${open.join('')}`
  const { db } = await imported(fileWith(`${text}${']}'.repeat(depth)}]}`))
  expect(shown(conversation(db, 'Deep'))).toHaveLength(depth)
})

test('a million levels are refused', async () => {
  const deep = `{"messages":[],"conv":{"id":"a","x":${'['.repeat(1e6)}${']'.repeat(1e6)}}}`
  expect(await refused(fileWith(deep))).toMatchObject({ code: 'import_damaged' })
})

test('what is nested deeply in a node is cut where nothing could keep it', async () => {
  const deep = `{"conv":{"id":"a","name":"n","x":${'['.repeat(5e4)}${']'.repeat(5e4)}},"messages":[]}`
  expect((await imported(fileWith(deep))).report).toMatchObject({ imported: 1 })
})

test('a text of several megabytes is one text, whatever it looks like inside', async () => {
  const inside = String.raw`"}],"mapping":{"chat_messages":[{`
  const content = inside + 'words and " marks, '.repeat(200_000)
  const file = fileWith(tree({ id: 'c', name: 'Long' }, [said('m', { content })]))
  const { db } = await imported(file)
  expect(textOf(conversation(db, 'Long').messages[0])).toBe(content)
})

test('a folder with one damaged export is as damaged as that', async () => {
  const place = openPlace()
  const folder = join(place.folder, 'exports')
  mkdirSync(folder)
  const list = readFileSync(join(fixtures, 'chatgpt-legacy/conversations.json'))
  writeFileSync(join(folder, 'cut.json'), list.subarray(0, -100))
  expect(await refused(folder)).toMatchObject({ code: 'import_damaged' })
})

test('names in a zip that lead out of it are named, not followed', async () => {
  const { db, report, folder } = await imported('_edge/zip-slip.zip')
  expect(everything(db)).toHaveLength(1)
  expect(report.skipped.map(({ what, reason }) => [what, reason])).toEqual([
    ['../../outside.json', 'unsafe_name'],
    ['/abs/path.json', 'unsafe_name'],
    [String.raw`C:\windows\evil.json`, 'unsafe_name'],
  ])
  expect(readdirSync(folder).toSorted()).toEqual([
    'keepsake.db',
    'keepsake.db-shm',
    'keepsake.db-wal',
  ])
})

test('a zip bomb is refused before it is unpacked', async () => {
  const before = process.memoryUsage().rss
  expect(await refused('_edge/zip-bomb-64MiB-of-spaces.zip')).toMatchObject({
    code: 'import_too_large',
  })
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
})

test('the content of a file says what it is, not its name', async () => {
  const { report } = await imported('_edge/wrong-extension-is-really-zip.json')
  expect(report).toMatchObject({ format: 'claude', imported: 4 })
})

test('times of any kind are times, and impossible ones are not', async () => {
  const times = [1767225600, 1767225600000, 1767225600000000, '1767225600', '2026-01-01T00:00:00Z']
  const odd = [9e15, -5, 'soon', null, {}, Number.MAX_VALUE, '9999-12-31T00:00:00Z', 0]
  const messages = [...times, ...odd].map((timestamp, n) => said(`m${n}`, { timestamp }))
  const { db } = await imported(fileWith(tree({ id: 'c', name: 'Times' }, messages)))
  const found = conversation(db, 'Times').messages
  expect(new Set(found.map(({ createdAt }) => createdAt))).toEqual(new Set([1767225600000]))
})

test('half of a character, zeros and names that write backwards do no harm', async () => {
  const extra = [
    { type: 'textFile', name: '../../etc/\u202Egnp.exe', content: 'x' },
    { type: 'textFile', name: 'a'.repeat(5000), content: 'x' },
    { type: 'textFile', name: 'CON\u0000', content: 'x' },
  ]
  const messages = [said('m\ud800', { content: 'half \ud800 and \u0000 zero needle', extra })]
  const file = fileWith(tree({ id: 'c', name: 'Half \udc00\u0000 title' }, messages))
  const { db } = await imported(file)
  const [only] = everything(db)
  expect(only?.title.isWellFormed()).toBe(true)
  const names = only?.messages[0]?.parts.flatMap((part) => ('name' in part ? [part.name] : []))
  expect(names?.[0]).toBe('gnp.exe')
  expect(names?.every((name) => name.length <= 200 && !/\p{Cc}/u.test(name))).toBe(true)
})

test('a folder is read without following links, and a damaged file in it is left out whole', async () => {
  const place = openPlace()
  const folder = join(place.folder, 'exports')
  mkdirSync(join(folder, 'inner'), { recursive: true })
  const good = readFileSync(join(fixtures, 'librechat/rust-flat-branches.json'))
  writeFileSync(join(folder, 'inner', 'good.json'), good)
  const list = readFileSync(join(fixtures, 'chatgpt-legacy/conversations.json'))
  writeFileSync(join(folder, 'cut.json'), list.subarray(0, -100))
  symlinkSync('/etc/hostname', join(folder, 'link.json'))
  const tried = await place.look(folder)
  expect(await place.bring(folder)).toMatchObject(tried)
  expect(tried).toMatchObject({ imported: 1, total: 3 })
  expect(tried.skipped.toSorted((a, b) => (a.what < b.what ? -1 : 1))).toEqual([
    { what: 'cut.json', reason: 'damaged' },
    { what: 'link.json', reason: 'unsafe_name' },
  ])
  expect(everything(place.db)).toHaveLength(1)
})
