import { randomUUIDv7 } from 'node:crypto'
import type { EndedRun } from '../db/importRuns'
import { note, type Plan, planImport, type Seen } from '../db/imports'
import type { ImportRun } from '../db/importWrite'
import type { ReadableDb } from '../db/open'
import type { Writes } from '../db/queries'
import { AppError } from '../errors'
import { openBatches } from './batches'
import { type Bundle, openBundle } from './bundle'
import { type Detected, detect } from './detect'
import type { Item } from './foreign'
import {
  bringEntries,
  chosenOf,
  type Entries,
  type ImportChoice,
  type KeyPlace,
  openEntries,
  settingsOf,
} from './importEntries'
import {
  add,
  emptyReport,
  expect,
  type ImportDone,
  type ImportReport,
  noteOf,
  skip,
} from './importReport'
import { openMeter } from './meter'
import { type FileTally, settle } from './settle'

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

/** The part of the writer that imports. */
export type ImportWrites = Pick<Writes, 'importConfig' | 'importRuns' | 'importUndo'>

export interface ImportTarget extends ImportPlace {
  db: ReadableDb
  write: ImportWrites
  attachments: string
  /** Needed only by an import that brings keys, and to take one back. */
  keys?: KeyPlace
  /** Copies the history, where there is any, before the first thing is written. */
  copy(): string | null
}

/** Says what importing a file, a zip or a folder would do, and changes nothing. */
export async function tryImport(
  place: ImportPlace,
  path: string,
  choice: ImportChoice = {},
): Promise<ImportReport> {
  const bundle = await openBundle(path)
  try {
    return (await survey(place, bundle, await detect(bundle), { choice, isTrial: true })).report
  } finally {
    bundle.close()
  }
}

/**
 * Imports a file, a zip or a folder. It is read to its end before anything is written, so that a
 * damaged one changes nothing, and a history that is not empty is copied first. What is no conversation
 * is written in one transaction, then each conversation whole, the settings with the end. Until then it
 * can be taken back.
 */
export async function importFrom(
  target: ImportTarget,
  path: string,
  choice: ImportChoice = {},
): Promise<ImportDone> {
  const { done, ended } = await bringFrom(target, path, randomUUIDv7(), choice)
  await target.write.importRuns.end([ended], target.now())
  return done
}

/** As `importFrom`, under an id by which it can be ended or cancelled. */
export async function bringFrom(
  target: ImportTarget,
  path: string,
  id: string,
  choice: ImportChoice,
): Promise<{ done: ImportDone; ended: EndedRun }> {
  const bundle = await openBundle(path)
  try {
    const done = await bringBundle(target, bundle, id, choice)
    const { settings, ...report } = done
    return { done: report, ended: { id, report: noteOf(report), settings } }
  } finally {
    bundle.close()
  }
}

async function bringBundle(target: ImportTarget, bundle: Bundle, id: string, choice: ImportChoice) {
  const detected = await detect(bundle)
  const found = await survey(target, bundle, detected, { choice, isTrial: false })
  const { report, sound, entries, isSure } = found
  const { fresh } = entries
  const { imported, updated, format } = report
  if (imported + updated + fresh.length === 0) return { ...report, copy: null, settings: [] }
  let copy: string | null | undefined
  const begin = () => {
    if (copy !== undefined) return
    target.step({ step: 'copying', done: 0, total: 0 })
    copy = target.copy()
  }
  const run = { id, format, fileName: bundle.name, now: target.now() }
  const files = { kept: 0, missing: 0 }
  if (isSure || fresh.length > 0) begin()
  if (fresh.length > 0) await bringEntries(target.write.importConfig, run, fresh, target.keys)
  const writing = { bundle, detected: sound, run, files, of: report.total, choice, entries, begin }
  const written = await write(target, writing)
  entries.addTo(written)
  return { ...written, format, copy: copy ?? null, files, settings: settingsOf(fresh) }
}

/**
 * Reads all of it. A damaged file among others is left out whole; the only one is a failure. Where this is no
 * trial, conversations are only counted if they can be: which of them are new is then not sure.
 */
async function survey(
  place: ImportPlace,
  bundle: Bundle,
  detected: Detected,
  { choice, isTrial }: { choice: ImportChoice; isTrial: boolean },
) {
  const entries: Entries = openEntries(place.db, choice)
  const seen: Seen = new Map()
  const report = emptyReport(detected)
  const sound: Detected['sources'] = []
  const meter = openMeter(place, detected)
  let isSure = true
  for (const source of detected.sources) {
    const before = { ...report, files: { ...report.files } }
    const lines = report.skipped.length
    const noted: string[] = []
    const forget = entries.mark()
    try {
      const file = meter.read(source.file)
      if (!isTrial && source.format.count) {
        const count = await source.format.count({ file, bundle })
        report.total += count
        report.imported += count
        isSure = false
        sound.push(source)
        continue
      }
      for await (const found of source.format.read({ file, bundle })) {
        entries.consider(source.format.name, found)
        const item = chosenOf(found, choice)
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
      forget()
      skip(report, { what: source.file.name, reason: 'damaged' })
    }
  }
  entries.addTo(report)
  const skipped = report.skipped.filter(({ reason }) => reason === 'damaged')
  const left = detected.sources.filter((source) => !sound.includes(source))
  const lines = skipped.filter(({ what }) => left.some(({ file }) => file.name === what))
  const all = [...detected.skipped, ...lines]
  return { report, isSure, entries, sound: { sources: sound, skipped: all } }
}

interface Writing {
  bundle: Bundle
  detected: Detected
  run: ImportRun
  files: FileTally
  of: number
  choice: ImportChoice
  entries: Entries
  /** Is done before the first file or row is written. */
  begin(): void
}

async function write(target: ImportTarget, writing: Writing) {
  const { bundle, detected, run, files, of, choice, entries, begin } = writing
  const report = emptyReport(detected)
  const batches = openBatches(target.write.importRuns, run, report)
  const settling = { run, folder: target.attachments, tally: files }
  const all = async () => {
    for (const { file, format } of detected.sources) {
      for await (const found of format.read({ file, bundle })) {
        entries.hold(found)
        const item = chosenOf(found, choice)
        target.step({ step: 'writing', done: report.total, total: of })
        let plan = planned(target, format.name, item, new Map())
        if (plan && batches.has(plan)) {
          // What is not written yet was not known either.
          await batches.drain()
          plan = planned(target, format.name, item, new Map())
        }
        add(report, item, plan)
        if (!plan || (plan.outcome !== 'new' && plan.outcome !== 'update')) continue
        begin()
        await batches.add(await settle(plan, settling))
      }
    }
  }
  try {
    await all()
  } finally {
    // Also where it is to end: a file on the disk must have a row, by which it is taken back.
    await batches.drain()
  }
  target.step({ step: 'writing', done: of, total: of })
  return report
}

function planned(place: ImportPlace, format: string, item: Item, seen: Seen): Plan | null {
  return 'conversation' in item ? planImport(place.db, format, item.conversation, seen) : null
}

function isDamage(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  return ['import_damaged', 'import_newer', 'import_too_large'].includes(error.failure.code)
}
