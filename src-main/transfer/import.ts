import { randomUUIDv7 } from 'node:crypto'
import { note, type Plan, planImport, type Seen } from '../db/imports'
import type { ImportRun, Settled } from '../db/importWrite'
import type { ReadableDb } from '../db/open'
import type { Writes } from '../db/queries'
import { AppError } from '../errors'
import { type Bundle, openBundle } from './bundle'
import { type Detected, detect } from './detect'
import type { Item, Skipped } from './foreign'
import { openMeter } from './meter'
import { type FileTally, settle } from './settle'

/** Messages and characters that are read before they are written together. */
const BATCH = { messages: 200, characters: 4_000_000 }

/** What an import did or, tried, would do. Imported, updated and skipped are `total` together. */
export interface ImportReport {
  format: string
  imported: number
  updated: number
  skipped: Skipped[]
  total: number
  messages: number
  /** Files of messages; of a trial, those that the file seems to hold. */
  files: FileTally
}

/** How far an import is: bytes while it reads, conversations while it writes, of 0 where nobody knows. */
export interface ImportStep {
  step: 'reading' | 'copying' | 'writing'
  done: number
  total: number
}

export interface ImportPlace {
  /** Null where there is no history yet and none is made. */
  db: ReadableDb | null
  now: () => number
  /** Hears of each step; what it throws ends the import, after what was written is on the disk. */
  step(step: ImportStep): void
}

export interface ImportTarget extends ImportPlace {
  db: ReadableDb
  write: Writes['importRuns']
  attachments: string
  /** Copies the history, where there is any, before the first thing is written. */
  copy(): string | null
}

export type ImportDone = ImportReport & { copy: string | null }

/** Says what importing a file, a zip or a folder would do, and changes nothing. */
export async function tryImport(place: ImportPlace, path: string): Promise<ImportReport> {
  const bundle = await openBundle(path)
  try {
    return (await survey(place, bundle, await detect(bundle))).report
  } finally {
    bundle.close()
  }
}

/**
 * Imports a file, a zip or a folder. It is read to its end before anything is written, so that a
 * damaged one changes nothing, and a history that is not empty is copied first. Each conversation is
 * written whole; an import that was interrupted goes on when it is asked for again.
 */
export async function importFrom(target: ImportTarget, path: string): Promise<ImportDone> {
  const id = randomUUIDv7()
  const done = await bringFrom(target, path, id)
  await target.write.end([{ id, report: noteOf(done) }], target.now())
  return done
}

/** As `importFrom`, under an id by which it can be ended or cancelled. */
export async function bringFrom(
  target: ImportTarget,
  path: string,
  id: string,
): Promise<ImportDone> {
  const bundle = await openBundle(path)
  try {
    const detected = await detect(bundle)
    const { report, sound } = await survey(target, bundle, detected)
    if (report.imported + report.updated === 0) return { ...report, copy: null }
    target.step({ step: 'copying', done: 0, total: 0 })
    const copy = target.copy()
    const run = { id, format: report.format, fileName: bundle.name, now: target.now() }
    const files = { kept: 0, missing: 0 }
    const written = await write(target, { bundle, detected: sound, run, files, of: report.total })
    return { ...written, format: report.format, copy, files }
  } finally {
    bundle.close()
  }
}

/** What is kept of a report beside what was written. */
export function noteOf(done: ImportDone) {
  return { ...done, files: { ...done.files }, skipped: done.skipped.length }
}

/** Reads all of it. A damaged file among others is left out whole; the only one is a failure. */
async function survey(place: ImportPlace, bundle: Bundle, detected: Detected) {
  const seen: Seen = new Map()
  const report = emptyReport(detected)
  const sound: Detected['sources'] = []
  const meter = openMeter(place, detected)
  for (const source of detected.sources) {
    const before = { ...report, files: { ...report.files } }
    const lines = report.skipped.length
    const noted: string[] = []
    try {
      const file = meter.read(source.file)
      for await (const item of source.format.read({ file, bundle })) {
        const plan = planned(place, source.format.name, item, seen)
        if (plan) noted.push(...note(seen, plan))
        if (plan) expect(report.files, plan)
        add(report, item, plan)
      }
      sound.push(source)
    } catch (error) {
      if (!isDamage(error) || detected.sources.length === 1) throw error
      Object.assign(report, before, { skipped: report.skipped.slice(0, lines) })
      for (const key of noted) seen.delete(key)
      skip(report, { what: source.file.name, reason: 'damaged' })
    }
  }
  const skipped = report.skipped.filter(({ reason }) => reason === 'damaged')
  const left = detected.sources.filter((source) => !sound.includes(source))
  const lines = skipped.filter(({ what }) => left.some(({ file }) => file.name === what))
  return { report, sound: { sources: sound, skipped: [...detected.skipped, ...lines] } }
}

interface Writing {
  bundle: Bundle
  detected: Detected
  run: ImportRun
  files: FileTally
  of: number
}

async function write(target: ImportTarget, { bundle, detected, run, files, of }: Writing) {
  const report = emptyReport(detected)
  let batch: Settled[] = []
  const flush = async () => {
    while (batch.length > 0) {
      const { done, gone } = await target.write.write(run, batch)
      for (const index of gone) leaveOut(report, batch[index])
      batch = batch.slice(done)
    }
  }
  const all = async () => {
    for (const { file, format } of detected.sources) {
      for await (const item of format.read({ file, bundle })) {
        target.step({ step: 'writing', done: report.total, total: of })
        let plan = planned(target, format.name, item, new Map())
        if (plan && batch.some((each) => each.format === plan?.format && each.key === plan.key)) {
          // What is not written yet was not known either.
          await flush()
          plan = planned(target, format.name, item, new Map())
        }
        add(report, item, plan)
        if (!plan || (plan.outcome !== 'new' && plan.outcome !== 'update')) continue
        batch.push(await settle(target.attachments, plan, files))
        if (isEnough(batch)) await flush()
      }
    }
  }
  try {
    await all()
  } finally {
    // Also where it is to end: a file on the disk must have a row, by which it is taken back.
    await flush()
  }
  target.step({ step: 'writing', done: of, total: of })
  return report
}

/** It was deleted by hand while this was on its way to be written. */
function leaveOut(report: ImportReport, plan: Settled | undefined): void {
  if (!plan) return
  report.updated -= 1
  report.messages -= plan.fresh.length
  report.skipped.push({ what: plan.conversation.title || plan.key, reason: 'in_trash' })
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
  const files = { kept: 0, missing: 0 }
  return { format, imported: 0, updated: 0, skipped: [...skipped], total, messages: 0, files }
}

/** Whether a file can be read shows only when it is. */
function expect(files: FileTally, { outcome, fresh }: Plan): void {
  if (outcome !== 'new' && outcome !== 'update') return
  for (const { message } of fresh) {
    for (const part of message.parts) {
      if (part.type === 'file') files[part.bytes ? 'kept' : 'missing'] += 1
    }
  }
}

function add(report: ImportReport, item: Item, plan: Plan | null): void {
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
  return ['import_damaged', 'import_newer', 'import_too_large'].includes(error.failure.code)
}
