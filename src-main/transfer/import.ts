import { randomUUIDv7 } from 'node:crypto'
import { counts } from '../db/conversations'
import { copyDatabase } from '../db/copy'
import { note, type Plan, planImport, type Seen } from '../db/imports'
import { beginRun, endRun, type ImportRun, type Settled, writeImports } from '../db/importWrite'
import type { ReadableDb, WritableDb } from '../db/open'
import { AppError } from '../errors'
import { type Bundle, openBundle } from './bundle'
import { type Detected, detect } from './detect'
import type { Item, Skipped } from './foreign'
import {
  bringEntries,
  chosenOf,
  type Entries,
  type ImportChoice,
  type ImportedEntry,
  type KeyPlace,
  openEntries,
} from './importEntries'
import { type FileTally, settle } from './settle'

/** Messages and characters that are read before they are written together. */
const BATCH = { messages: 200, characters: 4_000_000 }

/**
 * What an import did or, tried, would do. Conversations imported and updated, other entries, and what
 * was skipped are `total` together.
 */
export interface ImportReport {
  format: string
  imported: number
  updated: number
  entries: ImportedEntry[]
  skipped: Skipped[]
  total: number
  messages: number
}

export interface ImportPlace {
  /** Null where there is no history yet and none is made. */
  db: ReadableDb | null
  now: () => number
  /** How many conversations were looked at, of how many where that is known. */
  progress(done: number, of: number | null): void
}

export interface ImportTarget extends ImportPlace {
  db: WritableDb
  database: string
  attachments: string
  backups: string
  /** Needed only by an import that is to bring keys. */
  keys?: KeyPlace
}

/** Says what importing a file, a zip or a folder would do, and changes nothing. */
export async function tryImport(
  place: ImportPlace,
  path: string,
  choice: ImportChoice = {},
): Promise<ImportReport> {
  const bundle = await openBundle(path)
  try {
    return (await survey(place, bundle, await detect(bundle), choice)).report
  } finally {
    bundle.close()
  }
}

/**
 * Imports a file, a zip or a folder. It is read to its end before anything is written, so that a
 * damaged one changes nothing, and a history that is not empty is copied first. What is no conversation
 * is written in one transaction, then each conversation whole; an import that was interrupted goes on
 * when it is asked for again.
 */
export async function importFrom(
  target: ImportTarget,
  path: string,
  choice: ImportChoice = {},
): Promise<ImportReport & { copy: string | null; files: FileTally }> {
  const bundle = await openBundle(path)
  try {
    const detected = await detect(bundle)
    const { report, sound, entries } = await survey(target, bundle, detected, choice)
    const files = { kept: 0, missing: 0 }
    const { imported, updated } = report
    if (imported + updated + entries.fresh.length === 0) return { ...report, copy: null, files }
    const copy = copyFirst(target)
    const run = {
      id: randomUUIDv7(),
      format: report.format,
      fileName: bundle.name,
      now: target.now(),
    }
    const hasBegun = entries.fresh.length > 0
    if (hasBegun) await bringEntries(target.db, run, entries.fresh, target.keys)
    const writing = { bundle, detected: sound, run, files, of: report.total, choice, hasBegun }
    const written = await write(target, writing)
    entries.addTo(written)
    const result = { ...written, format: report.format, copy, files }
    const { entries: brought, skipped } = written
    const noted = { ...result, entries: brought.length, skipped: skipped.length }
    endRun(target.db, run.id, noted, target.now())
    return result
  } finally {
    bundle.close()
  }
}

function copyFirst({ db, database, backups, now }: ImportTarget): string | null {
  const { conversations, messages } = counts(db)
  if (conversations + messages === 0) return null
  return copyDatabase(database, backups, 'before-import', now())
}

