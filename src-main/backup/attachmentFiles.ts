import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../errors'
import { renamePatiently, syncFolder } from '../storage/files'
import { attachmentName, contentOfName } from './manifest'
import { type Archive, readThrough } from './readArchive'

/** Of these contents, the names of those whose bytes are in the profile's folder and whole. */
export async function findAttachments(
  profile: string,
  hashes: string[],
): Promise<{ found: string[]; missing: string[] }> {
  const found: string[] = []
  const missing: string[] = []
  for (const hash of hashes) {
    const name = attachmentName(hash)
    if (contentOfName(name) === hash && (await isWhole(join(profile, name), hash))) found.push(name)
    else missing.push(hash)
  }
  return { found, missing }
}

/**
 * Puts the attachments of a backup into the profile's folder, each under the hash of its bytes, so
 * that what is there whole is left as it is. Answers how many were added.
 */
export async function addAttachments(
  archive: Archive,
  profile: string,
  tell: (done: number, total: number) => void,
): Promise<number> {
  const names = [...archive.entries.keys()].filter((name) => contentOfName(name) !== null)
  let added = 0
  for (const [index, name] of names.entries()) {
    const hash = contentOfName(name)
    const file = join(profile, name)
    if (hash !== null && !(await isWhole(file, hash))) {
      await addOne(archive, profile, name, hash)
      added += 1
    }
    tell(index + 1, names.length)
  }
  return added
}

async function addOne(
  archive: Archive,
  profile: string,
  name: string,
  hash: string,
): Promise<void> {
  const file = join(profile, name)
  const partial = `${file}.partial`
  const made = mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  rmSync(partial, { force: true })
  try {
    const written = await readThrough(archive, name, partial)
    if (written !== hash) throw new AppError('backup_damaged', name)
    await renamePatiently(partial, file)
    await syncFolder(dirname(file))
    // A new folder has a name of its own that has to last.
    if (made) for (const parent of [dirname(dirname(file)), profile]) await syncFolder(parent)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

/** No link and no device: only a file of the profile's own is read. */
async function isWhole(file: string, sha256: string): Promise<boolean> {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return false
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex') === sha256
}
