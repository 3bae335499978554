import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { findDamage } from '../db/doctor'
import { readPrivately } from '../db/privately'
import { AppError } from '../errors'
import { finishClearing } from '../storage/clearing'
import { checkLog } from './foreignLog'
import { readSchemaVersion } from './pages'
import { finishRestore } from './swap'
import { suspicion } from './suspect'
import { fileSizeSync } from '../storage/files'

/** A history up to this size is read whole after a crash before it is opened: it takes no second. */
const READ_AT_ONCE = 64 * 1024 * 1024

/**
 * To be called before a history is opened for writing: completes a clearing or a restore that was
 * interrupted, and
 * throws `database_newer` or `database_damaged` with every byte still as it was. Answers whether the
 * file is still to be read whole, because it is large and its last user did not close it.
 */
export function prepareDatabase(file: string, supported: number, now: number): boolean {
  finishClearing(dirname(file))
  finishRestore(file, now)
  if (!existsSync(file) && !existsSync(`${file}-wal`)) return false
  const schema = readSchemaVersion(file)
  if (schema !== null && schema > supported) {
    throw new AppError('database_newer', file, { schema, supported })
  }
  const wasClosed = fileSizeSync(`${file}-wal`) === 0
  checkLog(file)
  const isSuspect = existsSync(suspicion(file))
  const isSmall = fileSizeSync(file) <= READ_AT_ONCE
  if (!isSuspect && (wasClosed || !isSmall)) return !wasClosed
  const [first] = readPrivately(file, damageOf)
  if (first) throw new AppError('database_damaged', first)
  rmSync(suspicion(file), { force: true })
  return false
}

/**
 * What is wrong with a history that is open, read whole beside those who use it; the full-text index,
 * which can be made again, aside.
 */
export function findDamageIn(file: string): string[] {
  const client = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return damageOf(client)
  } finally {
    client.close()
  }
}

function damageOf(client: Database.Database): string[] {
  return findDamage(client, 'quick_check').rest
}
