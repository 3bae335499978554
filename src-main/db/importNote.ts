import type { Id } from '@contract/entities'
import type { ImportRun, Settled } from './importWrite'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import type { Before } from './schema/imports'

/** What a conversation shows, and when it was last written in. */
type State = Omit<Before, 'became'>

/** Null where it is not there, or in the trash. */
export function stateOf(db: ReadableDb, id: Id): State | null {
  const found = prepared(
    db,
    `SELECT current_message_id AS leaf, updated_at AS updatedAt FROM conversations
     WHERE id = ? AND deleted_at IS NULL`,
  ).get(id) as State | undefined
  return found ?? null
}

/**
 * Notes what a run wrote to a conversation, `state` being how it was before; null where it was not there. A
 * file may hold a conversation twice: then the first time says how it was.
 */
export function noteConversation(
  db: WritableDb,
  run: ImportRun,
  { format, key, id, noted }: Settled,
  state: State | null,
): void {
  const became = state && (stateOf(db, id)?.updatedAt ?? state.updatedAt)
  const before = became === null ? null : JSON.stringify({ ...state, became })
  prepared(
    db,
    `INSERT INTO import_conversations (format, foreign_id, run_id, conversation_id, messages, before)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       messages = json_patch(messages, excluded.messages),
       before = json_set(before, '$.became', excluded.before ->> 'became')`,
  ).run(format, key, run.id, id, noted, before)
}
