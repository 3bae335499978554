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

/** What nobody has written to for that long was left by a crash. */
const STALE_MS = 3_600_000

/**
 * Removes what crashes left in a folder of what was being written there. `begun` says of a name which file
 * was to be made, and null for what is none of ours. All that belongs to one file is removed or stays
 * together: other programs may be writing there now.
 */
export function clearStale(folder: string, begun: (name: string) => string | null): void {
  try {
    for (const name of leftIn(folder, begun)) rmSync(join(folder, name), { force: true })
  } catch {
    // A folder that cannot be listed, or a file that is held open: it costs room, and nothing else.
  }
}

function leftIn(folder: string, begun: (name: string) => string | null): string[] {
  const found = namesIn(folder).flatMap((name) => {
    const file = begun(name)
    if (file === null) return []
    const status = lstatSync(join(folder, name), { throwIfNoEntry: false })
    return status?.isFile() ? [{ name, file, written: status.mtimeMs }] : []
  })
  // Either way, because a clock may have been put back.
  const isRecent = (written: number) => Math.abs(Date.now() - written) <= STALE_MS
  const running = new Set(found.filter((each) => isRecent(each.written)).map(({ file }) => file))
  return found.filter(({ file }) => !running.has(file)).map(({ name }) => name)
}
