import { and, eq, getTableColumns } from 'drizzle-orm'
import type { Id } from '@contract/entities'
import { isRunning, withRunningText } from './chunks'
import type { WritableDb } from './open'
import { messages } from './schema/chat'
import { indexConversation } from './search'

type FindCopy = (id: Id | null | undefined) => Id | null

/**
 * Copies the messages of a conversation into another, inside SQLite: all of them, or one branch, in
 * which each then follows the one before it. Answers which new id an old one got.
 */
export function copyMessages(
  db: WritableDb,
  copy: { id: Id; newId: Id; messageIds: Id[] | null },
): FindCopy {
  const find = chooseIds(db, copy)
  copyRows(db, copy)
  keepRunningText(db, copy.id, find)
  db.$client.exec(
    `INSERT INTO message_attachments (message_id, attachment_id, position)
     SELECT new, attachment_id, position FROM message_attachments
     JOIN temp.copied ON old = message_id`,
  )
  indexConversation(db, copy.newId)
  return find
}

function chooseIds(db: WritableDb, copy: { id: Id; messageIds: Id[] | null }): FindCopy {
  const client = db.$client
  client.exec(
    'CREATE TEMP TABLE IF NOT EXISTS copied (old TEXT PRIMARY KEY, new TEXT NOT NULL, parent TEXT)',
  )
  client.exec('DELETE FROM temp.copied')
  // CROSS keeps the order: the other way round, every id would be looked for once for each message.
  const chosen = copy.messageIds
    ? `SELECT m.id, new_id(), lag(m.id) OVER (ORDER BY chosen.key)
       FROM json_each(@ids) AS chosen CROSS JOIN messages AS m ON m.id = chosen.value
       WHERE m.conversation_id = @id AND m.deleted_at IS NULL`
    : 'SELECT id, new_id(), parent_id FROM messages WHERE conversation_id = @id'
  client
    .prepare(`INSERT INTO temp.copied ${chosen}`)
    .run({ id: copy.id, ids: JSON.stringify(copy.messageIds ?? []) })
  const find = client.prepare('SELECT new FROM temp.copied WHERE old = ?').pluck()
  return (id) => (id ? ((find.get(id) as Id | undefined) ?? null) : null)
}

function copyRows(db: WritableDb, { id, newId }: { id: Id; newId: Id }): void {
  const changed: Record<string, string> = {
    id: 'copied.new',
    conversation_id: '@newId',
    parent_id: '(SELECT new FROM temp.copied AS above WHERE above.old = copied.parent)',
    status: `iif(status = 'streaming', 'interrupted', status)`,
  }
  const names = Object.values(getTableColumns(messages))
    .map((column) => column.name)
    .filter((name) => name !== 'seq')
  db.$client
    .prepare(
      `INSERT INTO messages (${names.join(', ')})
       SELECT ${names.map((name) => changed[name] ?? `messages.${name}`).join(', ')}
       FROM messages JOIN temp.copied AS copied ON copied.old = messages.id
       WHERE conversation_id = @id ORDER BY seq`,
    )
    .run({ id, newId })
}

/** The text of a reply that is being written is not in its row yet. */
function keepRunningText(db: WritableDb, conversationId: Id, find: FindCopy): void {
  const running = db
    .select()
    .from(messages)
    .where(and(isRunning, eq(messages.conversationId, conversationId)))
    .all()
  for (const message of running) {
    const copied = find(message.id)
    if (copied === null) continue
    const { parts } = withRunningText(db, message)
    db.update(messages).set({ parts }).where(eq(messages.id, copied)).run()
  }
}
