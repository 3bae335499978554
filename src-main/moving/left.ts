import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors'
import { namesIn, syncFolderSync } from '../storage/files'
import { lastKnownFile } from '../storage/lastKnown'
import { isRoot, paths, readRoot } from '../storage/layout'
import { readLock } from '../storage/lock'
import { DEFAULT_PROFILE } from '../storage/profiles'
import { removeEmpty } from './copy'
import { forgetMove, type Move, type MovedFiles, readList } from './journal'
import { isUnchanged } from './list'

interface OldCopy {
  appDataDir: string
  move: Move
  /** The root that is open now. */
  current: string
  now: number
}

/**
 * Deletes what a move left behind: the files that it copied and the program's own caches and logs, each by
 * its name. What somebody else put there stays, with its folder. Answers the bytes. Throws `old_copy_changed`
 * where something was changed after the move, and `root_locked`; nothing was deleted then.
 */
export function deleteOldCopy({ appDataDir, move, current, now }: OldCopy): number {
  const { from, rootId } = move
  const isData = isRoot(current) && readRoot(current)?.id === rootId && current !== from
  if (!isData || readRoot(from)?.movedTo === undefined) throw new AppError('not_found', from)
  const place = paths(from, DEFAULT_PROFILE)
  const { state } = readLock(place.lock, now)
  if (state !== 'free' && state !== 'dead') throw new AppError('root_locked', from)
  const list = readList(appDataDir, move, now)
  refuseChanged(from, list)

  let bytes = 0
  for (const file of list.files) {
    rmSync(join(from, file.path), { force: true })
    bytes += file.bytes
  }
  rmSync(place.chromium, { recursive: true, force: true })
  for (const name of namesIn(place.logs)) {
    if (name.endsWith('.log')) rmSync(join(place.logs, name), { force: true })
  }
  rmSync(place.lock, { force: true })
  for (const folder of [...list.folders.toReversed(), 'logs']) removeEmpty(join(from, folder))
  if (!move.keepsSign) {
    rmSync(join(from, 'root.json'), { force: true })
    removeEmpty(from)
  } else syncFolderSync(from)
  const memory = lastKnownFile({ path: from, kind: 'moved' }, appDataDir)
  if (memory !== null) rmSync(memory, { force: true })
  forgetMove(appDataDir, move)
  return bytes
}

/**
 * A file that was deleted by an attempt before this one is not a change, and neither is what somebody put
 * there; a log beside a database is, because whoever opened it since has written there.
 */
function refuseChanged(from: string, { folders, files }: MovedFiles) {
  const there = files.filter(({ path }) => existsSync(join(from, path)))
  const known = new Set(there.map(({ path }) => path))
  const counts = (path: string) => known.has(path) || /\/keepsake\.db[^/]*$/.test(path)
  if (isUnchanged(from, { folders, files: there }, counts)) return
  throw new AppError('old_copy_changed', from, { path: from })
}
