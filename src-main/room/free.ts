import { rmSync } from 'node:fs'
import { collectFiles } from '../attachments/collect'
import { spareCopies } from '../backup/automatic'
import { countsOf } from '../backup/mergedDatabase'
import { prepareDatabase } from '../backup/prepare'
import { checkSpace, syncFile, verifyInPlace } from '../backup/restore'
import { clearIncoming, incomingFile, swapIn } from '../backup/swap'
import { vacuumInto } from '../db/copy'
import { findDamage } from '../db/doctor'
import { explainDatabaseError } from '../db/failures'
import { closeDatabase, openReadable } from '../db/open'
import { AppError } from '../errors'
import type { Paths } from '../storage/layout'
import { fileSizeSync } from '../storage/files'

/** Removes the automatic copies that can go; answers how many bytes they had. */
export function removeSpareCopies({ backups }: Pick<Paths, 'backups'>): number {
  const { spare } = spareCopies(backups)
  for (const { file } of spare) rmSync(file, { force: true })
  return spare.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Removes the files that no chat refers to, also those that only copies of the history name. */
export async function removeUnusedFiles(paths: Paths, now: number): Promise<number> {
  const { bytes } = await collectFiles(paths, now, { forCopies: false })
  return bytes
}

/**
 * Writes the database anew without what is free inside it. Nobody may have it open. As a restore does it: in
 * a new file, which is read back and then takes the place of the old one in one step. Answers how many bytes
 * came free. Throws `disk_full` where there is no room for both.
 */
export function compactDatabase(
  { profile, database }: Paths,
  { supported, now }: { supported: number; now: number },
): number {
  prepareDatabase(database, supported, now)
  const before = fileSizeSync(database)
  const incoming = incomingFile(database, now)
  try {
    checkSpace(profile, before)
    vacuumInto(database, incoming)
    refuseDamaged(incoming)
    syncFile(incoming)
    const counts = countsOf(incoming)
    const verify = () => verifyInPlace(database, counts)
    for (const old of swapIn(database, incoming, 'restore', now, verify)) {
      rmSync(old, { force: true })
    }
    return before - fileSizeSync(database)
  } catch (error) {
    clearIncoming(database)
    throw explainDatabaseError(error)
  }
}

function refuseDamaged(file: string): void {
  const db = openReadable(file)
  try {
    const [damage] = findDamage(db.$client, 'quick_check').rest
    if (damage) throw new AppError('database_damaged', damage)
  } finally {
    closeDatabase(db)
  }
}
