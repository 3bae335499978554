import { eq, sql } from 'drizzle-orm'
import type { Id, Message } from '@contract/entities'
import type { SettingsPatch } from '@contract/settings'
import { writeSettings } from './importConfig'
import { noteRun } from './importMap'
import { type ImportRun, type Settled, writeImport } from './importWrite'
import type { WritableDb } from './open'
import { importRuns } from './schema/imports'
import { leaveToFill } from './upkeep'

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
  noteRun(db, run)
  leaveToFill(db)
  const gone: number[] = []
  let done = 0
  for (const plan of plans) {
    if (done > 0 && performance.now() > end) break
    if (!writeImport(db, run, plan)) gone.push(done)
    done += 1
  }
  return { done, gone }
}

/** A run that has written all of its conversations; its settings are what is left. */
export interface EndedRun {
  id: Id
  report: Message['source']
  settings: SettingsPatch[]
}

/**
 * Ends runs: they cannot be taken back any more. Their settings are written with that, so that no run that
 * is taken back has changed one.
 */
export function end(db: WritableDb, ended: EndedRun[], now: number): void {
  for (const { id, report, settings } of ended) {
    writeSettings(db, settings)
    db.update(importRuns).set({ report, finishedAt: now }).where(eq(importRuns.id, id)).run()
  }
}

/** Notes that runs were cancelled by somebody, who need not be told of it at the next start. */
export function cancel(db: WritableDb, ids: Id[]): void {
  for (const id of ids) {
    db.update(importRuns)
      .set({ report: { cancelled: true } })
      .where(sql`${importRuns.id} = ${id} AND ${importRuns.finishedAt} IS NULL`)
      .run()
  }
}
