import { randomUUIDv7 } from 'node:crypto'
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ACTIVE } from '../fixtures/lists'
import { expectSound, send, textOf, useServer } from './chat'
import { type Child, openChild, temporaryPlace } from './childApp'
import { byRoot, canMount, smallDisk } from './disks'
import { databaseOf } from './program'
import { figure } from './report'
import { startTokenServer, type TokenServer, TOKENS, WHOLE } from './tokenServer'

const TRASH = { ...ACTIVE, shown: 'trash' } as const

let server: TokenServer
beforeAll(async () => {
  server = await startTokenServer(() => 2000)
})
afterAll(() => server.close())

/** Together they are what is wanted where a disk is full; the last one is not needed any more. */
const LARGE = [2, 3, 4]

/** A disk of 64 MB with chats on it of which only some may go, and copies of them. */
async function smallProfile(makeRoom: boolean) {
  const disk = smallDisk(64)
  const place = { ...temporaryPlace(), root: join(disk.path, 'root') }
  mkdirSync(place.root)
  const child = await openChild(place)
  const ids: string[] = []
  for (let n = 0; n < 6; n += 1) {
    const asked = await send(child, `${n}`)
    await child.replied(asked.replyId)
    ids.push(asked.conversationId)
  }
  const [pinned = '', open = ''] = ids
  await child.call('conversations.update', { ids: [pinned], patch: { pinned: true } })
  await useServer(child, server.url)
  await child.call('settings.update', { patch: { makeRoom, openConversationId: open } })
  expect(await child.close()).toBe(0)
  age(databaseOf(place), ids)
  return { disk, place, ids }
}

/** The first is the oldest; and with long messages, so that some of them are enough. */
function age(file: string, ids: string[]): void {
  const db = new Database(file)
  const touch = db.prepare('UPDATE conversations SET updated_at = ? WHERE id = ?')
  const fill = db.prepare(
    `UPDATE messages SET parts = json_array(json_object('type', 'unknown', 'origin', 'x', 'data', ?))
     WHERE conversation_id = ? AND role = 'assistant'`,
  )
  ids.forEach((id, index) => {
    touch.run(1000 + index, id)
    if (LARGE.includes(index)) fill.run('x'.repeat(6_000_000), id)
  })
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

async function fillWhileStreaming(child: Child, disk: { fill(): void }) {
  const asking = server.next()
  const asked = await send(child, 'Count aloud')
  const stream = await asking
  await stream.reached(TOKENS / 4)
  disk.fill()
  await expect.poll(async () => problemOf(child)).toBe('disk_full')
  return { asked, stream }
}

async function problemOf(child: Child) {
  const { problem } = await child.call('app.storage')
  return problem?.code ?? null
}

async function listed(child: Child, filter: typeof ACTIVE | typeof TRASH) {
  const { items } = await child.call('conversations.list', { filter, after: null, limit: 50 })
  return items.map(({ id }) => id)
}

test.skipIf(!canMount)(
  `F10 on a full disk of 64 MB exactly the oldest chats go to the trash, by name, and the reply is saved after room was made${byRoot}`,
  async () => {
    const { disk, place, ids } = await smallProfile(true)
    const copies = join(dirname(databaseOf(place)), 'backups')
    mkdirSync(copies, { recursive: true })
    // A copy of today with all of it, and older ones that can go.
    for (const day of ['20', '19', '18', '17']) copyInto(copies, day, day === '20' ? place : null)
    const child = await openChild(place)
    const { asked, stream } = await fillWhileStreaming(child, disk)
    // Moving is a write as well: a full disk takes none, and that is said.
    await expect.poll(async () => (await child.call('space.state')).noRoomToMove).toBe(true)
    expect(await listed(child, TRASH)).toEqual([])
    await stream.reached(TOKENS)

    // Room is made from within, by what was offered, and the reply that waited is saved.
    const found = await child.call('space.find')
    expect(found.copies).toMatchObject({ count: 1 })
    expect((await child.call('space.free', { what: 'copies' })).bytes).toBeGreaterThan(0)
    await expect
      .poll(async () => (await child.call('space.state')).moved?.chats.map(({ id }) => id) ?? [])
      .toEqual(ids.slice(2, 5))
    expect((await listed(child, TRASH)).toSorted()).toEqual(ids.slice(2, 5).toSorted())
    expect((await listed(child, ACTIVE)).toSorted()).toEqual(
      [...ids.slice(0, 2), ...ids.slice(5), asked.conversationId].toSorted(),
    )
    await expect.poll(async () => problemOf(child)).toBe(null)
    await expect
      .poll(async () => (await child.call('messages.get', { id: asked.replyId })).status)
      .toBe('complete')
    expect(textOf(await child.call('messages.get', { id: asked.replyId }))).toBe(WHOLE)
    await child.call('space.putBack')
    expect(await listed(child, TRASH)).toEqual([])
    expect(await child.close()).toBe(0)
    expectSound(databaseOf(place))
    figure('F10 full disk of 64 MB, policy on', 'exactly the oldest moved and named, reply saved')
  },
)

test.skipIf(!canMount)(
  `F10 without the policy a full disk moves nothing, and a large file is refused cleanly${byRoot}`,
  async () => {
    const { disk, place, ids } = await smallProfile(false)
    const child = await openChild(place)
    const large = join(tmpdir(), `keepsake-large-${randomUUIDv7()}.bin`)
    writeFileSync(large, Buffer.alloc(90_000_000))
    const refused = await child.ask('attachments.add', { draftId: 'new', source: { path: large } })
    expect(refused).toMatchObject({ ok: false, error: { code: 'attachment_no_room' } })
    const store = join(dirname(databaseOf(place)), 'attachments')
    expect(readdirSync(dirname(store)).includes('attachments') ? readdirSync(store) : []).toEqual(
      [],
    )

    const { asked, stream } = await fillWhileStreaming(child, disk)
    await stream.reached(TOKENS)
    expect(await child.call('space.state')).toMatchObject({ moved: null, noRoomToMove: false })
    expect(await listed(child, TRASH)).toEqual([])
    expect((await listed(child, ACTIVE)).toSorted()).toEqual(
      [...ids, asked.conversationId].toSorted(),
    )
    disk.empty()
    await expect
      .poll(async () => (await child.call('messages.get', { id: asked.replyId })).status)
      .toBe('complete')
    expect(textOf(await child.call('messages.get', { id: asked.replyId }))).toBe(WHOLE)
    expect(await child.close()).toBe(0)
    expectSound(databaseOf(place))
    figure('F10 full disk of 64 MB, policy off', 'nothing moved, nothing lost')
  },
)

/** A copy as the program makes it; of what is there, or a small one that is only old. */
function copyInto(folder: string, day: string, place: { root: string } | null): void {
  const file = join(folder, `daily-2026-08-${day}T12-00-00-000Z.db`)
  const db = new Database(place ? databaseOf(place) : file)
  if (place) db.prepare('VACUUM INTO ?').run(file)
  else db.exec(`CREATE TABLE filler AS SELECT zeroblob(4000000) AS bytes`)
  db.close()
  utimesSync(file, 0, 0)
  expect(statSync(file).size).toBeGreaterThan(0)
}
