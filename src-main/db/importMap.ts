import type { Id } from '@contract/entities'
import type { ImportRun } from './importWrite'
import { insertRow } from './insertRow'
import type { WritableDb } from './open'
import { importMap, importRuns } from './schema/imports'

/** Notes a run before the first thing that it writes. */
export function noteRun(db: WritableDb, { id, format, fileName, now }: ImportRun): void {
  const row = { id, format, fileName, startedAt: now }
  db.insert(importRuns).values(row).onConflictDoNothing().run()
}

/** Notes which of ours something foreign became, and in which run. */
export function remember(
  db: WritableDb,
  run: Pick<ImportRun, 'id'>,
  format: string,
  { key, id, hash = '' }: { key: string; id: Id; hash?: string },
): void {
  const row = { format, foreignId: key, localId: id, hash, runId: run.id }
  // What it was before is gone from the history, or it would have been found.
  insertRow(db, importMap, row, 'INSERT OR REPLACE')
}
