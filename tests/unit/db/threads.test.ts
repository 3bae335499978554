import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type OpenOptions } from '../../../src-main/db/open'
import { queries } from '../../../src-main/db/queries'
import { openStore, type Store } from '../../../src-main/db/threads'
import { silentLog } from '../../../src-main/log'
import { bundle } from '../bundle'
import { migrations, temporaryFolder } from '../world'
import { mortal } from './mortalQueries'

Object.assign(queries, { mortal })

interface Mortal {
  read: {
    where(): Promise<{ thread: number; writes: boolean }>
    dieReading(): Promise<void>
    bug(): Promise<void>
  }
  write: {
    whereWriting(): Promise<{ thread: number; writes: boolean }>
    die(code: number): Promise<void>
    addLetter(id: string): Promise<void>
  }
}

let script: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  script = await bundle('tests/unit/db/mortalThread.ts')
}, 60_000)
afterAll(() => script.remove())

async function open(folder = temporaryFolder()) {
  const opened = await openWriter(folder)
  await opened.store.readApart()
  return opened
}

async function openWriter(folder: string) {
  const options: OpenOptions = { migrations, copiesFolder: join(folder, 'backups'), now: 0 }
  const file = join(folder, 'keepsake.db')
  const store = await openStore(file, options, silentLog, script.file)
  onTestFinished(() => store.close())
  // What the test adds is not in the types of the program.
  const added = store as unknown as { read: { mortal: Mortal['read'] } } & {
    write: { mortal: Mortal['write'] }
  }
  return { file, store, read: added.read.mortal, write: added.write.mortal }
}

const draft = (store: Store) => store.read.settings.draft('new')
const textOf = (store: Store) =>
  draft(store).then(
    (found) => found?.text,
    () => 'not yet',
  )
const restarted = { failure: { code: 'database_restarted' } }

test('what reads runs on one thread and what writes on another, and only that one may write', async () => {
  const { read, write } = await open()
  const [reader, writer] = [await read.where(), await write.whereWriting()]
  expect([reader.writes, writer.writes]).toEqual([false, true])
  expect(reader.thread).not.toBe(writer.thread)
})

test('until there is a thread that reads, the one that writes answers', async () => {
  const { store, read, write } = await openWriter(temporaryFolder())
  const writer = await write.whereWriting()
  expect(await read.where()).toEqual(writer)
  await Promise.all([store.readApart(), store.readApart()])
  expect(await read.where()).toMatchObject({ writes: false })
})

test('a store that closes while its reader loads leaves no thread', async () => {
  const { store } = await openWriter(temporaryFolder())
  const loading = store.readApart()
  await Promise.all([store.close(), loading])
  await store.readApart()
  await expect(store.read.settings.exists()).rejects.toMatchObject(restarted)
})

test('a refusal keeps its code on the way from the thread, and a bug its message', async () => {
  const { store, read } = await open()
  const missing = '01900000-0000-7000-8000-00000000ffff'
  await expect(store.read.messages.get(missing)).rejects.toMatchObject({
    failure: { code: 'not_found', detail: `message ${missing}` },
  })
  await expect(read.bug()).rejects.toMatchObject({
    failure: { code: 'internal', detail: 'a bug' },
    stack: expect.stringContaining('TypeError'),
  })
})

test('a writer that dies fails the calls in hand, comes back, and writes nothing twice', async () => {
  const { store, write } = await open()
  await write.addLetter('new')
  const calls = await Promise.allSettled([
    write.addLetter('new'),
    write.die(1),
    write.addLetter('new'),
    write.addLetter('new'),
  ])
  expect(calls.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'rejected',
  ])
  for (const call of calls.slice(1)) expect(call).toMatchObject({ reason: restarted })
  await write.addLetter('new')
  await expect.poll(() => textOf(store)).toBe('xxx')
})

test('a thread can die again and again, the reader as well as the writer', async () => {
  const { store, read, write } = await open()
  for (let round = 1; round <= 3; round += 1) {
    await expect(write.die(0)).rejects.toMatchObject(restarted)
    await expect(read.dieReading()).rejects.toMatchObject(restarted)
    await write.addLetter('new')
    // The reader follows the writer, and a read that it has in hand then fails as well.
    await expect.poll(() => textOf(store)).toBe('x'.repeat(round))
  }
})

test('what cannot be opened is refused with its reason, and no thread stays behind', async () => {
  const folder = temporaryFolder()
  writeFileSync(
    join(folder, 'keepsake.db'),
    'this is a letter to my aunt and no database'.repeat(99),
  )
  await expect(open(folder)).rejects.toMatchObject({ failure: { code: 'database_damaged' } })
  const before = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
  await expect(open(folder)).rejects.toMatchObject({ failure: { code: 'database_damaged' } })
  const after = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
  expect(after).toBe(before)
})

test('closing waits for what was asked, and leaves one whole file', async () => {
  const { file, store, write } = await open()
  const asked = Array.from({ length: 50 }, () => write.addLetter('new'))
  await store.close()
  await Promise.all(asked)
  expect(existsSync(`${file}-wal`)).toBe(false)
  const elsewhere = temporaryFolder()
  copyFileSync(file, join(elsewhere, 'keepsake.db'))
  const copy = await open(elsewhere)
  expect((await draft(copy.store))?.text).toBe('x'.repeat(50))
})

test('a call after closing is refused and does not wait for ever; closing twice does no harm', async () => {
  const { store, write } = await open()
  await store.close()
  await store.close()
  await expect(draft(store)).rejects.toMatchObject(restarted)
  await expect(write.addLetter('new')).rejects.toMatchObject(restarted)
})

test('a history whose thread cannot come back can still be closed', async () => {
  const { file, store, write } = await open()
  const dead = write.die(1)
  for (const beside of ['-wal', '-shm']) rmSync(`${file}${beside}`)
  writeFileSync(file, 'overwritten by something else'.repeat(999))
  await expect(dead).rejects.toMatchObject(restarted)
  await expect(write.addLetter('new')).rejects.toMatchObject({
    failure: { code: expect.stringMatching(/^database_/) },
  })
  await store.close()
})
