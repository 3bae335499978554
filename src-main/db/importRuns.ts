import { eq, sql } from 'drizzle-orm'
import type { Id, Message } from '@contract/entities'
import { BEFORE } from './importBefore'
import { type ImportRun, type Settled, writeImport } from './importWrite'
import type { WritableDb } from './open'
import { prepared } from './prepared'
import { importRuns } from './schema/imports'

/** How long one transaction may keep the writer, unless a single conversation takes longer. */
const BATCH_MS = 50

/**
 * Writes plans for as long as one transaction may take, each whole, and notes their run before the first.
 * Answers how many it went through, the others being for the next one, and which of them updated a
 * conversation that was deleted since they were planned: nothing of those was written.
 */
export function write(
  db: WritableDb,
  run: ImportRun,
  plans: Settled[],
): { done: number; gone: number[] } {
  const end = performance.now() + BATCH_MS
  const { id, format, fileName, now } = run
  const row = { id, format, fileName, startedAt: now }
  db.insert(importRuns).values(row).onConflictDoNothing().run()
  const gone: number[] = []
  let done = 0
  for (const plan of plans) {
    if (done > 0 && performance.now() > end) break
    if (!writeImport(db, run, plan)) gone.push(done)
    done += 1
  }
  return { done, gone }
}

/** Ends runs: they cannot be taken back any more. */
export function end(
  db: WritableDb,
  ended: { id: Id; report: Message['source'] }[],
  now: number,
): void {
  for (const { id, report } of ended) {
    db.update(importRuns).set({ report, finishedAt: now }).where(eq(importRuns.id, id)).run()
    prepared(db, 'DELETE FROM import_map WHERE run_id = ? AND foreign_id GLOB ?').run(
      id,
      `${BEFORE}*`,
    )
  }
}

/** Marks runs as cancelled, so that they are taken back whatever happens to who asked for it. */
export function cancel(db: WritableDb, ids: Id[]): void {
  for (const id of ids) {
    db.update(importRuns)
      .set({ report: { cancelled: true } })
      .where(sql`${importRuns.id} = ${id} AND ${importRuns.finishedAt} IS NULL`)
      .run()
  }
}
