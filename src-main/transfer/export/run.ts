import type { ExportChoice, ExportPreview, ExportReport } from '@contract/transfer'
import { scopeOf, type Tree, treeOf } from '../../db/exports'
import { closeDatabase, openReadable, type ReadableDb } from '../../db/open'
import { type JobControl, stopIfCancelled } from '../../jobs/control'
import { type FileSink, openSink } from '../fileSink'
import { unlessCancelled } from './cancel'
import { type Check, checkJson, checkLines, checkText } from './check'
import { writeHtml } from './html'
import { writeJson } from './json'
import { writeLiteChat } from './litechat'
import type { SecretsById } from './litechatConfig'
import { contentsIn } from './litechatFiles'
import { checkNested } from './litechatFrame'
import { writeLlamaCpp } from './llamacpp'
import { writeMarkdown } from './markdown'
import { packedWhere } from './pack'
import { printable } from './pdf'
import { picturesIn } from './pictures'
import { leaveOut, openTally, type Tally } from './tally'

export interface ExportTask extends Pick<ExportChoice, 'scope' | 'format' | 'branches' | 'only'> {
  /** Where the files are; without the folder they are exported by their names alone. */
  attachments?: string
  /** The keys that are to be in LiteChat's file. */
  secrets?: SecretsById
  /** Whether llama.cpp's file has one value on each line, whatever its name says. */
  lines?: boolean
}

/** Where the history is, for the thread that exports it. */
interface Source {
  database: string
}

export function exportJob(
  control: JobControl,
  { database, ...task }: Source & ExportTask & { file: string },
): Promise<ExportReport | null> {
  return packedWhere(control, task, (inner) =>
    reading(database, (db) => exportToFile(db, control, inner)),
  )
}

/** Counts what an export would hold, and what it would not, without writing anything. */
export function previewJob(
  control: JobControl,
  { database, ...task }: Source & ExportTask,
): ExportPreview | null {
  return reading(database, (db) =>
    unlessCancelled(() => {
      const { tally, chunks } = begin(db, control, task, null)
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
  task: ExportTask & { file: string },
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

/** `file` is null where nothing is written and only counted. */
function begin(db: ReadableDb, control: JobControl, task: ExportTask, file: string | null): Begun {
  const tally = openTally()
  const { ids, inTrash } = scopeOf(db, task.scope)
  leaveOut(tally, 'conversations', 'trash', inTrash)
  control.progress(0, ids.length)
  const treesOfSome = (some: string[]) => treesOf(db, control, tally, some, ids.length)
  const trees = treesOfSome(ids)
  const many = !('ids' in task.scope && task.scope.ids.length === 1)
  const { branches } = task
  switch (task.format) {
    case 'json':
      return { tally, chunks: writeJson(tally, trees, { many }), check: checkJson(many) }
    case 'llamacpp': {
      const lines = task.lines ?? file?.toLowerCase().endsWith('.jsonl') ?? false
      const chunks = writeLlamaCpp(tally, trees, { many, lines })
      return { tally, chunks, check: lines ? checkLines() : checkJson(many) }
    }
    case 'litechat': {
      const files = contentsIn(task.attachments, file !== null)
      const { scope, only, secrets = null } = task
      const more = { scope, ...(only && { only }), secrets, files, now: Date.now() }
      const chunks = writeLiteChat(db, tally, { ids, trees: treesOfSome }, more)
      return { tally, chunks, check: checkNested() }
    }
    case 'markdown':
      return { tally, chunks: writeMarkdown(tally, trees, { branches }), check: checkText(null) }
    case 'pdf':
    case 'html': {
      const pictures = picturesIn(task.attachments)
      const reading = { branches, many, pictures, drawn: file !== null }
      const chunks = writeHtml(tally, trees, reading)
      const page = task.format === 'pdf' ? printable(chunks) : chunks
      return { tally, chunks: page, check: checkText('</html>') }
    }
  }
}

/** One conversation after the other, which a format is done with when it asks for the next. */
function* treesOf(
  db: ReadableDb,
  control: JobControl,
  tally: Tally,
  ids: string[],
  total: number,
): Generator<Tree> {
  for (const id of ids) {
    stopIfCancelled(control)
    const tree = treeOf(db, id)
    leaveOut(tally, 'messages', 'deleted', tree.deleted)
    const read: Tree['read'] = (place) => {
      stopIfCancelled(control)
      return tree.read(place)
    }
    yield { ...tree, read }
    tally.conversations += 1
    control.progress(tally.conversations, total)
  }
}

function resultOf({ conversations, messages, entries, leftOut }: Tally): ExportPreview {
  return { conversations, messages, entries, leftOut }
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
