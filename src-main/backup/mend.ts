import type Database from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import type { Part } from '@contract/entities'
import { joinChunks } from '../db/chunks'
import type { WritableDb } from '../db/open'
import { messageChunks, messages } from '../db/schema/chat'
import { newestBelow } from '../db/tree'

/** A column that names a row of another table. */
interface Reference {
  in: string
  column: string
  /** Whether the row cannot be without it. */
  needed: 0 | 1
  table: string
  to: string
}

/**
 * Makes rows that were saved one by one refer only to what is there: no message is left without a
 * conversation. In SQL alone, because the schema may be an older one.
 */
export function mendReferences(client: Database.Database) {
  adoptOrphans(client)
  releaseReferences(client)
}

/** Makes the rows a history again. Answers how many messages the conversations miss by their counts. */
export function mendHistory(db: WritableDb, now: number): number {
  const client = db.$client
  endReplies(db, now)
  const missing = client
    .prepare(
      `SELECT total(max(0, message_count - (SELECT count(*) FROM messages
         WHERE conversation_id = c.id AND deleted_at IS NULL))) FROM conversations c`,
    )
    .pluck()
    .get() as number
  mendConversations(db)
  return missing
}

/** Makes the conversations say what is true of their messages: how many there are, and which is shown. */
export function mendConversations(db: WritableDb) {
  const living = `(SELECT count(*) FROM messages
    WHERE conversation_id = conversations.id AND deleted_at IS NULL)`
  db.$client.exec(
    `UPDATE conversations SET message_count = ${living} WHERE message_count <> ${living}`,
  )
  showLiving(db)
}

/** Messages keep their conversation's id, so that those of one chat stay together. */
function adoptOrphans(client: Database.Database) {
  client.exec(
    `INSERT INTO conversations (id, title, title_source, created_at, updated_at)
     SELECT conversation_id, 'Recovered messages', 'text', min(created_at), max(updated_at)
     FROM messages WHERE conversation_id NOT IN (SELECT id FROM conversations)
     GROUP BY conversation_id`,
  )
  client.exec(
    `UPDATE messages SET parent_id = NULL WHERE parent_id IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM messages p WHERE p.id = messages.parent_id
         AND p.conversation_id = messages.conversation_id)`,
  )
}

/** A reply that was being written gets the text that is left of it. */
function endReplies(db: WritableDb, now: number) {
  for (const reply of db.select().from(messages).where(eq(messages.status, 'streaming')).all()) {
    const chunks = db
      .select()
      .from(messageChunks)
      .where(eq(messageChunks.messageId, reply.id))
      .orderBy(messageChunks.part, messageChunks.offset)
      .all()
      .filter((chunk) => chunk.type !== 'json' || isJson(chunk.text))
    // A part all of whose chunks are lost would leave a hole.
    const parts = joinChunks(reply.parts, chunks).filter((part: Part | undefined) => part)
    db.update(messages)
      .set({ status: 'interrupted', parts, updatedAt: now })
      .where(eq(messages.id, reply.id))
      .run()
  }
  db.delete(messageChunks).run()
}

/** Nothing goes that can be without what is missing: a project whose parent is lost lies in none. */
function releaseReferences(client: Database.Database) {
  const statements = missingReferences(client)
  const release = () => statements.reduce((sum, statement) => sum + statement.run().changes, 0)
  // What goes may have been referred to itself.
  while (release() > 0);
}

function missingReferences(client: Database.Database): Database.Statement[] {
  const keys = client
    .prepare(
      `SELECT t.name AS "in", c.name AS "column", c."notnull" AS needed, k."table", k."to"
       FROM pragma_table_list t, pragma_foreign_key_list(t.name) k, pragma_table_info(t.name) c
       WHERE t.schema = 'main' AND t.type = 'table' AND c.name = k."from"`,
    )
    .all() as Reference[]
  return keys.map(({ in: table, column, needed, table: parent, to }) => {
    const what = needed ? `DELETE FROM "${table}"` : `UPDATE "${table}" SET "${column}" = NULL`
    return client.prepare(
      `${what} WHERE "${column}" IS NOT NULL AND "${column}" NOT IN (SELECT "${to}" FROM "${parent}")`,
    )
  })
}

function showLiving(db: WritableDb) {
  const client = db.$client
  const blind = client
    .prepare(
      `SELECT id FROM conversations c WHERE NOT EXISTS (SELECT 1 FROM messages
         WHERE id = c.current_message_id AND conversation_id = c.id AND deleted_at IS NULL)`,
    )
    .pluck()
    .all() as string[]
  const show = client.prepare('UPDATE conversations SET current_message_id = ? WHERE id = ?')
  for (const id of blind) show.run(newestBelow(db, id, null), id)
}

function isJson(text: string) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
