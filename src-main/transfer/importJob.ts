import { randomUUIDv7 } from 'node:crypto'
import { basename } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import type { Id } from '@contract/entities'
import type { ImportOutcome, ImportReport, ImportResult } from '@contract/imports'
import { explainDatabaseError } from '../db/failures'
import { cancelled, size } from '../db/importUndo'
import { closeDatabase, openReadable, type ReadableDb } from '../db/open'
import { writerAt } from '../db/port'
import type { Writes } from '../db/queries'
import { toFailure } from '../errors'
import type { JobControl, UndoingControl } from '../jobs/control'
import type { Skipped } from './foreign'
import {
  bringFrom,
  type ImportDone,
  type ImportPlace,
  type ImportReport as Report,
  noteOf,
  tryImport,
} from './import'
import { copyOnce } from './intoDatabase'
import { takeBack } from './takeBack'

/** Of a title or a name as much as a report says. */
const LONGEST = 200

/** Where the history is, what is imported into it, and what time it is when that begins. */
interface Task {
  database: string
  paths: string[]
  at: number
}

export interface ImportTask extends Task {
  attachments: string
  backups: string
}

/** Goes through the formats, which know nothing of cancelling. */
class Cancelled extends Error {}

/** Says of each path what importing it would do. Null where it was cancelled. */
export async function tryImportJob(
  control: JobControl,
  { database, paths, at }: Task,
): Promise<ImportResult[] | null> {
  const db = openReadable(database)
  try {
    const place = placeOf(db, control, clockFrom(at))
    const results: ImportResult[] = []
    for (const path of paths) results.push(await resultOf(path, () => tryImport(place, path)))
    return results
  } catch (error) {
    if (error instanceof Cancelled) return null
    throw error
  } finally {
    closeDatabase(db)
  }
}

/** Imports each path, writing over `writer`: this thread only reads. */
export async function importJob(
  control: UndoingControl,
  { writer, ...task }: ImportTask & { writer: MessagePort },
): Promise<ImportOutcome> {
  const { write, close } = writerAt(writer)
  const db = openReadable(task.database)
  try {
    return await importAll(control, db, write, task)
  } finally {
    closeDatabase(db)
    close()
  }
}

/**
 * Imports each path. What was cancelled is taken back, all of it; what failed says so, and where the
 * history itself fails, no further path is tried.
 */
export async function importAll(
  control: UndoingControl,
  db: ReadableDb,
  write: Writes,
  { paths, at, ...places }: ImportTask,
): Promise<ImportOutcome> {
  // What an earlier one has left comes first: it would be found as if it were here.
  await undo(control, db, write, places.attachments)
  const now = clockFrom(at)
  const place = placeOf(db, control, now)
  const target = {
    ...place,
    write: write.importRuns,
    attachments: places.attachments,
    copy: copyOnce(db, places, now),
  }
  const results: ImportResult[] = []
  const runs: Id[] = []
  const done: { id: Id; report: ReturnType<typeof noteOf> }[] = []
  try {
    for (const path of paths) {
      const id = randomUUIDv7()
      runs.push(id)
      const result = await resultOf(path, async () => {
        const report = await bringFrom(target, path, id)
        done.push({ id, report: noteOf(report) })
        return report
      })
      results.push({ ...result, partly: result.failure !== null && size(db, id) > 0 })
      if (!result.failure || isOfFile(result)) continue
      const { failure } = result
      results.push(...paths.slice(results.length).map((path) => ({ ...nothingOf(path), failure })))
      break
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error
    await write.importRuns.cancel(runs)
    return { results: [], cancelled: await undo(control, db, write, places.attachments) }
  }
  await write.importRuns.end(done, now())
  return { results, cancelled: null }
}

async function undo(
  control: UndoingControl,
  db: ReadableDb,
  { importUndo }: Writes,
  attachments: string,
) {
  const runs = cancelled(db)
  const total = runs.reduce((sum, { id }) => sum + size(db, id), 0)
  const goOn = (done: number) => {
    if (total > 0) control.progress(done, total, 'undoing')
    return !control.isClosing()
  }
  const taken = await takeBack({ runs, write: importUndo, attachments, goOn })
  return { kept: taken?.kept ?? 0, whole: taken !== null }
}

/** The program's clock goes on here, which a thread cannot ask. */
function clockFrom(at: number): () => number {
  const began = performance.now()
  return () => at + Math.round(performance.now() - began)
}

function placeOf(
  db: ReadableDb,
  control: JobControl,
  now: () => number,
): ImportPlace & { db: ReadableDb } {
  return {
    db,
    now,
    step({ step, done, total }) {
      if (control.isCancelled()) throw new Cancelled()
      control.progress(done, total, step)
    },
  }
}

async function resultOf(
  path: string,
  work: () => Promise<Report | ImportDone>,
): Promise<ImportResult> {
  try {
    return { ...nothingOf(path), report: reportOf(await work()) }
  } catch (error) {
    if (error instanceof Cancelled) throw error
    return { ...nothingOf(path), failure: toFailure(explainDatabaseError(error)) }
  }
}

function nothingOf(path: string): ImportResult {
  return { source: { path, name: basename(path) }, report: null, failure: null, partly: false }
}

/** Whether the file is at fault, so that another may be imported nevertheless. */
function isOfFile({ failure }: ImportResult): boolean {
  return failure?.code === 'bad_input' || failure?.code.startsWith('import_') === true
}

function reportOf({
  format,
  imported,
  updated,
  skipped,
  total,
  messages,
  files,
}: Report): ImportReport {
  return { format, imported, updated, total, messages, files, skipped: grouped(skipped) }
}

/** In order of their first: there may be thousands for one reason. */
function grouped(skipped: Skipped[]): ImportReport['skipped'] {
  const groups = Map.groupBy(skipped, ({ reason }) => reason)
  return [...groups].map(([reason, each]) => ({
    reason,
    what: each.map(({ what }) =>
      Array.from(what.slice(0, 2 * LONGEST))
        .slice(0, LONGEST)
        .join(''),
    ),
  }))
}
