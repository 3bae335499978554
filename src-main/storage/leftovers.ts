import { lstatSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log'
import { namesIn } from './files'
import { paths } from './layout'

/** Settings and keys on their way, which have a name of their own each time. */
const ATOMIC = /\.json\.[0-9a-f]{8}\.partial$/
/** Copies of a history, and backups made before a profile was cleared, with what SQLite has beside them. */
const COPY = /\.(db|keepsake)(\.snapshot|\.proof)?\.partial(-journal|-wal|-shm)?$/

/**
 * Removes from a root what a program that was killed had begun to write, none of which has its name yet: it
 * may be gigabytes. To be called once, by whoever holds the lock; what is newer than `began` is left to who
 * may be writing it. Never throws: a file that stays is in nobody's way.
 */
export function clearLeftovers(root: string, began: number, log: Log): void {
  try {
    const removed = remove(root, began)
    if (removed.length > 0) log.info('unfinished files were removed', { removed })
  } catch (error) {
    log.warn('unfinished files could not be removed', { error })
  }
}

function remove(root: string, began: number): string[] {
  const { profiles, trash } = paths(root, '')
  const inProfiles = namesIn(profiles).flatMap((id) => {
    const { profile, backups } = paths(root, id)
    return [...left(profile, ATOMIC), ...left(backups, COPY)]
  })
  const found = [...left(root, ATOMIC), ...inProfiles, ...left(trash, COPY)]
  const old = found.filter((file) => {
    const status = lstatSync(file, { throwIfNoEntry: false })
    return status?.isFile() && status.mtimeMs < began
  })
  for (const file of old) rmSync(file, { force: true })
  return old
}

function left(folder: string, kind: RegExp): string[] {
  const names = namesIn(folder).filter((name) => kind.test(name))
  return names.map((name) => join(folder, name))
}
