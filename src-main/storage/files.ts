import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { lstat, open, opendir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Milliseconds for which a rename that Windows refuses is tried again. */
const PATIENCE = 10_000

/**
 * Replaces a file as a whole: after a crash or a power loss it holds the old or the new content.
 * Once the promise resolves the new content is on the disk. `mode` is for a new file, 0600 unless said.
 */
export async function writeFileAtomic(file: string, data: string | Uint8Array, mode = 0o600) {
  const partial = partialOf(file)
  try {
    const handle = await open(partial, 'wx', mode)
    try {
      await handle.writeFile(data)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await renamePatiently(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  await syncFolder(dirname(file))
}

/** The same for the time before the program is ready, when nothing else could run anyway. */
export function writeFileAtomicSync(file: string, data: string | Uint8Array, mode = 0o600) {
  const partial = partialOf(file)
  try {
    const handle = openSync(partial, 'wx', mode)
    try {
      writeFileSync(handle, data)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renamePatientlySync(partial, file)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  syncFolderSync(dirname(file))
}

/** Moves a file or folder. On Windows a virus scanner may hold it for a while: tried for ten seconds. */
export async function renamePatiently(
  from: string,
  to: string,
  move = rename,
  platform = process.platform,
) {
  for (let wait = 10, end = Date.now() + PATIENCE; ; wait *= 2) {
    try {
      return await move(from, to)
    } catch (error) {
      if (!isHeldOpen(error, platform) || Date.now() + wait > end) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

export function renamePatientlySync(
  from: string,
  to: string,
  move = renameSync,
  platform = process.platform,
) {
  for (let wait = 10, end = Date.now() + PATIENCE; ; wait *= 2) {
    try {
      return move(from, to)
    } catch (error) {
      if (!isHeldOpen(error, platform) || Date.now() + wait > end) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
    }
  }
}

/** Makes the names in a folder (a new, renamed or removed file) survive a power loss. */
export async function syncFolder(folder: string) {
  // Windows cannot open a folder to sync it; NTFS journals its names by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function syncFolderSync(folder: string) {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Bytes that this user can still write on the disk of `folder`. */
export function freeBytes(folder: string) {
  const disk = statfsSync(folder)
  return disk.bavail * disk.bsize
}

/** Bytes in a folder and below it, links not followed. What vanishes meanwhile counts nothing. */
export async function folderSize(folder: string): Promise<number> {
  let bytes = 0
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) bytes += await folderSize(path)
      else bytes += await fileSize(path)
    }
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  return bytes
}

/** Bytes of a file; 0 where there is none. */
export async function fileSize(file: string) {
  try {
    return (await lstat(file)).size
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
}

/** The same at once, of what a link leads to as well. */
export function fileSizeSync(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** The names in a folder; none where there is no folder. */
export function namesIn(folder: string) {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

export function isMissing(error: unknown) {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
}

export function codeOf(error: unknown) {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

// Two writers of one file must not share a partial one.
function partialOf(file: string) {
  return `${file}.${randomBytes(4).toString('hex')}.partial`
}

function isHeldOpen(error: unknown, platform: NodeJS.Platform) {
  return platform === 'win32' && ['EBUSY', 'EPERM', 'EACCES'].includes(codeOf(error))
}