/** Reads all of it. A damaged file among others is left out whole; the only one is a failure. */
async function survey(
  place: ImportPlace,
  bundle: Bundle,
  detected: Detected,
  choice: ImportChoice,
) {
  const entries: Entries = openEntries(place.db, choice)
  const seen: Seen = new Map()
  const report = emptyReport(detected)
  const sound: Detected['sources'] = []
  for (const source of detected.sources) {
    const before = { ...report }
    const lines = report.skipped.length
    const noted: string[] = []
    const forget = entries.mark()
    try {
      for await (const found of source.format.read({ file: source.file, bundle })) {
        const item = chosenOf(found, choice)
        entries.consider(source.format.name, item)
        const plan = planned(place, source.format.name, item, seen)
        if (plan) noted.push(...note(seen, plan))
        add(report, item, plan)
        place.progress(report.total, null)
      }
      sound.push(source)
    } catch (error) {
      if (!isDamage(error) || detected.sources.length === 1) throw error
      Object.assign(report, before, { skipped: report.skipped.slice(0, lines) })
      for (const key of noted) seen.delete(key)
      forget()
      skip(report, { what: source.file.name, reason: 'damaged' })
    }
  }
  entries.addTo(report)
  const skipped = report.skipped.filter(({ reason }) => reason === 'damaged')
  const left = detected.sources.filter((source) => !sound.includes(source))
  const lines = skipped.filter(({ what }) => left.some(({ file }) => file.name === what))
  return { report, entries, sound: { sources: sound, skipped: [...detected.skipped, ...lines] } }
}

interface Writing {
  bundle: Bundle
  detected: Detected
  run: ImportRun
  files: FileTally
  of: number
  choice: ImportChoice
  /** Whether the run is noted already. */
  hasBegun: boolean
}

async function write(target: ImportTarget, writing: Writing) {
  const { bundle, detected, run, files, of, choice } = writing
  const { db } = target
  const report = emptyReport(detected)
  let batch: Settled[] = []
  let { hasBegun } = writing
  const flush = () => {
    while (batch.length > 0) {
      const write = db.$client.transaction(() => {
        if (!hasBegun) beginRun(db, run)
        return writeImports(db, run, batch)
      })
      batch = batch.slice(write.immediate())
      hasBegun = true
    }
    target.progress(report.total, of)
  }
  for (const { file, format } of detected.sources) {
    for await (const found of format.read({ file, bundle })) {
      const item = chosenOf(found, choice)
      let plan = planned(target, format.name, item, new Map())
      if (plan && batch.some((each) => each.format === plan?.format && each.key === plan.key)) {
        // What is not written yet was not known either.
        flush()
        plan = planned(target, format.name, item, new Map())
      }
      add(report, item, plan)
      if (!plan || (plan.outcome !== 'new' && plan.outcome !== 'update')) continue
      batch.push(await settle(target.attachments, plan, files))
      if (isEnough(batch)) flush()
    }
  }
  flush()
  return report
}

/** A conversation with files is not held any longer: what was read of it is as large as they are. */
function isEnough(batch: Settled[]): boolean {
  const contents = batch.flatMap((each) => each.contents)
  if (contents.some(({ attachments }) => attachments.length > 0)) return true
  const parts = contents.flatMap((each) => each.parts)
  const characters = parts.reduce(
    (sum, part) => sum + ('text' in part ? (part.text?.length ?? 0) : 0),
    0,
  )
  return batch.length + contents.length >= BATCH.messages || characters >= BATCH.characters
}

function planned(place: ImportPlace, format: string, item: Item, seen: Seen): Plan | null {
  return 'conversation' in item ? planImport(place.db, format, item.conversation, seen) : null
}

function emptyReport({ sources, skipped }: Detected): ImportReport {
  const names = new Set(sources.map(({ format }) => format.name))
  const format = [...names].toSorted().join('+') || 'none'
  const total = skipped.length
  const none = { imported: 0, updated: 0, entries: [], messages: 0 }
  return { ...none, format, skipped: [...skipped], total }
}

function add(report: ImportReport, item: Item, plan: Plan | null): void {
  if ('entry' in item) return
  if ('skipped' in item) return skip(report, item.skipped)
  const what = item.conversation.title || item.conversation.id
  if (plan?.outcome === 'exists') return skip(report, { what, reason: 'already_exists' })
  if (plan?.outcome === 'trash') return skip(report, { what, reason: 'in_trash' })
  report.total += 1
  report.messages += plan?.fresh.length ?? 0
  if (plan?.outcome === 'update') report.updated += 1
  else report.imported += 1
}

function skip(report: ImportReport, line: Skipped): void {
  report.total += 1
  report.skipped.push(line)
}

function isDamage(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  return ['import_damaged', 'import_too_large'].includes(error.failure.code)
}
