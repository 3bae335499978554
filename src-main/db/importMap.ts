import type { Id } from '@contract/entities'
import type { ImportRun } from './importWrite'
import { insertRow } from './insertRow'
import type { WritableDb } from './open'
import { importEntries, importRuns } from './schema/imports'

/** Notes a run before the first thing that it writes. */
export function noteRun(db: WritableDb, { id, format, fileName, now }: ImportRun): void {
  const row = { id, format, fileName, startedAt: now }
  db.insert(importRuns).values(row).onConflictDoNothing().run()
}

/** Notes which of ours something foreign became that is no conversation, and in which run. */
export function remember(
  db: WritableDb,
  run: Pick<ImportRun, 'id'>,
  format: string,
  { key, id, linkedId = null }: { key: string; id: Id; linkedId?: Id | null },
): void {
  const row = { format, foreignId: key, localId: id, linkedId, runId: run.id }
  // What it was before is gone from the history, or it would have been found.
  insertRow(db, importEntries, row, 'INSERT OR REPLACE')
}
