import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Message } from '@contract/entities'
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

/** Which foreign thing became which of ours, so that a second import adds nothing. */
export const importMap = sqliteTable(
  'import_map',
  {
    format: text('format').notNull(),
    foreignId: text('foreign_id').notNull(),
    localId: text('local_id').notNull(),
    hash: text('hash').notNull(),
    runId: text('run_id')
      .notNull()
      .references(() => importRuns.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.format, table.foreignId] }),
    index('import_map_local').on(table.localId),
    index('import_map_run').on(table.runId),
  ],
)
