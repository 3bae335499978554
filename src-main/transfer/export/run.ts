import type { ExportChoice, ExportPreview, ExportReport } from '@contract/transfer'
import { scopeOf, type Tree, treeOf } from '../../db/exports'
import { closeDatabase, openReadable, type ReadableDb } from '../../db/open'
import { Cancelled, type JobControl, stopIfCancelled } from '../../jobs/control'
import { type FileSink, openSink } from '../fileSink'
import { type Check, checkJson, checkLines, checkText } from './check'
import { writeHtml } from './html'
import { writeJson } from './json'
import { writeLlamaCpp } from './llamacpp'
import { writeMarkdown } from './markdown'
import { picturesIn } from './pictures'
import { leaveOut, openTally, type Tally } from './tally'

export type ExportTask = Pick<ExportChoice, 'scope' | 'format' | 'branches'>

/** Where the history and its files are, for the thread that exports them. */
interface Source extends Files {
  database: string
}

/** Without the folder, files are exported by their names alone. */
interface Files {
  attachments?: string
}

export function exportJob(
  control: JobControl,
  { database, ...task }: Source & ExportTask & { file: string },
): ExportReport | null {
  return reading(database, (db) => exportToFile(db, control, task))
}

/** Counts what an export would hold, and what it would not, without writing anything. */
export function previewJob(
  control: JobControl,
  { database, ...task }: Source & ExportTask,
): ExportPreview | null {
  return reading(database, (db) =>
    unlessCancelled(() => {
      const { tally, chunks } = begin(db, control, task, 'preview')
      drain(chunks)
      return resultOf(tally)
    }),
  )
}

/**
 * Writes conversations into one file, as they all were at one moment. Nothing has the file's name before
 * it is complete, on the disk, and read back. Null where it was cancelled: then nothing is left of it.
 */
export function exportToFile(
  db: ReadableDb,
  control: JobControl,
  task: ExportTask & Files & { file: string },
): ExportReport | null {
  const { file, format } = task
  return unlessCancelled(() => {
    const sink = openSink(file)
    try {
      const { tally, chunks, check } = begin(db, control, task, file)
      const bytes = write(control, sink, { tally, chunks, check })
      return { file, format, bytes, ...resultOf(tally) }
    } finally {
      sink.abandon()
    }
  })
}

interface Begun {
  tally: Tally
  chunks: Iterable<string>
  check: Check
}

function write(control: JobControl, sink: FileSink, { tally, chunks, check }: Begun): number {
  for (const chunk of chunks) sink.write(chunk)
  return sink.finish({
    line(text) {
      stopIfCancelled(control)
      check.line(text)
    },
    end: () => check.end(tally.records),
  })
}

function begin(db: ReadableDb, control: JobControl, task: ExportTask & Files, file: string): Begun {
  const tally = openTally()
  const { ids, inTrash } = scopeOf(db, task.scope)
  leaveOut(tally, 'conversations', 'trash', inTrash)
  const trees = treesOf(db, control, tally, ids)
  const many = !('ids' in task.scope && task.scope.ids.length === 1)
  const { branches } = task
  switch (task.format) {
    case 'json':
      return { tally, chunks: writeJson(tally, trees, { many }), check: checkJson(many) }
    case 'llamacpp': {
      const lines = file.toLowerCase().endsWith('.jsonl')
      const chunks = writeLlamaCpp(tally, trees, { many, lines })
      return { tally, chunks, check: lines ? checkLines() : checkJson(many) }
    }
    case 'markdown':
      return { tally, chunks: writeMarkdown(tally, trees, { branches }), check: checkText(null) }
    case 'html': {
      const pictures = picturesIn(task.attachments)
      const chunks = writeHtml(tally, trees, { branches, many, pictures })
      return { tally, chunks, check: checkText('</html>') }
    }
  }
}

/** One conversation after the other, which a format is done with when it asks for the next. */
function* treesOf(
  db: ReadableDb,
  control: JobControl,
  tally: Tally,
  ids: string[],
): Generator<Tree> {
  control.progress(0, ids.length)
  for (const [index, id] of ids.entries()) {
    stopIfCancelled(control)
    const tree = treeOf(db, id)
    leaveOut(tally, 'messages', 'deleted', tree.deleted)
    const read: Tree['read'] = (place) => {
      stopIfCancelled(control)
      return tree.read(place)
    }
    yield { ...tree, read }
    tally.conversations += 1
    control.progress(index + 1, ids.length)
  }
}

function resultOf({ conversations, messages, leftOut }: Tally): ExportPreview {
  return { conversations, messages, leftOut }
}

function drain(chunks: Iterable<string>): void {
  const each = chunks[Symbol.iterator]()
  while (!each.next().done);
}

/** With one moment of the history, whatever is written to it meanwhile. */
function reading<T>(database: string, work: (db: ReadableDb) => T): T {
  const db = openReadable(database)
  try {
    return db.$client.transaction(() => work(db)).deferred()
  } finally {
    closeDatabase(db)
  }
}

function unlessCancelled<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof Cancelled) return null
    throw error
  }
}
