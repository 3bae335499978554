import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Id, Message } from '@contract/entities'
import { conversations } from './chat'
import { id, json, seq } from './columns'

export const importRuns = sqliteTable('import_runs', {
  seq: seq(),
  id: id(),
  format: text('format').notNull(),
  fileName: text('file_name').notNull(),
  report: json<Message['source']>('report'),
  startedAt: integer('started_at').notNull(),
  finishedAt: integer('finished_at'),
})

const runId = () =>
  text('run_id')
    .notNull()
    .references(() => importRuns.id, { onDelete: 'cascade' })

/** Messages by their id here: the key of each in its conversation, and the hash of what it said. */
export type Noted = Record<Id, [key: string, hash: string]>

/** What a conversation that is updated showed and when it was written in, and the time that it got. */
export interface Before {
  leaf: Id | null
  updatedAt: number
  became: number
}

/** What a run wrote to a conversation. One row for all messages: each with its own would take as long as they do. */
export const importConversations = sqliteTable(
  'import_conversations',
  {
    format: text('format').notNull(),
    foreignId: text('foreign_id').notNull(),
    runId: runId(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    messages: json<Noted>('messages').notNull().default({}),
    /** By it a run is taken back; null where the run made the conversation. */
    before: json<Before>('before'),
  },
  (table) => [
    primaryKey({ columns: [table.format, table.foreignId, table.runId] }),
    index('import_conversations_local').on(table.conversationId),
    index('import_conversations_run').on(table.runId),
  ],
)

/** What else of a file became which of ours. `linkedId` is the other end of a link. */
export const importEntries = sqliteTable(
  'import_entries',
  {
    format: text('format').notNull(),
    foreignId: text('foreign_id').notNull(),
    localId: text('local_id').notNull(),
    linkedId: text('linked_id'),
    runId: runId(),
  },
  (table) => [
    primaryKey({ columns: [table.format, table.foreignId] }),
    index('import_entries_run').on(table.runId),
  ],
)
