import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkDatabase } from '../../../src-main/db/doctor'
import {
  closeDatabase,
  openReadable,
  openWritable,
  type WritableDb,
} from '../../../src-main/db/open'
import { directStore } from '../directStore'
import { fillIndex, indexState } from '../../../src-main/db/upkeep'
import { freshIndex } from '../../../src-main/domain/context'
import { keepIndexSound } from '../../../src-main/domain/upkeep'
import { silentLog } from '../../../src-main/log'
import { contentHash } from '../content'
import { longChain } from '../db/chain'
import { pagesOf, writeNoise } from '../noise'
import { begin, migrations, openWorld, scripted, temporaryFolder } from '../world'

const MESSAGES = 2000

function open(file: string): WritableDb {
  const db = openWritable(file, { migrations, copiesFolder: join(file, '../backups'), now: 0 })
  onTestFinished(() => closeDatabase(db))
  return db
}

function history() {
  const file = join(temporaryFolder(), 'keepsake.db')
  const db = open(file)
  db.$client.pragma('synchronous = OFF')
  longChain(db, MESSAGES)
  const pages = (table: string) => pagesOf(db, table)
  return { file, db, pages }
}

function quiet() {
  return { index: freshIndex(), turns: new Map(), log: silentLog, publish: () => undefined }
}

/** As in the program: looked at by one connection, and put right by another. */
async function look(db: WritableDb): Promise<void> {
  const reader = openReadable(db.$client.name)
  try {
    // The reads of a store are the same functions, and this connection refuses to write.
    const { read } = directStore(reader as WritableDb)
    const { write, findMalformed } = directStore(db)
    await keepIndexSound({ ...quiet(), read, write, findMalformed })
  } finally {
    closeDatabase(reader)
  }
}

function found(db: WritableDb, word: string): number {
  const find = db.$client.prepare('SELECT count(*) FROM messages_fts WHERE messages_fts MATCH ?')
  return find.pluck().get(`"${word}"`) as number
}

function expectSound(db: WritableDb): void {
  expect(indexState(db)).toBe('sound')
  expect(found(db, 'word0') + found(db, `word${MESSAGES - 1}`)).toBe(2)
  expect(
    checkDatabase(db).checks.filter(({ ok, name }) => !ok && name !== 'open_branches'),
  ).toEqual([])
}

test.for([
  ['messages_fts_data', 'leaf'],
  ['messages_fts_data', 'internal'],
  ['messages_fts_idx', 'leaf'],
  ['messages_fts_docsize', 'leaf'],
  ['messages_fts_config', 'leaf'],
] as const)('noise in the index (%s, %s page) costs nothing but time', async ([table, type]) => {
  const { file, db, pages } = history()
  const hash = contentHash(db.$client)
  const damaged = pages(table).findLast(({ pagetype }) => pagetype === type)
  expect(damaged).toBeDefined()
  closeDatabase(db)
  writeNoise(file, damaged?.pageno ?? 0)

  const again = open(file)
  expect(contentHash(again.$client)).toBe(hash)
  await look(again)
  expectSound(again)
  expect(contentHash(again.$client)).toBe(hash)
})

test('noise in any page of the index hinders neither a new message nor a deletion', async () => {
  const { file, db, pages } = history()
  const damaged = pages('messages_fts_data')
  const conversationId = db.$client.prepare('SELECT id FROM conversations').pluck().get() as string
  closeDatabase(db)
  for (const { pageno } of damaged) writeNoise(file, pageno)
  const store = directStore(open(file))
  const conversation = {
    projectId: null,
    providerId: null,
    model: null,
    instructions: '',
    parameters: null,
  }
  const fresh = { ...conversation, id: '01900000-0000-7000-8000-0000000000aa' }
  const parts = [{ type: 'text' as const, text: 'I can still speak' }]
  const message = { id: '01900000-0000-7000-8000-0000000000ab', parentId: null, parts }
  await store.write.messages.addTurn({
    conversationId: fresh.id,
    conversation: fresh,
    messages: [{ ...message, role: 'user', status: 'complete' }],
    now: 1,
  })
  expect((await store.read.messages.get(message.id)).parts).toEqual(parts)
  expect(await store.write.conversations.purge([conversationId])).toEqual([conversationId])
})

test('a damaged message is not taken for a damaged index', async () => {
  const { file, db, pages } = history()
  const damaged = pages('messages').findLast(({ pagetype }) => pagetype === 'leaf')
  const id = db.$client.prepare('SELECT id FROM conversations').pluck().get() as string
  closeDatabase(db)
  writeNoise(file, damaged?.pageno ?? 0)
  const again = open(file)
  const store = directStore(again)
  await expect(store.write.conversations.purge([id])).rejects.toMatchObject({
    failure: { code: 'database_damaged' },
  })
  expect(found(again, 'word0')).toBe(1)
})

test('only what is missing is filled in, and a fill that was broken off goes on', async () => {
  const { db } = history()
  db.$client.exec('DELETE FROM messages_fts WHERE rowid > 500')
  expect(indexState(db)).toBe('incomplete')
  const stopped = fillIndex(db, 0, 0).next ?? 0
  expect(stopped).toBeGreaterThan(0)
  expect(stopped).toBeLessThan(MESSAGES)
  const written = db.$client.prepare('SELECT total_changes()').pluck()
  const before = written.get() as number
  await look(db)
  expectSound(db)
  // Far fewer than a new index takes.
  expect((written.get() as number) - before).toBeLessThan(MESSAGES * 3)
})

test('entries that belong to no message disappear', async () => {
  const { db } = history()
  db.$client.exec(`INSERT INTO messages_fts (rowid, content) VALUES (99999, 'ghost')`)
  await look(db)
  expectSound(db)
  expect(found(db, 'ghost')).toBe(0)
})

test('while the index is filled, chats go on', async () => {
  const world = openWorld(scripted(['reply']))
  longChain(world.db, MESSAGES)
  world.db.$client.exec('DELETE FROM messages_fts')
  const { fillIndex } = world.context.write.upkeep
  const totals: number[] = []
  // After each step of the filling somebody asks something and reads the answer.
  const step = async (seq: number) => {
    const next = await fillIndex(seq, 0)
    const { conversationId } = await begin(world)
    await world.settled()
    const { total } = await world.call('messages.path', { conversationId, limit: 9 })
    return totals.push(total) < 5 ? next : fillIndex(seq, 60_000)
  }
  const upkeep = instead(world.context.write.upkeep, 'fillIndex', step)
  await keepIndexSound({ ...world.context, write: instead(world.context.write, 'upkeep', upkeep) })
  expect(totals).toEqual([2, 2, 2, 2, 2])
  expectSound(world.db)
})

/** `whole` with another value under one of its names. */
function instead<T extends object, K extends keyof T>(whole: T, name: K, value: unknown): T {
  return new Proxy(whole, {
    get: (all, asked) => (asked === name ? value : (Reflect.get(all, asked) as unknown)),
  })
}

test('a reader sees the new index at once', async () => {
  const { file, db, pages } = history()
  const damaged = pages('messages_fts_data').findLast(({ pagetype }) => pagetype === 'leaf')
  closeDatabase(db)
  writeNoise(file, damaged?.pageno ?? 0)
  const writer = open(file)
  const reader = openReadable(file)
  onTestFinished(() => closeDatabase(reader))
  await look(writer)
  expect(indexState(reader)).toBe('sound')
})
