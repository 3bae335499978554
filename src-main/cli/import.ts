import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { activePlace } from './activePlace'
import type { CliContext, Command } from './command'
import { counts } from '../db/conversations'
import { explainDatabaseError } from '../db/failures'
import { cancelled } from '../db/importUndo'
import { closeDatabase, type WritableDb } from '../db/open'
import { databaseId, ensureDefaults, exists } from '../db/settings'
import { AppError } from '../errors'
import { compare, lastKnownFile, recall, remember } from '../storage/lastKnown'
import { openLayout, type Paths, paths } from '../storage/layout'
import { acquireLock } from '../storage/lock'
import { DEFAULT_PROFILE, ensureProfile } from '../storage/profiles'
import { activeProfile } from '../storage/settingsFile'
import { importFrom, type ImportReport, type ImportStep, tryImport } from '../transfer/import'
import { copyOnce, writesOf } from '../transfer/intoDatabase'
import { takeBack } from '../transfer/takeBack'

const EVERY_MS = 1000

/** Brings the conversations of another program, or of this one, into the active profile. */
export const importCommand: Command = {
  usage: '<file or folder> [--dry-run]',
  summary: 'Imports conversations; with --dry-run it only says what would be imported.',
  options: { 'dry-run': { type: 'boolean' } },
  words: [1, 1],
  run: async (context, [path = ''], options) => {
    try {
      const report = options['dry-run'] ? await look(context, path) : await bring(context, path)
      const skipped = report.skipped.map(({ what, reason }) => ({
        what,
        reason: context.say(`imports:${reason}`),
      }))
      return { ok: true, output: { ...report, skipped } }
    } catch (error) {
      throw explainDatabaseError(error)
    }
  },
}

async function look(context: CliContext, path: string): Promise<ImportReport> {
  const { root, now } = context
  const { database } = activePlace(root).place
  const db = existsSync(database) ? context.openDatabase(database) : null
  try {
    return await tryImport({ db, now, step: spoken(context) }, path)
  } finally {
    if (db) closeDatabase(db)
  }
}

async function bring(context: CliContext, path: string): Promise<ImportReport> {
  const { root, now } = context
  const place = paths(root.path, DEFAULT_PROFILE)
  openLayout(root.path, now())
  // Whoever took the root over writes in it now.
  const lock = acquireLock(place.lock, now(), () => process.exit(1))
  try {
    const profile = ensureProfile(root.path, activeProfile(place.settings), now())
    return await bringInto(context, path, profile.id)
  } finally {
    lock.release()
  }
}

async function bringInto(context: CliContext, path: string, profileId: string) {
  const { root, appDataDir, now } = context
  const place = paths(root.path, profileId)
  const memory = lastKnownFile(root, appDataDir)
  const db = openKnown(context, place, recall(memory, profileId))
  try {
    const { attachments } = place
    const write = writesOf(db)
    await takeBack({ runs: cancelled(db), write: write.importUndo, attachments })
    const copy = copyOnce(db, place, now)
    const target = { db, write: write.importRuns, now, step: spoken(context), attachments, copy }
    const report = await importFrom(target, path)
    const noted = { databaseId: databaseId(db), ...counts(db), at: now() }
    await remember(memory, root.path, profileId, noted)
    return report
  } finally {
    closeDatabase(db)
  }
}

/** Opens the history for writing, unless it is not the one that was here. */
function openKnown(
  context: CliContext,
  place: Paths,
  known: ReturnType<typeof recall>,
): WritableDb {
  const problem = existsSync(place.database) ? null : compare(known, null)
  if (problem) throw new AppError(problem, place.database)
  const db = context.openForWriting(place.database, place.backups)
  try {
    const found = exists(db) ? { databaseId: databaseId(db), ...counts(db) } : null
    const other = compare(known, found)
    if (other) throw new AppError(other, place.database)
    ensureDefaults(db, randomUUID(), context.now())
    return db
  } catch (error) {
    closeDatabase(db)
    throw error
  }
}

/** Says how far it is, once a second. */
function spoken({ progress, now }: CliContext) {
  let last = now()
  return ({ step, done, total }: ImportStep) => {
    if (now() - last < EVERY_MS) return
    last = now()
    if (step === 'reading') progress(`read ${done} of ${total} bytes`)
    else if (step === 'writing') progress(`${done} of ${total} done`)
  }
}
