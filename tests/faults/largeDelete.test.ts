import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Id } from '@contract/entities'
import { type Child, openChild, type Place, temporaryPlace } from './childApp'
import { byRoot, canMount, smallDisk } from './disks'
import {
  byStore,
  cannot,
  CHATS,
  copyOfLarge,
  MESSAGES,
  numberIn,
  problemsOf,
  query,
  ratioOf,
  timeStart,
} from './largeStore'
import { databaseOf } from './program'
import { figure } from './report'

const WANTED = 100_000
const ROOM_MEGABYTES = 5120
/** So much of a deletion is in the log, and far from all of it. */
const HALFWAY_MEGABYTES = 48
/** So many times longer a start may take after a kill, on a machine that does other things as well. */
const SLOWER = 3

test.skipIf(cannot || !canMount)(
  `F41 a deletion of 100,000 of a million messages that is killed is done or has not begun${byStore || byRoot}`,
  async () => {
    // Where a copy of all does not fit as well, none is made before: that would take most of the time.
    const disk = smallDisk(ROOM_MEGABYTES)
    const place = copyOfLarge({ ...temporaryPlace(), root: join(disk.path, 'root') })
    const ids = manyChats(place)
    expect(await (await openChild(place)).close()).toBe(0)
    const usual = await timeStart(place)
    await usual.child.call('conversations.delete', { ids })
    const all = { chats: CHATS, messages: MESSAGES }
    const less = { chats: countOf(place, LIVING), messages: countOf(place, IN_LIVING) }
    expect(less.messages).toBeLessThanOrEqual(MESSAGES - WANTED)

    void usual.child.ask('conversations.purge', { ids }).catch(() => undefined)
    await killHalfway(usual.child, place)
    expect(countsOf(place)).toEqual(all)
    const again = await timeStart(place)
    const ratio = ratioOf(again.milliseconds, usual.milliseconds)
    figure('F41 start after a deletion of 100,000 messages was killed', ratio)
    expect(again.milliseconds).toBeLessThan(usual.milliseconds * SLOWER)

    // The trash is emptied some chats at a time, each of which is whole or gone.
    void again.child.ask('conversations.emptyTrash').catch(() => undefined)
    const purged = () => again.child.events.filter(({ name }) => name === 'conversation.purged')
    await expect.poll(() => purged().length, { interval: 5 }).toBeGreaterThan(1)
    await again.child.kill()
    const left = countsOf(place)
    expect(left.chats).toBeLessThan(all.chats)
    expect(left.chats).toBeGreaterThan(less.chats)
    expect(tornIn(place)).toBe(0)

    const last = await openChild(place)
    const began = performance.now()
    expect(await last.call('conversations.emptyTrash')).toEqual({ count: left.chats - less.chats })
    const seconds = Math.round((performance.now() - began) / 1000)
    figure(`F41 the other ${left.messages - less.messages} messages deleted`, `${seconds} s`)
    expect(await last.close()).toBe(0)
    expect(countsOf(place)).toEqual(less)
    expect(tornIn(place)).toBe(0)
    expect(problemsOf(place)).toEqual(['ok'])
  },
)

/** Chats that together hold as many messages as are wanted, or a few more; none is in the trash. */
function manyChats(place: Place): Id[] {
  return query(databaseOf(place), (db) => {
    const chats = db.prepare(
      `SELECT id, (SELECT count(*) FROM messages WHERE conversation_id = c.id) AS messages
       FROM conversations c WHERE deleted_at IS NULL ORDER BY seq`,
    )
    const chosen = { ids: [] as Id[], messages: 0 }
    for (const { id, messages } of chats.all() as { id: Id; messages: number }[]) {
      if (chosen.messages >= WANTED) break
      chosen.ids.push(id)
      chosen.messages += messages
    }
    return chosen.ids
  })
}

const LIVING = 'conversations WHERE deleted_at IS NULL'
const IN_LIVING = `messages WHERE conversation_id IN (SELECT id FROM ${LIVING})`

/** What a transaction has changed is written to the log before its end where it is much. */
async function killHalfway(child: Child, place: Place): Promise<void> {
  const log = `${databaseOf(place)}-wal`
  const halfway = HALFWAY_MEGABYTES * 1024 * 1024
  await expect
    .poll(() => statSync(log).size, { interval: 1, timeout: 120_000 })
    .toBeGreaterThan(halfway)
  await child.kill()
}

function countsOf(place: Place): { chats: number; messages: number } {
  return { chats: countOf(place, 'conversations'), messages: countOf(place, 'messages') }
}

function countOf(place: Place, rows: string): number {
  return numberIn(databaseOf(place), `SELECT count(*) FROM ${rows}`)
}

/** Chats without all of their messages, and messages without their chat. */
function tornIn(place: Place): number {
  return numberIn(
    databaseOf(place),
    `SELECT (SELECT count(*) FROM conversations c WHERE message_count <>
         (SELECT count(*) FROM messages WHERE conversation_id = c.id AND deleted_at IS NULL))
       + (SELECT count(*) FROM messages WHERE conversation_id NOT IN (SELECT id FROM conversations))`,
  )
}
