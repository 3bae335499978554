import { lstatSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors'
import { isWhole, put } from '../storage/attachments'
import type { Content } from './archive'
import { attachmentName, contentOfName } from './manifest'
import { type Archive, readThrough } from './readArchive'

/** Of these contents, those whose files are in the profile's folder; whether they are whole, packing shows. */
export function attachmentsIn(
  profile: string,
  hashes: readonly string[],
): { found: Content[]; missing: string[] } {
  const found: Content[] = []
  const missing: string[] = []
  for (const sha256 of hashes) {
    const name = attachmentName(sha256)
    const file = join(profile, name)
    const status = lstatSync(file, { throwIfNoEntry: false })
    // No link and no device: only a file of our own is read.
    if (contentOfName(name) !== sha256 || !status?.isFile()) missing.push(sha256)
    else found.push({ name, file, bytes: status.size, sha256, compress: false })
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
