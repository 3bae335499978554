import { basename } from 'node:path'
import { namesIn } from '../storage/files'

// By their names alone, so that whoever only asks for them need not load SQLite.

/** How the copies of each day are called. */
export const DAILY = 'daily'

/** How a copy is called that somebody asked for. */
export const MANUAL = 'manual'

/** How copies are called that are made before a restore, and before one is taken back. */
export const BEFORE_RESTORE = 'before-restore'
export const BEFORE_UNDO = 'before-undo'

const AUTOMATIC = /^(daily|manual|before-[a-z]+(?:-\d+)?)-\d{4}-\d\d-\d\dT[\d-]+Z\.db$/

/** Why the program made a copy by itself, such as `daily` or `before-restore`; null for any other file. */
export function kindInName(name: string): string | null {
  return AUTOMATIC.exec(name)?.[1] ?? null
}

/** The copy by which the last restore is undone; null where none was made since the last undo. */
export function lastRestoreIn(folder: string): { name: string; at: number } | null {
  const newest = { name: '', at: -Infinity, kind: '' }
  for (const name of namesIn(folder)) {
    const kind = kindInName(name)
    const at = timeInName(name)
    if (at === null || at < newest.at) continue
    if (kind === BEFORE_RESTORE || kind === BEFORE_UNDO) Object.assign(newest, { name, at, kind })
  }
  return newest.kind === BEFORE_RESTORE ? { name: newest.name, at: newest.at } : null
}

/** Whether there is a copy of this day, in local time. */
export function hasCopyOf(folder: string, now: number): boolean {
  const today = new Date(now).toDateString()
  return namesIn(folder).some((name) => {
    const at = kindInName(name) === DAILY ? timeInName(name) : null
    return at !== null && new Date(at).toDateString() === today
  })
}

/** The time that `copyDatabase` puts into a name: it survives where a file's own time does not. */
export function timeInName(file: string): number | null {
  const found = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/.exec(basename(file))
  if (!found) return null
  const time = Date.parse(`${found[1]}T${found[2]}:${found[3]}:${found[4]}.${found[5]}Z`)
  return Number.isNaN(time) ? null : time
}
