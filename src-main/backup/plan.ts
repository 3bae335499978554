import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { BackupPlan } from '@contract/backup'

/** Backups into a folder of the user's, as the machine's settings keep them for a profile. */
export const StoredPlan = BackupPlan.omit({ dismissed: true, running: true }).extend({
  /** When the last one was tried. */
  triedAt: z.number().int().nullable(),
  /** The names of those that lie in the folder: nothing else there is ever removed. */
  made: z.array(z.string()),
})
export type StoredPlan = z.infer<typeof StoredPlan>

export const NO_PLAN: StoredPlan = {
  folder: null,
  every: 'off',
  keep: 5,
  lastAt: null,
  failure: null,
  triedAt: null,
  made: [],
}

const WEEK_MS = 7 * 86_400_000
/** After a failure, but for a folder that is gone: that is looked for each time. */
const AGAIN_AFTER_MS = 3_600_000

/** Whether a backup is to be made now. One that was missed is due until it is made. */
export function isDue(plan: StoredPlan, now: number): boolean {
  const { folder, every, lastAt, triedAt, failure } = plan
  if (folder === null || every === 'off') return false
  const isLooking = failure === null || failure.code === 'backup_folder_missing'
  // Either way, because a clock may have been put back.
  if (!isLooking && triedAt !== null && Math.abs(now - triedAt) < AGAIN_AFTER_MS) return false
  if (lastAt === null) return true
  if (every === 'weekly') return Math.abs(now - lastAt) >= WEEK_MS
  return new Date(now).toDateString() !== new Date(lastAt).toDateString()
}

/** How a backup is called that somebody makes, such as `Keepsake 2026-08-01.keepsake`, in local time. */
export function dayName(now: number): string {
  return `Keepsake ${dayOf(new Date(now))}.keepsake`
}

/** How a scheduled one is called, such as `Keepsake 2026-08-01 12-00-00.keepsake`. */
export function backupName(now: number): string {
  const date = new Date(now)
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join('-')
  return `Keepsake ${dayOf(date)} ${time}.keepsake`
}

function dayOf(date: Date): string {
  return [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-')
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

const NAME = /^Keepsake \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.keepsake$/

/** Whether a file is called as the program calls backups. */
export function isBackupName(name: string): boolean {
  return NAME.test(name)
}

/** Removes all but the newest of those that were made; answers the names that are left, newest first. */
export function removeOld(folder: string, made: readonly string[], keep: number): string[] {
  const there = made.filter((name) => NAME.test(name) && isFile(join(folder, name)))
  for (const name of there.slice(keep)) rmSync(join(folder, name), { force: true })
  return there.slice(0, keep)
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
