import Database from 'better-sqlite3'
import type { Id } from '@contract/entities'
import type { ImportRun } from './importWrite'
import { type EncodedRow, encodeRow, insertEncoded } from './insertRow'
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
  noted: { key: string; id: Id; hash?: string },
): void {
  rememberEncoded(db, encodeNote(run.id, format, noted))
}

export function encodeNote(
  runId: Id,
  format: string,
  { key, id, hash = '' }: { key: string; id: Id; hash?: string },
): EncodedRow {
  return encodeRow(importMap, { format, foreignId: key, localId: id, hash, runId })
}

/** The same of what was encoded before. */
export function rememberEncoded(db: WritableDb, note: EncodedRow): void {
  try {
    insertEncoded(db, importMap, note)
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== TAKEN) throw error
    // What it was before is gone from the history, or it would have been found. Asked for only where there is
    // something to replace, because SQLite takes longer for it.
    insertEncoded(db, importMap, note, 'INSERT OR REPLACE')
  }
}

const TAKEN = 'SQLITE_CONSTRAINT_PRIMARYKEY'
