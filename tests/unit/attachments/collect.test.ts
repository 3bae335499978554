import { existsSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { collectFiles } from '../../../src-main/attachments/collect'
import { copyDatabase } from '../../../src-main/db/copy'
import { contentFile, putBytes } from '../../../src-main/storage/attachments'
import { openWorld, scripted, temporaryFolder } from '../world'
import { chatWithFile } from './chat'

const DAY = 86_400_000
const NOW = Date.now()

/** A profile with one file in a chat, and another that nothing refers to; both lie there for a day. */
async function profile() {
  const folder = temporaryFolder()
  const world = openWorld(scripted(['Seen']), folder)
  const store = {
    database: join(folder, 'keepsake.db'),
    backups: join(folder, 'backups'),
    attachments: join(folder, 'attachments'),
  }
  const { conversationId, file } = await chatWithFile(world, 'notes.txt', 'tiles')
  const { sha256: orphan } = await putBytes(store.attachments, Buffer.from('orphan'))
  const at = (sha256: string) => contentFile(store.attachments, sha256)
  const age = (sha256: string, days: number) =>
    utimesSync(at(sha256), (NOW - days * DAY) / 1000, (NOW - days * DAY) / 1000)
  for (const sha256 of [file.sha256, orphan]) age(sha256, 1)
  const there = () =>
    [file.sha256, orphan].map((sha256) => existsSync(at(sha256))) as [boolean, boolean]
  async function purge() {
    await world.call('conversations.delete', { ids: [conversationId] })
    await world.call('conversations.purge', { ids: [conversationId] })
  }
  return { world, store, file, orphan, at, age, there, purge, conversationId }
}

test('what nothing refers to goes; what is in the trash or in a draft stays', async () => {
  const { world, store, orphan, there, conversationId } = await profile()
  const source = { name: 'draft.txt', bytes: Buffer.from('draft') }
  await world.call('attachments.add', { draftId: 'new', source })
  await world.call('conversations.delete', { ids: [conversationId] })
  const done = await collectFiles(store, NOW + 40 * DAY)
  expect(done).toEqual({ removed: [orphan], bytes: 6, unread: null })
  expect(there()).toEqual([true, false])
  expect(await collectFiles(store, NOW + 40 * DAY)).toMatchObject({ removed: [] })
})

test('what is purged goes', async () => {
  const { store, there, purge } = await profile()
  await purge()
  await collectFiles(store, NOW)
  expect(there()).toEqual([false, false])
})

test('what is newer than an hour stays: its row may be about to be written', async () => {
  const { store, orphan, age, there } = await profile()
  age(orphan, 0.04)
  await collectFiles(store, NOW)
  expect(there()).toEqual([true, true])
  // Also where a clock was wrong when it was written.
  age(orphan, -0.01)
  await collectFiles(store, NOW)
  expect(there()).toEqual([true, true])
})

test('a copy of the last 30 days can be put back with all its files', async () => {
  const { store, there, purge } = await profile()
  copyDatabase(store.database, store.backups, 'daily', NOW)
  await purge()
  await collectFiles(store, NOW + 29 * DAY)
  expect(there()).toEqual([true, false])
  await collectFiles(store, NOW + 31 * DAY)
  expect(there()).toEqual([false, false])
})

test('a history that was set aside keeps its files for as long as it can be read', async () => {
  const { store, there, purge } = await profile()
  const aside = copyDatabase(store.database, store.backups, 'daily', NOW)
  const stamp = new Date(NOW).toISOString().replaceAll(/[:.]/g, '-')
  const damaged = `${store.database}.damaged-${stamp}`
  renameSync(aside, damaged)
  await purge()
  await collectFiles(store, NOW + 400 * DAY)
  expect(there()).toEqual([true, false])
  writeFileSync(damaged, 'no database')
  const { unread } = await collectFiles(store, NOW + 20 * DAY)
  expect(unread).toContain('damaged-')
  expect(there()).toEqual([true, false])
  await collectFiles(store, NOW + 31 * DAY)
  expect(there()).toEqual([false, false])
})

test('while the history cannot be read nothing goes', async () => {
  const { store, there } = await profile()
  const nowhere = { ...store, database: `${store.database}.gone` }
  await expect(collectFiles(nowhere, NOW)).rejects.toThrow('database_missing')
  expect(there()).toEqual([true, true])
})

test('broken off at any point it goes on: a content comes back, half a file goes', async () => {
  const { store, orphan, file, at, there } = await profile()
  renameSync(at(file.sha256), `${at(file.sha256)}.going`)
  renameSync(at(orphan), `${at(orphan)}.going`)
  const partial = join(store.attachments, 'abc.partial')
  writeFileSync(partial, 'half')
  await collectFiles(store, NOW)
  expect(there()).toEqual([true, false])
  expect(existsSync(partial)).toBe(true)
  utimesSync(partial, 0, 0)
  rmSync(at(file.sha256))
  await collectFiles(store, NOW)
  const left = readdirSync(store.attachments, { recursive: true }).map(String)
  expect(left.filter((name) => name.length > 2)).toEqual([])
})
