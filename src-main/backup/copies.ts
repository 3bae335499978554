import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { RecoveryCopy } from '@contract/state'
import { findDamage } from '../db/doctor'
import { readPrivately } from '../db/privately'
import { namesIn } from '../storage/files'
import { timeInName } from './copyNames'
import { countHistory, isOurs } from './restore'

/**
 * The copies in a folder that can be put back, newest first; those that are damaged come last, with no
 * counts. Databases of other programs are left out. Reads each copy whole: seconds for each gigabyte.
 */
export function findCopies(backupsFolder: string): RecoveryCopy[] {
  const copies = namesIn(backupsFolder)
    .filter((name) => name.endsWith('.db'))
    .flatMap((name) => describeCopy(join(backupsFolder, name)) ?? [])
  return copies.toSorted(
    (a, b) =>
      Number(a.messages === null) - Number(b.messages === null) || b.createdAt - a.createdAt,
  )
}

/** What is in one copy; null for what is no file, or another program's. */
function describeCopy(file: string): RecoveryCopy | null {
  const status = lstatSync(file, { throwIfNoEntry: false })
  if (!status?.isFile()) return null
  const createdAt = timeInName(file) ?? Math.round(status.mtimeMs)
  const copy = { file, createdAt, bytes: status.size, conversations: null, messages: null }
  if (status.size === 0) return copy
  try {
    return readPrivately(file, (client) => {
      if (!isOurs(client)) return null
      const damaged = findDamage(client, 'quick_check').rest.length > 0
      return damaged ? copy : { ...copy, ...countHistory(client) }
    })
  } catch {
    return copy // Whatever it threw: it cannot be read, and that is what is shown.
  }
}
