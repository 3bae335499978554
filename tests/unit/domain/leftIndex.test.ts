import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findDamageIn } from '../../../src-main/backup/prepare'
import { vacuumInto } from '../../../src-main/db/copy'
import { checkDatabase } from '../../../src-main/db/doctor'
import * as left from '../../../src-main/db/left'
import { closeDatabase, openWritable, type WritableDb } from '../../../src-main/db/open'
import { copyHistory } from '../../../src-main/db/snapshot'
import { renewIndex } from '../../../src-main/db/upkeep'
import { type Context, freshIndex } from '../../../src-main/domain/context'
import { reclaimLost } from '../../../src-main/domain/leftIndex'
import { keepIndexSound } from '../../../src-main/domain/upkeep'
import { silentLog } from '../../../src-main/log'
import { contentHash } from '../content'
import { longChain } from '../db/chain'
import { directStore } from '../directStore'
import { pagesOf, writeNoise } from '../noise'
import { migrations, temporaryFolder } from '../world'

const MESSAGES = 2000

function open(file: string): WritableDb {
  const db = openWritable(file, { migrations, copiesFolder: join(file, '../backups'), now: 0 })
  db.$client.pragma('synchronous = OFF')
  onTestFinished(() => closeDatabase(db))
  return db
}

/** A history with an index of many pages; `gone` is a chat whose words nothing else has. */
function history() {
  const file = join(temporaryFolder(), 'keepsake.db')
  const db = open(file)
  const gone = longChain(db, MESSAGES)
  longChain(db, MESSAGES, 'kept')
  return { file, db, gone }
}

function contextOf(db: WritableDb) {
  const around = { turns: new Map(), log: silentLog, publish: () => undefined }
  return { ...directStore(db), ...around, index: freshIndex() }
}

