import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ACTIVE } from '../fixtures/lists'
import { send, textOf, useServer } from './chat'
import { type Child, openChild, type Place, temporaryPlace } from './childApp'
import { byRoot, canMount, smallDisk } from './disks'
import { shownOf } from './operations'
import { CHECKOUT, databaseOf } from './program'
import { figure, isLong } from './report'
import { countOf, startTokenServer, type TokenServer, TOKENS, tokens, WHOLE } from './tokenServer'

const STARTS = 3
const ROOM_MEGABYTES = 4096

/** The store that `npm run bench -- search` keeps: it takes minutes to write. */
const kept = join(CHECKOUT, 'node_modules/.cache/keepsake-bench')
const name = existsSync(kept)
  ? readdirSync(kept).find((each) => each.endsWith('-10000-1000000-20000'))
  : undefined
const large = name === undefined ? null : join(kept, name)
const cannot = !isLong || large === null
const byStore = !isLong
  ? ' [skipped: only in the long form]'
  : large === null
    ? ' [skipped: `npm run bench -- search` makes the store of a million messages]'
    : ''

let server: TokenServer
beforeAll(async () => {
  server = await startTokenServer(() => 5000)
})
afterAll(() => server.close())

test.skipIf(cannot)(
  `F41 with a million messages, a kill in the middle of a reply costs no more and starts as soon${byStore}`,
  async () => {
    const place = copyOfLarge()
    const first = await openChild(place)
    await useServer(first, server.url)
    expect(await first.close()).toBe(0)
    const healthy: number[] = []
    const after: number[] = []
    for (let round = 0; round < STARTS; round += 1) {
      const { child, milliseconds } = await timeStart(place)
      healthy.push(milliseconds)
      const asking = server.next()
      const { replyId } = await send(child, 'Count')
      await (await asking).reached(TOKENS / 4)
      await child.kill()

      const again = await timeStart(place)
      after.push(again.milliseconds)
      const reply = await again.child.call('messages.get', { id: replyId })
      expect(reply.status).toBe('interrupted')
      expect(textOf(reply)).toBe(tokens(countOf(textOf(reply))))
      expect(textOf(reply).length).toBeGreaterThanOrEqual(shownOf(child, replyId))
      expect(await again.child.close()).toBe(0)
    }
    expect(problemsOf(place)).toEqual(['ok'])
    const [usual, worse] = [Math.min(...healthy), Math.min(...after)]
    const ratio = `${(worse / usual).toFixed(2)} × ${Math.round(usual)} ms`
    figure('F41 start with a million messages after a kill', ratio, '1.2 ×')
  },
)

test.skipIf(cannot || !canMount)(
  `F41 with a million messages, a disk that is full in the middle of a reply loses nothing${byStore || byRoot}`,
  async () => {
    const disk = smallDisk(ROOM_MEGABYTES)
    const place = copyOfLarge({ ...temporaryPlace(), root: join(disk.path, 'root') })
    const child = await openChild(place)
    await useServer(child, server.url)
    const asking = server.next()
    const { replyId } = await send(child, 'Count')
    const stream = await asking
    await stream.reached(TOKENS / 4)
    disk.fill()
    await stream.reached(TOKENS)
    await expect.poll(() => child.events.some(isStorageProblem)).toBe(true)
    disk.empty()
    await child.replied(replyId)
    expect(textOf(await child.call('messages.get', { id: replyId }))).toBe(WHOLE)
    expect(await child.close()).toBe(0)
    expect(problemsOf(place)).toEqual(['ok'])
  },
)

/** The store that is kept, where it can be harmed. */
function copyOfLarge(place = temporaryPlace()): Place {
  cpSync(large ?? '', place.root, { recursive: true })
  return place
}

/** Until a person could read the newest conversation and write in it. */
async function timeStart(place: Place): Promise<{ child: Child; milliseconds: number }> {
  const began = performance.now()
  const child = await openChild(place)
  await child.call('conversations.list', { filter: ACTIVE, after: null, limit: 100 })
  return { child, milliseconds: performance.now() - began }
}

function isStorageProblem({ name, value }: Child['events'][number]): boolean {
  return name === 'storage.changed' && value.problem !== null
}

function problemsOf(place: Place): unknown[] {
  const db = new Database(databaseOf(place), { readonly: true })
  try {
    return db.prepare('PRAGMA quick_check(5)').pluck().all()
  } finally {
    db.close()
  }
}
