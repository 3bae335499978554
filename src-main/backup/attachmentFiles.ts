import { statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors'
import { isWhole, put } from '../storage/attachments'
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
  const write = async (partial: string) => {
    const sha256 = await readThrough(archive, name, partial)
    if (sha256 !== hash) throw new AppError('backup_damaged', name)
    return { sha256, bytes: statSync(partial).size }
  }
  // What is there under this name was read, and is not what the name says.
  await put(join(profile, 'attachments'), write, { damaged: true })
}
