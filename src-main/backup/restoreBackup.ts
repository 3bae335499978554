import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Tallies } from '@contract/backup'
import { copyDatabase } from '../db/copy'
import { explainDatabaseError } from '../db/failures'
import type { Migration } from '../db/migrate'
import { AppError, toFailure } from '../errors'
import type { Keys } from '../storage/keys'
import type { Paths } from '../storage/layout'
import { ALL, isReplaced, type Selection } from './categories'
import { BEFORE_RESTORE, BEFORE_UNDO, lastRestoreIn } from './copyNames'
import { countsOf, isUntouched, makeMerged, makeReplaced } from './mergedDatabase'
import { prepareDatabase } from './prepare'
import { type Choice, compareWith, readSource } from './preview'
import { profileAt } from './profileSource'
import { checkSpace, restoreCopy, verifyInPlace } from './restore'
import type { BroughtFiles, Source } from './source'
import { clearIncoming, finishRestore, incomingFile, swapIn } from './swap'
import { fileSizeSync } from '../storage/files'

export interface RestoreOptions extends Choice {
  now: number
  /** Opens the keys of this profile; asked only where the backup brings some. */
  keys: () => Promise<{ store: Pick<Keys, 'state' | 'save'>; allowPlain: boolean }>
}

export interface RestoredBackup {
  source: Source['kind']
  categories: Tallies
  /** The copy that {@link undoRestore} puts back; null where there was nothing that could be copied. */
  before: string | null
  /** A database that was damaged, under the name by which it is kept. */
  setAside: string[]
  keys: { restored: number; refused: number }
  /** How many files were added. */
  attachments: number
  /** How many files of another profile have no bytes there, or not those that they should have. */
  missing: number
}

/**
 * Brings a backup, or some categories of it, into a profile that nobody has open. All is done in a new
 * file, which then takes the place of the database in one step: killed at any moment, the profile has
 * the old or the new state. What was there is kept as an automatic copy. `beforeSwap` is called when the
 * next step is that one. What `tell` throws ends it, and only files that nothing refers to may be left; in the
 * step `merging` keys may be, too, where a passphrase was given.
 */
export async function restoreBackup(
  paths: Paths,
  file: string,
  wish: RestoreOptions,
  beforeSwap: () => Promise<void>,
): Promise<RestoredBackup> {
  const { database } = paths
  const options = choiceFor(file, wish)
  const found = presentState(database, options)
  const incoming = incomingFile(database, options.now)
  // Its name begins like that of the new database, so that a start after a crash removes it as well.
  const staged = `${incoming}-source`
  let before: string | null = null
  let isDone = false
  try {
    checkSpace(
      paths.profile,
      2 * fileSizeSync(database) + fileSizeSync(profileAt(file)?.database ?? file),
    )
    const source = await readSource(file, staged, options)
    if (found === 'damaged' && !isWhole(options)) throw new AppError('database_damaged', database)
    if (found !== 'none' && found !== 'damaged') before = copyPresent(paths, options)
    const state = found !== 'none' && before === null ? 'damaged' : found
    const files = await bringFiles(paths, source, options)
    const keys = await bringKeys(source, options)
    const categories = build(paths, source, incoming, state, { ...options, brought: keys.ids })
    rmSync(staged, { force: true })
    const counts = countsOf(incoming)
    await beforeSwap()
    const verify = () => verifyInPlace(database, counts)
    const aside = swapIn(database, incoming, 'restore', options.now, verify)
    isDone = true
    // What was sound is in the copy already.
    if (before) for (const old of aside) rmSync(old, { force: true })
    const { restored, refused } = keys
    const setAside = before ? [] : aside
    return {
      source: source.kind,
      categories,
      before,
      setAside,
      keys: { restored, refused },
      attachments: files.added,
      missing: files.missing,
    }
  } catch (error) {
    clearIncoming(database)
    // What is still as it was needs no copy, by which nothing could be undone.
    if (before && !isDone) rmSync(before, { force: true })
    throw explainDatabaseError(error)
  }
}

/**
 * Puts back what was there before the last restore; what is there now is kept as a copy, or under another
 * name where it cannot be copied.
 */
export function undoRestore(
  { database, backups }: Paths,
  options: { migrations: Migration[]; now: number },
): { conversations: number; messages: number; from: string } {
  const last = lastRestoreIn(backups)
  if (!last) throw new AppError('bad_input', 'nothing was restored that could be undone')
  const from = join(backups, last.name)
  finishRestore(database, options.now)
  const kept = copyIfPossible(database, backups, options.now)
  const { conversations, messages, setAside } = restoreCopy(database, from, options)
  if (kept) for (const old of setAside) rmSync(old, { force: true })
  return { conversations, messages, from }
}

