import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkDatabase } from '../../../src-main/db/doctor'
import { unfinished } from '../../../src-main/db/importUndo'
import type { Request } from '../../../src-main/db/queries'
import { runQuery, type Writes } from '../../../src-main/db/queries'
import { remote } from '../../../src-main/db/remote'
import { indexState, isFillDue } from '../../../src-main/db/upkeep'
import { keepIndexSound } from '../../../src-main/domain/upkeep'
import { bringFrom, importFrom } from '../../../src-main/transfer/import'
import { takeBack } from '../../../src-main/transfer/takeBack'
import { newId, openWorld, temporaryFolder, type World } from '../world'
import { CHATS, writeChats } from './cancelling'
import { fixtures } from './importing'

const CHATGPT = join(fixtures, 'chatgpt-legacy/conversations.json')

/** A world into which a file can be imported, and the names of all that is asked of its writer. */
function openImporting() {
  const folder = temporaryFolder()
  const world = openWorld(undefined, folder)
  const asked: string[] = []
  // oxlint-disable-next-line require-await -- what is thrown is a refused promise, as of any other writer
  const send = async (request: Request) => {
    asked.push(request.name)
    return runQuery(world.db, request)
  }
  const write = remote<Writes>(send)
  world.context.write = write
  const now = () => 1
  const attachments = world.context.attachmentsFolder
  const target = { db: world.db, write, attachments, now, step: () => undefined, copy: () => null }
  return { ...world, target, asked, folder }
}

function find({ call }: Pick<World, 'call'>, text: string) {
  return call('search.run', { text, order: 'newest', after: null, limit: 5 })
}

test('what an import brings is said to be missing until it is filled in, and nothing is made anew', async () => {
  const { db, context, target, asked, ...world } = openImporting()
  await importFrom(target, CHATGPT)
  // What comes after it is synced.
  expect(db.$client.pragma('synchronous', { simple: true })).toBe(2)
  expect(indexState(db)).toBe('unfilled')
  expect(checkDatabase(db)).toMatchObject({ ok: true })
  expect(await find(world, 'needle-code-1337')).toMatchObject({ hits: [], incomplete: true })
  // The search has begun to fill it in.
  await expect.poll(() => isFillDue(db)).toBe(false)
  expect(indexState(db)).toBe('sound')
  expect(checkDatabase(db)).toMatchObject({ ok: true })
  await expect.poll(async () => (await find(world, 'needle-code-1337')).incomplete).toBe(false)
  expect((await find(world, 'needle-code-1337')).hits).not.toEqual([])

  // Killed in between, the next start does it.
  await importFrom(target, writeChats(temporaryFolder(), CHATS))
  await keepIndexSound(context)
  expect(indexState(db)).toBe('sound')
  expect(asked).not.toContain('renewIndex')
})

test('what an import adds while the index is filled is filled in next, and is no damage', async () => {
  const { db, context, target, asked, folder } = openImporting()
  await importFrom(target, CHATGPT)
  const more = writeChats(folder, CHATS)
  const added: Promise<unknown>[] = []
  const publish = () => {
    if (added.length === 0) added.push(importFrom(target, more))
  }
  await keepIndexSound({ ...context, publish })
  await Promise.all(added)
  if (isFillDue(db)) await keepIndexSound(context, 'fill')
  expect(indexState(db)).toBe('sound')
  expect(asked).not.toContain('renewIndex')
})

test('the upkeep waits for an import, and begins when it has ended', async () => {
  const { db, context, target, asked, call } = openImporting()
  const run = async () => {
    await importFrom(target, CHATGPT)
    expect(await find({ call }, 'needle-code-1337')).toMatchObject({ hits: [], incomplete: true })
    expect(asked).not.toContain('fillIndex')
    return { results: [], cancelled: false, undone: null }
  }
  context.program = { ...context.program, imports: { ...context.program.imports, run } }
  await call('imports.run', { jobId: newId(), paths: [CHATGPT] })
  await expect.poll(async () => (await find({ call }, 'needle-code-1337')).incomplete).toBe(false)
  expect((await find({ call }, 'needle-code-1337')).hits).not.toEqual([])
  expect(indexState(db)).toBe('sound')
})

test('what is taken back before it was indexed, or after, leaves an index that is sound', async () => {
  const { db, context, target, folder } = openImporting()
  await importFrom(target, CHATGPT)
  await keepIndexSound(context)
  for (const isIndexed of [false, true]) {
    const file = writeChats(folder, CHATS)
    await bringFrom(target, file, newId(), {})
    if (isIndexed) await keepIndexSound(context, 'fill')
    const { attachments, write } = target
    const removeKey = () => Promise.resolve()
    const runs = unfinished(db)
    expect(runs).toHaveLength(1)
    await takeBack({ runs, write: write.importUndo, attachments, removeKey })
    await keepIndexSound(context)
    expect(indexState(db)).toBe('sound')
    expect(checkDatabase(db)).toMatchObject({ ok: true })
  }
})
