import { randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import type { Part } from '@contract/entities'
import { expect, type Keepsake } from './app'

export const REPLY = 'Algebra and proofs and a **calm** mind.'

export const box = (page: Page) => page.getByRole('searchbox', { name: 'Search conversations' })
export const results = (page: Page) => page.getByRole('listbox', { name: 'Search results' })
export const options = (page: Page) => results(page).getByRole('option')
export const bar = (page: Page) => page.getByRole('searchbox', { name: 'Find in chat' })
export const focused = (page: Page) => page.locator('article:focus')

/** How many places are marked, and the words at the stronger mark. */
export function marks(page: Page) {
  return page.evaluate(() => ({
    all: CSS.highlights.get('found')?.size ?? 0,
    current: [...(CSS.highlights.get('found-current') ?? [])].map(String),
  }))
}

/** Asks without the window, and waits for the reply. */
export async function say(
  keepsake: Keepsake,
  text: string,
  parent?: { chat: string; reply: string },
) {
  const chat = parent?.chat ?? randomUUIDv7()
  const id = randomUUIDv7()
  const reply = randomUUIDv7()
  await keepsake.call('messages.send', {
    conversationId: chat,
    conversation: parent
      ? null
      : {
          id: chat,
          projectId: null,
          providerId: null,
          model: null,
          instructions: '',
          parameters: null,
        },
    parentId: parent?.reply ?? null,
    id,
    replyId: reply,
    text,
  })
  await finished(keepsake, reply)
  return { chat, id, reply }
}

export async function finished(keepsake: Keepsake, id: string) {
  await expect
    .poll(async () => (await keepsake.call('messages.get', { id })).status)
    .toBe('complete')
}

/** Puts messages below a reply, in the database itself: the program is not running. */
export function lengthen(
  root: string,
  { chat, reply }: { chat: string; reply: string },
  all: Part[][],
) {
  const db = new Database(join(root, 'profiles/default/keepsake.db'))
  const insert = db.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, status, parts, created_at, updated_at)
     VALUES (?, ?, ?, 'assistant', 'complete', ?, ?, ?)`,
  )
  db.transaction(() => {
    let parent = reply
    for (const parts of all) {
      const id = randomUUIDv7()
      insert.run(id, chat, parent, JSON.stringify(parts), Date.now(), Date.now())
      parent = id
    }
    db.prepare(
      'UPDATE conversations SET current_message_id = ?, message_count = ?, scroll = NULL WHERE id = ?',
    ).run(parent, all.length + 2, chat)
  })()
  db.close()
}

export const written = (text: string): Part[] => [{ type: 'text', text }]
