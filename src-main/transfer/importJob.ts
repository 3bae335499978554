import { randomUUIDv7 } from 'node:crypto'
import { basename } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import type { Id } from '@contract/entities'
import type { ImportOutcome, ImportReport, ImportResult } from '@contract/imports'
import { explainDatabaseError } from '../db/failures'
import type { EndedRun } from '../db/importRuns'
import { size, unfinished } from '../db/importUndo'
import { closeDatabase, openReadable, type ReadableDb } from '../db/open'
import { writerAt } from '../db/port'
import type { Writes } from '../db/queries'
import { toFailure } from '../errors'
import {
  Cancelled,
  type HelpedControl,
  type JobControl,
  stopIfCancelled,
  type UndoingControl,
  unlessCancelled,
} from '../jobs/control'
import type { Skipped } from './foreign'
import { bringFrom, type ImportPlace, tryImport } from './import'
import type { ImportChoice, KeyPlace } from './importEntries'
import type { ImportReport as Report } from './importReport'
import { copyOnce } from './intoDatabase'
import { takeBack } from './takeBack'

/** Of a title or a name as much as a report says. */
const LONGEST = 200

/** Where the history is, what is imported into it, and what time it is when that begins. */
interface Task extends ImportChoice {
  database: string
  paths: string[]
  at: number
}

export interface ImportTask extends Task {
  attachments: string
  backups: string
}

/** For a job whose keys only the shell can open. */
export type ImportControl = UndoingControl & HelpedControl

/** Says of each path what importing it would do. Null where it was cancelled. */
export async function tryImportJob(
  control: JobControl,
  { database, paths, at, ...choice }: Task,
): Promise<ImportResult[] | null> {
  const db = openReadable(database)
  try {
    const place = placeOf(db, control, clockFrom(at))
    return await unlessCancelled(async () => {
      const results: ImportResult[] = []
      for (const path of paths)
        results.push(await resultOf(path, () => tryImport(place, path, choice)))
      return results
    })
  } finally {
    closeDatabase(db)
  }
}

/** Imports each path, writing over `writer`: this thread only reads. */
export async function importJob(
  control: ImportControl,
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
 * Imports each path, whole or not at all. What was cancelled is taken back, all of it; so is what failed,
 * which says so, and where the history itself fails, no further path is tried.
 */
export async function importAll(
  control: ImportControl,
  db: ReadableDb,
  write: Writes,
  { paths, at, only, withKeys, ...places }: ImportTask,
): Promise<ImportOutcome> {
  const { attachments } = places
  const undo = (ids?: Id[]) => undoRuns(control, db, write, { attachments, ids })
  // What an earlier one has left comes first: it would be found as if it were here.
  await undo()
  const now = clockFrom(at)
  const copy = copyOnce(db, places, now)
  const target = { ...placeOf(db, control, now), write, keys: keysOf(control), attachments, copy }
  const choice = { ...(only && { only }), ...(withKeys && { withKeys }) }
  const results: ImportResult[] = []
  const runs = paths.map((path) => ({ path, id: randomUUIDv7() }))
  const ended: EndedRun[] = []
  let undone: ImportOutcome['undone'] = null
  try {
    for (const { path, id } of runs) {
      const result = await resultOf(path, async () => {
        const brought = await bringFrom(target, path, id, choice)
        ended.push(brought.ended)
        return brought.done
      })
      results.push(result)
      if (!result.failure) continue
      // Before the next path: it may name what is to go.
      undone = joined(undone, await undoFailed(undo, db, id))
      if (isOfFile(result) && undone?.whole !== false) continue
      results.push(...failedLike(result, paths.slice(results.length)))
      break
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error
    await write.importRuns.cancel(runs.map(({ id }) => id))
    return { results: [], cancelled: true, undone: await undo() }
  }
  await write.importRuns.end(ended, now())
  return { results, cancelled: false, undone }
}

type Undone = NonNullable<ImportOutcome['undone']>

/** What a failed run wrote goes at once where that can be done, and else at the next start. */
async function undoFailed(
  undo: (ids: Id[]) => Promise<Undone>,
  db: ReadableDb,
  id: Id,
): Promise<Undone | null> {
  if (!unfinished(db).some((run) => run.id === id)) return null
  return undo([id]).catch(() => ({ kept: 0, whole: false }))
}

function joined(one: Undone | null, other: Undone | null): Undone | null {
  if (!one || !other) return one ?? other
  return { kept: one.kept + other.kept, whole: one.whole && other.whole }
}

/** For the same reason, paths that were not tried. */
function failedLike({ failure }: ImportResult, paths: string[]): ImportResult[] {
  return paths.map((path) => ({ ...nothingOf(path), failure }))
}

/** Only the shell can open the key store. */
function keysOf({ ask }: HelpedControl): KeyPlace {
  return {
    save: async (id, secret) => void (await ask('saveKey', id, secret)),
    remove: async (id) => void (await ask('removeKey', id)),
  }
}

/** Takes back these runs, or all that did not come to their end. */
async function undoRuns(
  control: ImportControl,
  db: ReadableDb,
  { importUndo }: Writes,
  { attachments, ids }: { attachments: string; ids: Id[] | undefined },
): Promise<Undone> {
  const runs = unfinished(db).filter(({ id }) => ids?.includes(id) ?? true)
  const removeKey = keysOf(control).remove
  const total = runs.reduce((sum, { id }) => sum + size(db, id), 0)
  const goOn = (done: number) => {
    if (total > 0) control.progress(done, total, 'undoing')
    return !control.isClosing()
  }
  const taken = await takeBack({ runs, write: importUndo, attachments, removeKey, goOn })
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
      stopIfCancelled(control)
      control.progress(done, total, step)
    },
  }
}

async function resultOf(path: string, work: () => Promise<Report>): Promise<ImportResult> {
  try {
    return { ...nothingOf(path), report: reportOf(await work()) }
  } catch (error) {
    if (error instanceof Cancelled) throw error
    return { ...nothingOf(path), failure: toFailure(explainDatabaseError(error)) }
  }
}

function nothingOf(path: string): ImportResult {
  return { source: { path, name: basename(path) }, report: null, failure: null }
}

/** Whether the file is at fault, so that another may be imported nevertheless. */
function isOfFile({ failure }: ImportResult): boolean {
  return failure?.code === 'bad_input' || failure?.code.startsWith('import_') === true
}

function reportOf({ entries, skipped, ...report }: Report): ImportReport {
  const named = entries.map((each) => ({ ...each, what: shortened(each.what) }))
  return { ...report, entries: named, skipped: grouped(skipped) }
}

/** In order of their first: there may be thousands for one reason. */
function grouped(skipped: Skipped[]): ImportReport['skipped'] {
  const groups = Map.groupBy(skipped, ({ reason }) => reason)
  return [...groups].map(([reason, each]) => ({
    reason,
    what: each.map(({ what }) => shortened(what)),
  }))
}

function shortened(what: string): string {
  return Array.from(what.slice(0, 2 * LONGEST))
    .slice(0, LONGEST)
    .join('')
}