function copyIfPossible(database: string, backups: string, now: number): boolean {
  try {
    copyDatabase(database, backups, BEFORE_UNDO, now)
    return true
  } catch {
    return false // Damaged, or no room: then the file itself is kept.
  }
}

type State = 'none' | 'untouched' | 'sound' | 'damaged'

/** Completes what a crash interrupted, and says what the backup would meet. */
function presentState(database: string, { migrations, now }: RestoreOptions): State {
  try {
    prepareDatabase(database, migrations.length, now)
    if (fileSizeSync(database) === 0) return 'none'
    const client = new Database(database, { readonly: true, fileMustExist: true })
    try {
      return isUntouched(client) ? 'untouched' : 'sound'
    } finally {
      client.close()
    }
  } catch (error) {
    const explained = explainDatabaseError(error)
    if (toFailure(explained).code === 'database_damaged') return 'damaged'
    throw explained
  }
}

/** The copy by which a restore is undone; null where there is damage, and nothing of it would stay. */
function copyPresent({ database, backups }: Paths, options: RestoreOptions): string | null {
  try {
    return copyDatabase(database, backups, BEFORE_RESTORE, options.now)
  } catch (error) {
    if (toFailure(error).code === 'database_damaged' && isWhole(options)) return null
    throw error
  }
}

/** Whether nothing of what is there now would stay. */
function isWhole({ only, replace }: Selection): boolean {
  return ALL.every((category) => isReplaced({ only, replace }, category))
}

/** Into a profile in which nobody has made anything, all of a backup comes as it is. */
function comesWhole(state: State, options: RestoreOptions): boolean {
  const isNew = state === 'none' || state === 'untouched'
  return isWhole({ ...options, replace: isNew ? ALL : options.replace })
}

function build(
  { database }: Paths,
  { database: staged }: Source,
  incoming: string,
  state: State,
  options: RestoreOptions & { brought: ReadonlySet<string> },
): Tallies {
  const replace = state === 'none' || state === 'untouched' ? ALL : options.replace
  const tell = (_table: string, rows: number) => options.tell?.('merging', rows, 0)
  if (!comesWhole(state, options)) {
    return makeMerged(database, staged, incoming, { ...options, replace, tell })
  }
  const present = state === 'sound' || state === 'untouched' ? database : null
  const tallies = count(present, staged, { ...options, replace })
  renameSync(staged, incoming)
  makeReplaced(present, incoming, options.brought)
  return tallies
}

function count(present: string | null, staged: string, options: RestoreOptions): Tallies {
  if (!present) return compareWith(null, staged, options)
  const client = new Database(present, { readonly: true, fileMustExist: true })
  try {
    return compareWith(client, staged, options)
  } finally {
    client.close()
  }
}

/** A key that opens here stays: only those are taken that would have to be entered again. */
async function bringKeys({ secrets }: Source, { only, keys }: RestoreOptions) {
  const ids = new Set<string>()
  let refused = 0
  if (!secrets || !only.includes('apiKeys')) return { ids, restored: 0, refused }
  const { store, allowPlain } = await keys()
  for (const [id, secret] of Object.entries(secrets)) {
    if ((await store.state(id)) !== 'enter_again') continue
    try {
      await store.save(id, secret, { allowPlain })
      ids.add(id)
    } catch (error) {
      if (toFailure(error).code !== 'key_store_missing') throw error
      refused += 1
    }
  }
  return { ids, restored: ids.size, refused }
}

async function bringFiles(
  { profile }: Paths,
  { files }: Source,
  { only, tell }: RestoreOptions,
): Promise<BroughtFiles> {
  if (!files || !only.includes('attachments')) return { added: 0, missing: 0 }
  checkSpace(profile, files.bytesFor(profile))
  return files.bringInto(profile, (done, total) => tell?.('attachments', done, total))
}

/** Another profile is merged and never replaces this one, and its keys stay where they can be opened. */
function choiceFor(file: string, wish: RestoreOptions): RestoreOptions {
  if (!profileAt(file)) return wish
  if (wish.replace.length > 0) throw new AppError('bad_input', 'another profile is only merged')
  return { ...wish, only: wish.only.filter((category) => category !== 'apiKeys') }
}
