import { basename } from 'node:path'
import { namesIn } from '../storage/files'

// By their names alone, so that whoever only asks for them need not load SQLite.

/** How the copies of each day are called. */
export const DAILY = 'daily'

const AUTOMATIC = /^(daily|before-[a-z]+(?:-\d+)?)-\d{4}-\d\d-\d\dT[\d-]+Z\.db$/

/** Why the program made a copy by itself, such as `daily` or `before-restore`; null for any other file. */
export function kindInName(name: string): string | null {
  return AUTOMATIC.exec(name)?.[1] ?? null
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