const tablesLeft = ({ $client }: WritableDb) =>
  $client
    .prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'search_l%' ORDER BY name`)
    .pluck()
    .all()

function expectWhole(db: WritableDb): void {
  const isExpected = ({ ok, name }: { ok: boolean; name: string }) => ok || name === 'open_branches'
  expect(checkDatabase(db).checks.filter((check) => !isExpected(check))).toEqual([])
  expect(db.$client.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(tablesLeft(db)).toEqual([])
}

function isInFiles(file: string, word: string): boolean {
  return [file, `${file}-wal`].some((path) => readFileSync(path, 'latin1').includes(word))
}

/** Deletes the words of one chat, and makes a page of the index noise in which they are. */
async function spoiled(type: 'leaf' | 'internal') {
  const { file, db, gone } = history()
  await directStore(db).write.conversations.purge([gone])
  const page = pagesOf(db, 'messages_fts_data').findLast(({ pagetype }) => pagetype === type)
  expect(page).toBeDefined()
  closeDatabase(db)
  expect(isInFiles(file, 'word1')).toBe(true)
  writeNoise(file, page?.pageno ?? 0)
  return file
}

test('what is left of an index is gone on with, after whichever piece it was stopped', async () => {
  const { file, db } = history()
  const hash = contentHash(db.$client)
  renewIndex(db)
  const tables = tablesLeft(db)
  expect(tables.length).toBeGreaterThan(8)
  closeDatabase(db)
  let pieces = 0
  for (let isGoingOn = true; isGoingOn; pieces += 1) {
    const again = open(file)
    isGoingOn = left.empty(again, 0)
    expect(tablesLeft(again)).toEqual(tables)
    expect(again.$client.pragma('integrity_check', { simple: true })).toBe('ok')
    closeDatabase(again)
  }
  expect(pieces).toBeGreaterThan(20)
  const last = open(file)
  await keepIndexSound(contextOf(last))
  expectWhole(last)
  expect(contentHash(last.$client)).toBe(hash)
  const found = last.$client.prepare(`SELECT count(*) FROM messages_fts('kept7')`).pluck().get()
  expect(found).toBe(1)
})

test('a copy of a history has nothing of an index that was set aside', async () => {
  const { file, db } = history()
  renewIndex(db)
  const copy = join(temporaryFolder(), 'copy.db')
  copyHistory(file, copy)
  const copied = open(copy)
  expect(tablesLeft(copied)).toEqual([])
  await keepIndexSound(contextOf(copied))
  expectWhole(copied)
})

test('an index that is renewed again before the last one is gone leaves none of them', async () => {
  const { db } = history()
  renewIndex(db)
  left.empty(db, 0)
  await contextOf(db).write.upkeep.fillIndex(0, 60_000)
  renewIndex(db)
  await keepIndexSound(contextOf(db))
  expectWhole(db)
})

test('of an index that was set aside no deleted word is left in the files', async () => {
  const { file, db, gone } = history()
  await directStore(db).write.conversations.purge([gone])
  renewIndex(db)
  expect(isInFiles(file, 'word1')).toBe(true)
  await keepIndexSound(contextOf(db))
  expect(isInFiles(file, 'word1')).toBe(false)
  expectWhole(db)
})

test.for(['leaf', 'internal'] as const)(
  'nor of one that is malformed (%s page), whose pages SQLite cannot find',
  async (type) => {
    const file = await spoiled(type)
    const db = open(file)
    await keepIndexSound(contextOf(db))
    expect(isInFiles(file, 'word1')).toBe(false)
    expectWhole(db)
  },
)

test('with pages that belong to nothing a history is sound, and so is a copy', async () => {
  const file = await spoiled('internal')
  const db = open(file)
  renewIndex(db)
  expect(findDamageIn(file)).toEqual([])
  const malformed = await contextOf(db).findMalformed()
  expect(malformed).toHaveLength(1)
  left.giveUp(db, malformed ?? [])
  expect(findDamageIn(file)).toEqual([])
  expect(checkDatabase(db).checks.find(({ name }) => name === 'integrity')?.ok).toBe(true)
  const copy = join(temporaryFolder(), 'copy.db')
  vacuumInto(file, copy)
  expect(left.lostPages(open(copy)).any).toBe(false)
})

test('a tree that leads into pages of the messages takes none of them away', async () => {
  const { file, db } = history()
  const hash = contentHash(db.$client)
  const inner = pagesOf(db, 'messages_fts_data').findLast(({ pagetype }) => pagetype === 'internal')
  const foreign = pagesOf(db, 'messages').findLast(({ pagetype }) => pagetype === 'leaf')
  closeDatabase(db)
  const bytes = readFileSync(file)
  // The number of its last child, at byte 8 of an inner page.
  bytes.writeUInt32BE(foreign?.pageno ?? 0, ((inner?.pageno ?? 0) - 1) * 4096 + 8)
  writeFileSync(file, bytes)
  const again = open(file)
  renewIndex(again)
  await keepIndexSound(contextOf(again))
  expect(contentHash(again.$client)).toBe(hash)
  expect(again.$client.pragma('integrity_check', { simple: true })).toBe('ok')
})

test('a large file is written anew only when nobody has asked for anything for a while', async () => {
  const context = contextOf(open(await spoiled('leaf')))
  const reclaim = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true))
  const lostPages = () => Promise.resolve({ any: true, isSmall: false })
  const large = {
    ...context,
    read: { ...context.read, left: { lostPages } },
    write: { ...context.write, left: { reclaim, endReclaim: () => Promise.resolve() } },
  } as unknown as Context
  Object.assign(large.write, { erasure: context.write.erasure })
  await reclaimLost(large, () => undefined)
  expect(reclaim).not.toHaveBeenCalled()
  expect(large.index.reclaim).toBe('waits')
  large.index.reclaim = 'open'
  large.index.askedAt = -1e9
  await reclaimLost(large, () => undefined)
  expect(reclaim).toHaveBeenCalledOnce()
  expect(large.index.reclaim).toBe('open')
})
