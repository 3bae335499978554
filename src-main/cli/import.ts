import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SWITCHES } from '@contract/values'
import { parseSwitches } from '../backup/categories'
import { activePlace } from './activePlace'
import type { CliContext, CliOptions, Command } from './command'
import { counts } from '../db/conversations'
import { explainDatabaseError } from '../db/failures'
import { unfinished } from '../db/importUndo'
import { closeDatabase, type ReadableDb, type WritableDb } from '../db/open'
import { databaseId, ensureDefaults, exists, get as settingsOf } from '../db/settings'
import { AppError } from '../errors'
import { compare, lastKnownFile, recall, remember } from '../storage/lastKnown'
import { openLayout, type Paths, paths } from '../storage/layout'
import { acquireLock } from '../storage/lock'
import { DEFAULT_PROFILE, ensureProfile } from '../storage/profiles'
import { activeProfile } from '../storage/settingsFile'
import type { Writes } from '../db/queries'
import { importFrom, type ImportStep, type ImportTarget, tryImport } from '../transfer/import'
import type { ImportChoice, KeyPlace } from '../transfer/importEntries'
import type { ImportReport } from '../transfer/importReport'
import { copyOnce, writesOf } from '../transfer/intoDatabase'
import { takeBack } from '../transfer/takeBack'

const EVERY_MS = 1000

/** Brings the conversations of another program, or of this one, into the active profile. */
export const importCommand: Command = {
  usage: '<file or folder> [--dry-run] [--only=<a,b>] [--with-keys]',
  summary: `Imports conversations, and what else a file holds, or --only some of ${SWITCHES.join(', ')}; keys only --with-keys. With --dry-run it only says what would be imported.`,
  options: {
    'dry-run': { type: 'boolean' },
    only: { type: 'string' },
    'with-keys': { type: 'boolean' },
  },
  words: [1, 1],
  run: async (context, [path = ''], options) => {
    try {
      const choice = choiceOf(options)
      const report = options['dry-run']
        ? await look(context, path, choice)
        : await bring(context, path, choice)
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

function choiceOf({ only, 'with-keys': withKeys }: CliOptions): ImportChoice {
  return {
    ...(typeof only === 'string' && { only: parseSwitches(only) }),
    withKeys: withKeys === true,
  }
}

async function look(
  context: CliContext,
  path: string,
  choice: ImportChoice,
): Promise<ImportReport> {
  const { root, now } = context
  const { database } = activePlace(root).place
  const db = existsSync(database) ? context.openDatabase(database) : null
  try {
    return await tryImport({ db, now, step: spoken(context) }, path, choice)
  } finally {
    if (db) closeDatabase(db)
  }
}

async function bring(
  context: CliContext,
  path: string,
  choice: ImportChoice,
): Promise<ImportReport> {
  const { root, now } = context
  const place = paths(root.path, DEFAULT_PROFILE)
  openLayout(root.path, now())
  // Whoever took the root over writes in it now.
  const lock = acquireLock(place.lock, now(), () => process.exit(1))
  try {
    const profile = ensureProfile(root.path, activeProfile(place.settings), now())
    return await bringInto(context, path, profile.id, choice)
  } finally {
    lock.release()
  }
}

async function bringInto(
  context: CliContext,
  path: string,
  profileId: string,
  choice: ImportChoice,
) {
  const { root, appDataDir, now } = context
  const place = paths(root.path, profileId)
  const memory = lastKnownFile(root, appDataDir)
  const db = openKnown(context, place, recall(memory, profileId))
  try {
    const { attachments } = place
    const write = writesOf(db)
    const keys = keysIn(context, place, db)
    await takeBackAll({ db, write, attachments, keys })
    const copy = copyOnce(db, place, now)
    const target = { db, write, now, step: spoken(context), attachments, copy, keys }
    const report = await importFrom(target, path, choice).catch(async (error: unknown) => {
      // Where this fails as well, the next start does it.
      await takeBackAll(target).catch(() => undefined)
      throw error
    })
    const noted = { databaseId: databaseId(db), ...counts(db), at: now() }
    await remember(memory, root.path, profileId, noted)
    // What was imported is safe: where this fails, or is killed, the next start of the program goes on with it.
    await fillIndex(context, write).catch(() => undefined)
    return report
  } finally {
    closeDatabase(db)
  }
}

/** Makes all of it findable, as nothing else does where only commands are used. */
async function fillIndex({ progress }: CliContext, { upkeep }: Writes): Promise<void> {
  let next: number | null = 0
  let done = 0
  while (next !== null) {
    const step: { next: number | null; passed: number } = await upkeep.fillIndex(next, EVERY_MS)
    next = step.next
    done += step.passed
    progress(`${done} messages can be found`)
  }
}

/** What an import has left that failed, was cancelled or killed. */
async function takeBackAll(
  target: Pick<ImportTarget, 'db' | 'write' | 'attachments'> & { keys: KeyPlace },
): Promise<void> {
  const { db, write, attachments, keys } = target
  const removeKey = keys.remove
  await takeBack({ runs: unfinished(db), write: write.importUndo, attachments, removeKey })
}

/** The key store is opened when the first key comes or goes: it may take the system a while. */
function keysIn(context: CliContext, place: Paths, db: ReadableDb): KeyPlace {
  let opened: ReturnType<CliContext['openKeys']> | null = null
  const store = () => (opened ??= context.openKeys(join(place.profile, 'keys.json')))
  return {
    async save(id, secret) {
      await (await store()).save(id, secret, { allowPlain: settingsOf(db).plainKeysAllowed })
    },
    remove: async (id) => (await store()).remove(id),
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
