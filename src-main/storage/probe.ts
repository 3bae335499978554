import { randomBytes } from 'node:crypto'
import { mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf, freeBytes, writeFileAtomicSync } from './files'

/** Bytes that must be free before a new folder is taken for data. */
export const LEAST_FREE = 10 * 1024 * 1024

/** Why a folder cannot hold data; each is a sentence in the storage catalogue. */
export type ProbeFailure =
  | 'missing'
  | 'not_a_folder'
  | 'read_only'
  | 'no_permission'
  | 'no_space'
  | 'path_too_long'
  | 'disk_error'

export type Probe = { ok: true; free: number } | { ok: false; reason: ProbeFailure; detail: string }

/**
 * Tries all that saving needs: create, write, fsync, rename, delete. That a folder exists, or that its
 * mode says so, proves nothing. A missing folder is made, and removed again where the trial fails.
 * `least` is how many bytes must be free.
 */
export function probe(folder: string, least = LEAST_FREE): Probe {
  const made: string[] = []
  try {
    makeFolders(folder, made)
    const file = join(folder, `.probe-${randomBytes(6).toString('hex')}`)
    try {
      writeFileAtomicSync(file, 'Keepsake tries whether it can write here.\n')
    } finally {
      rmSync(file, { force: true })
    }
    const free = freeBytes(folder)
    if (free >= least) return { ok: true, free }
    removeEmpty(made)
    return { ok: false, reason: 'no_space', detail: `${free} bytes free` }
  } catch (error) {
    removeEmpty(made)
    return { ok: false, reason: reasonOf(error), detail: messageOf(error) }
  }
}

const reasons: Record<string, ProbeFailure> = {
  ENOENT: 'missing',
  ENOTDIR: 'not_a_folder',
  // Nothing is there, and yet it cannot be made: a link to a place that is gone.
  EEXIST: 'missing',
  ENAMETOOLONG: 'path_too_long',
  EROFS: 'read_only',
  EACCES: 'no_permission',
  EPERM: 'no_permission',
  ENOSPC: 'no_space',
  EDQUOT: 'no_space',
}

function reasonOf(error: unknown): ProbeFailure {
  return reasons[codeOf(error)] ?? 'disk_error'
}

function messageOf(error: unknown) {
  return error instanceof Error ? error.message : String(error)
}

function makeFolders(folder: string, made: string[]) {
  if (exists(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolders(parent, made)
  try {
    mkdirSync(folder, { mode: 0o700 })
    made.push(folder)
  } catch (error) {
    // Another program may have made it in this moment.
    if (codeOf(error) !== 'EEXIST' || !exists(folder)) throw error
  }
}

function exists(path: string) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function removeEmpty(folders: string[]) {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder)
    } catch {
      return // Somebody put something into it meanwhile, so it stays.
    }
  }
}
