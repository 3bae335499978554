import { lstatSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors'
import { isWhole, put } from '../storage/attachments'
import type { Content } from './archive'
import { attachmentName, contentOfName } from './manifest'
import { type Archive, readThrough } from './readArchive'

/** How many contents are written at a time. */
const LANES = 4

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
  let done = 0
  await inLanes(names, async (name) => {
    const hash = contentOfName(name)
    if (hash !== null && !(await isWhole(join(profile, name), hash))) {
      await addOne(archive, profile, name, hash)
      added += 1
    }
    tell((done += 1), names.length)
  })
  return added
}

/** Several at a time: each is waited for until the disk has it, which then has some at once. */
async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  let hasFailed = false
  const lane = async () => {
    for (const item of left) {
      if (hasFailed) return
      await work(item).catch((error: unknown) => {
        hasFailed = true
        throw error
      })
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane))
  for (const each of lanes) if (each.status === 'rejected') throw each.reason
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
