import { join } from 'node:path'
import type { BackupReport, DatabaseCheck, OpenedBackup, Tallies, Verified } from '@contract/backup'
import type { Rescue } from '@contract/state'
import { checkDatabase } from '../db/doctor'
import type { Migration } from '../db/migrate'
import { closeDatabase, openReadable } from '../db/open'
import { AppError, toFailure } from '../errors'
import {
  type HelpedControl,
  type JobControl,
  stopIfCancelled,
  unlessCancelled,
} from '../jobs/control'
import type { Keys } from '../storage/keys'
import type { Paths } from '../storage/layout'
import type { Selection } from './categories'
import { makeBackup } from './make'
import { previewSource, type ReadOptions, readSource } from './preview'
import { readKeys } from './readKeys'
import { type RestoredBackup, restoreBackup } from './restoreBackup'
import { salvageInPlace } from './salvage'
import { type Problem, verifyBackup } from './verify'

// What a window asks for runs here, in threads of their own. A thread cannot open a key: it asks the shell.

interface BackupTask {
  paths: Paths
  file: string
  passphrase: string | null
  overwrite: boolean
  app: string
  supported: number
  now: number
}

/** Makes a backup; null where it was cancelled, and then nothing is left of it. */
export function backupJob(
  control: HelpedControl,
  { paths, file, passphrase, ...options }: BackupTask,
): Promise<BackupReport | null> {
  return unlessCancelled(async () => {
    const secrets = passphrase === null ? undefined : { passphrase, keys: keysOf(control) }
    const tell = telling(control)
    const { missing, ...made } = await makeBackup(paths, file, {
      ...options,
      secrets,
      tell,
      // The shell answers with what `examineSnapshot` found in a thread of its own.
      examine: (...args) => control.ask('examine', ...args) as Promise<Problem[]>,
    }).catch(blameFile)
    return { ...made, missing: missing.length }
  })
}

export function verifyJob(
  control: JobControl,
  { file, supported }: { file: string; supported: number },
): Promise<Verified | null> {
  return unlessCancelled(async () => {
    const tell = telling(control)
    const options = { supported, tell: (...far: [number, number]) => tell('verifying', ...far) }
    const { ok, problems } = await verifyBackup(file, options)
    return { file, ok, problems }
  })
}

/** Reads a backup and leaves its database in `folder`, for previews. */
export function openBackupJob(
  control: JobControl,
  { file, folder, migrations }: { file: string; folder: string; migrations: Migration[] },
): Promise<Omit<OpenedBackup, 'bytes'> | null> {
  return unlessCancelled(async () => {
    const options: ReadOptions = { migrations, tell: telling(control) }
    const { kind, manifest } = await readSource(file, stagedIn(folder), options)
    return {
      file,
      kind,
      created: manifest?.created ?? null,
      app: manifest?.app ?? null,
      hasKeys: manifest?.secrets === 'encrypted',
    }
  })
}

interface PreviewTask extends Selection {
  paths: Paths
  folder: string
  migrations: Migration[]
}

/** Says what a restore of an opened backup would do. */
export function previewRestoreJob(
  control: JobControl,
  { paths, folder, ...choice }: PreviewTask,
): Promise<Tallies | null> {
  return unlessCancelled(() => {
    const options = { ...choice, tell: telling(control) }
    return Promise.resolve(previewSource(paths, stagedIn(folder), options))
  })
}

interface RestoreTask extends Selection {
  paths: Paths
  file: string
  passphrase: string | null
  migrations: Migration[]
  allowPlain: boolean
  now: number
}

/**
 * Restores a backup into a profile that is closed. It can be cancelled until its last step; where keys may have
 * come with it only until the merging, because nobody knows any more which ones had to be entered again.
 */
export function restoreJob(
  control: HelpedControl,
  { paths, file, passphrase, allowPlain, ...options }: RestoreTask,
): Promise<RestoredBackup | null> {
  return unlessCancelled(() => {
    const keys = async () => ({ store: keysOf(control), allowPlain })
    const tell = (step: Step, done: number, total: number) => {
      if (step !== 'merging' || passphrase === null) stopIfCancelled(control)
      control.progress(done, total, step)
    }
    const all = { ...options, passphrase: passphrase ?? undefined, keys, tell }
    return restoreBackup(paths, file, all, async () => void (await control.ask('forget')))
  })
}

interface RescueTask {
  file: string
  migrations: Migration[]
  now: number
}

/** Puts what can be read of a damaged history in its place; null where it was cancelled before that. */
export function rescueJob(
  control: JobControl,
  { file, ...options }: RescueTask,
): Promise<Rescue | null> {
  return unlessCancelled(async () => {
    const saved = salvageInPlace(file, { ...options, tell: telling(control) })
    const { conversations, messages, lost } = saved
    return { conversations, messages, lost }
  })
}

/** Throws `passphrase_wrong` where it does not open the keys of a backup. */
export async function unlockBackup(file: string, passphrase: string): Promise<void> {
  await readKeys(file, passphrase)
}

/** Examines a history, one check after the other. */
export function checkJob(
  control: JobControl,
  { database }: { database: string },
): Promise<DatabaseCheck[] | null> {
  return unlessCancelled(async () => {
    const db = openReadable(database)
    try {
      return checkDatabase(db, (done, total) => {
        stopIfCancelled(control)
        control.progress(done, total, 'checking')
      }).checks
    } finally {
      closeDatabase(db)
    }
  })
}

type Step = 'mending' | 'copying' | 'packing' | 'verifying' | 'reading' | 'merging' | 'attachments'

/** Tells the window, and ends the job by throwing where that is wanted. */
function telling(control: JobControl) {
  return (step: Step, done: number, total: number) => {
    stopIfCancelled(control)
    control.progress(done, total, step)
  }
}

/** The keys of the profile, as the shell opens them. */
function keysOf({ ask }: HelpedControl): Omit<Keys, 'remove'> {
  return {
    // The shell answers with what its own functions of these names do.
    state: (id) => ask('keyState', id) as ReturnType<Keys['state']>,
    read: (id) => ask('readKey', id) as ReturnType<Keys['read']>,
    save: (id, secret, options) => ask('saveKey', id, secret, options) as Promise<void>,
  }
}

function stagedIn(folder: string): string {
  return join(folder, 'source.db')
}

/** The disk that is full, or cannot be written to, is the one that the user chose for the file. */
function blameFile(error: unknown): never {
  const { code, detail } = toFailure(error)
  if (code === 'disk_full') throw new AppError('file_disk_full', detail)
  if (code === 'read_only' || code === 'bad_input') throw new AppError('file_refused', detail)
  throw error
}
