import type { Id } from '@contract/entities'
import { keyOf, ENTRY_TABLES } from './importKnown'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'

// What came with the conversations of a run, taken back in one transaction.

/** A tag under its id in the file may have been here before; one that was made stands by its name, too. */
export const IS_NAMED = `foreign_id GLOB '${keyOf('tag', '')}*'`

const OF_RUN = 'SELECT local_id FROM import_entries WHERE run_id = @runId'

/** A server that somebody has chosen for a chat, a project or all. */
const IS_USED = `(EXISTS (SELECT 1 FROM conversations WHERE provider_id = providers.id)
  OR EXISTS (SELECT 1 FROM projects WHERE provider_id = providers.id)
  OR EXISTS (SELECT 1 FROM settings WHERE default_provider_id = providers.id))`

/** The keys that a run brought or was about to, except those of servers that stay. */
export function keysOf(db: ReadableDb, runId: Id): Id[] {
  return prepared(
    db,
    `SELECT local_id FROM import_entries WHERE run_id = @runId AND foreign_id GLOB '${keyOf('key', '')}*'
     AND NOT EXISTS (SELECT 1 FROM providers WHERE api_key_id = local_id
       AND id IN (${OF_RUN}) AND ${IS_USED})`,
  )
    .pluck()
    .all({ runId }) as Id[]
}

/** The secrets of the keys are gone already. */
export function removeEntries(db: WritableDb, runId: Id): void {
  const keys = JSON.stringify(keysOf(db, runId))
  prepared(
    db,
    `DELETE FROM tag_rules WHERE (tag_id, rule_id) IN (SELECT linked_id, local_id FROM import_entries
     WHERE run_id = ? AND foreign_id GLOB '${keyOf('link', '')}*')`,
  ).run(runId)
  prepared(
    db,
    `DELETE FROM providers WHERE id IN (${OF_RUN}) AND NOT ${IS_USED}
     AND (api_key_id IS NULL OR api_key_id IN (${OF_RUN}))`,
  ).run({ runId })
  prepared(db, 'DELETE FROM api_keys WHERE id IN (SELECT value FROM json_each(?))').run(keys)
  for (const kind of ['rule', 'mod', 'mcpServer', 'syncRepo', 'template'] as const) {
    prepared(db, `DELETE FROM ${ENTRY_TABLES[kind]} WHERE id IN (${OF_RUN})`).run({ runId })
  }
}
