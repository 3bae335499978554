import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { send } from './chat'
import { openChild, temporaryPlace } from './childApp'
import { databaseOf } from './program'

const CHATS = 12

test('F38 before much is deleted for good there is a copy of all of it, and not before little is', async () => {
  const place = temporaryPlace()
  const child = await openChild(place)
  const ids: string[] = []
  for (let n = 0; n < CHATS; n += 1) {
    const asked = await send(child, `Question ${n}`)
    await child.replied(asked.replyId)
    ids.push(asked.conversationId)
  }
  const [alone = '', ...others] = ids
  const backups = join(dirname(databaseOf(place)), 'backups')
  await child.call('conversations.delete', { ids })
  await child.call('conversations.purge', { ids: [alone] })
  expect(existsSync(backups)).toBe(false)
  await child.call('conversations.purge', { ids: others.slice(1) })
  expect(conversationsIn(backups)).toEqual([CHATS - 1])
  expect(await child.call('conversations.emptyTrash')).toEqual({ count: 1 })
  expect(await child.call('conversations.emptyTrash')).toEqual({ count: 0 })
  expect(conversationsIn(backups)).toEqual([CHATS - 1, 1])
  expect(await child.close()).toBe(0)
})

/** How many conversations each copy holds, in the order in which they were made. */
function conversationsIn(folder: string): unknown[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      expect(name).toMatch(/^before-delete-.*Z\.db$/)
      const db = new Database(join(folder, name), { readonly: true })
      try {
        return db.prepare('SELECT count(*) FROM conversations').pluck().get()
      } finally {
        db.close()
      }
    })
}
