import type { Id } from '@contract/entities'
import type { WritableDb } from '../../../src-main/db/open'
import { indexConversation } from '../../../src-main/db/search/entries'
import { newId } from '../world'

/** A conversation in the trash, with a draft, whose messages each answer the one before. */
export function longChain(db: WritableDb, length: number, word = 'word'): Id {
  const id = newId()
  const insert = db.$client.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, status, parts, created_at, updated_at)
     VALUES (?, ?, ?, 'user', 'complete', ?, 0, 0)`,
  )
  db.$client.transaction(() => {
    db.$client
      .prepare('INSERT INTO conversations (id, created_at, updated_at) VALUES (?, 0, 0)')
      .run(id)
    let parent: Id | null = null
    for (let index = 0; index < length; index += 1) {
      const message = newId()
      insert.run(message, id, parent, JSON.stringify([{ type: 'text', text: `${word}${index}` }]))
      parent = message
    }
    indexConversation(db, id)
    db.$client.prepare(`INSERT INTO drafts (id, text, updated_at) VALUES (?, 'x', 0)`).run(id)
    db.$client
      .prepare('UPDATE conversations SET current_message_id = ?, deleted_at = 1 WHERE id = ?')
      .run(parent, id)
  })()
  return id
}
