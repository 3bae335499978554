import { randomUUIDv7 } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { addTurn } from '../../../src-main/db/messages'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { insert, update } from '../../../src-main/db/conversations'
import { run as search } from '../../../src-main/db/search/run'
import { paths } from '../../../src-main/storage/layout'
import { makeHistory, migrations, run } from './commandLine'
import { temporaryFolder } from './disk'

/** A history with a conversation of this title and these questions, a second apart. */
function historyOf(folder: string, title: string, texts: string[]) {
  const file = makeHistory(folder)
  const db = openWritable(file, {
    migrations,
    copiesFolder: paths(folder, 'default').backups,
    now: 1,
  })
  const id = randomUUIDv7()
  const chosen = { projectId: null, providerId: null, model: null, instructions: '' }
  insert(db, { ...chosen, parameters: null, id }, 1)
  update(db, [id], { title })
  const said = texts.map((text, index) => {
    const message = {
      id: randomUUIDv7(),
      parentId: null,
      role: 'user',
      status: 'complete',
    } as const
    const parts = [{ type: 'text' as const, text }]
    const turn = { conversationId: id, conversation: null, messages: [{ ...message, parts }] }
    addTurn(db, { ...turn, now: index * 1000 })
    return message.id
  })
  const shown = search(db, { text: 'strasse', order: 'newest', after: null, limit: 200 }).hits
  closeDatabase(db)
  return { file, id, said, shown }
}

test('search prints what the window finds, in its order, and writes nothing', async () => {
  const folder = temporaryFolder()
  const texts = ['Die Straße\nam Meer', 'Nothing', 'Noch eine strasse']
  const { file, id, said, shown } = historyOf(folder, 'Straßen', texts)
  const before = readFileSync(file)
  const { code, output } = await run(folder, 'search strasse')
  expect(code).toBe(0)
  const hit = { conversationId: id, title: 'Straßen' }
  expect(output).toEqual({
    hits: [
      { ...hit, messageId: null, snippet: '', time: expect.any(Number) },
      { ...hit, messageId: said[2], snippet: 'Noch eine strasse', time: 2000 },
      { ...hit, messageId: said[0], snippet: 'Die Straße am Meer', time: 0 },
    ],
    total: 3,
    totalIsExact: true,
    incomplete: false,
  })
  const ids = output.hits.map(({ messageId }: { messageId: string }) => messageId)
  expect(ids).toEqual(shown.map(({ messageId }) => messageId))
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('search counts beyond its limit, and takes a query of several words and filters', async () => {
  const folder = temporaryFolder()
  historyOf(
    folder,
    '',
    Array.from({ length: 450 }, (_, n) => `Wombat number ${n}`),
  )
  const { output } = await run(folder, ['search', 'wombat from:me "number 4"', '--limit=1'])
  expect(output).toMatchObject({ hits: [{ snippet: 'Wombat number 4' }], total: 1 })
  const all = await run(folder, 'search wombat --limit=7')
  expect(all.output.hits).toHaveLength(7)
  expect(all.output).toMatchObject({ total: 450, totalIsExact: true })
  expect((await run(folder, ['search', '--', '->'])).output).toMatchObject({ hits: [], total: 0 })
})

test('a search that is not understood exits with 2, one without a history with 1', async () => {
  const folder = temporaryFolder()
  makeHistory(folder)
  for (const line of ['search', 'search a b', 'search a --limit=0', 'search a --limit=many']) {
    expect(await run(folder, line)).toMatchObject({
      code: 2,
      output: { error: { code: 'bad_input' } },
    })
  }
  const none = await run(temporaryFolder(), 'search a')
  expect(none).toMatchObject({ code: 1, output: { error: { code: 'database_missing' } } })
})

test.each(['search x', 'export --all --format=json --out='])(
  '%s says of an older history that it is not up to date, and leaves it as it is',
  async (command) => {
    const folder = temporaryFolder()
    const line = command.endsWith('=') ? `${command}${join(folder, 'x.json')}` : command
    const { database, backups } = paths(folder, 'default')
    mkdirSync(dirname(database), { recursive: true })
    const older = { migrations: migrations.slice(0, -1), copiesFolder: backups, now: 1 }
    closeDatabase(openWritable(database, older))
    const before = readFileSync(database)
    const { code, output } = await run(folder, line)
    expect(code).toBe(1)
    expect(output.error).toMatchObject({ code: 'database_older' })
    expect(readFileSync(database)).toEqual(before)
  },
)
