import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptCopy } from '@contract/backup'
import type { RecoveryCopy } from '@contract/state'
import { findDamage } from '../db/doctor'
import { readPrivately } from '../db/privately'
import { namesIn } from '../storage/files'
import { kindInName, timeInName } from './copyNames'
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

/**
 * The copies that the program made by itself, newest first. What is in them is counted and not examined,
 * so that a list of many is there at once; counts are null where not even that could be read.
 */
export function listCopies(backupsFolder: string): KeptCopy[] {
  const copies = namesIn(backupsFolder).flatMap((name) => countCopy(backupsFolder, name) ?? [])
  return copies.toSorted((a, b) => b.createdAt - a.createdAt)
}

/** One copy that the program made; null for any other file. */
export function countCopy(folder: string, name: string): KeptCopy | null {
  const file = join(folder, name)
  const [kind, createdAt] = [kindInName(name), timeInName(name)]
  const status = lstatSync(file, { throwIfNoEntry: false })
  if (kind === null || createdAt === null || !status?.isFile()) return null
  const copy = { name, kind, createdAt, bytes: status.size, conversations: null, messages: null }
  try {
    return { ...copy, ...readPrivately(file, countHistory) }
  } catch {
    return copy // Whatever it threw: it cannot be read, and that is what is shown.
  }
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
