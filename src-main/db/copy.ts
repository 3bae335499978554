import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../errors'
import { fileSizeSync, freeBytes } from '../storage/files'
import { countRows } from './countRows'
import { LOST_PAGES } from './derived'
import { explainDatabaseError } from './failures'
import { copyHistory } from './snapshot'

/**
 * Makes a point-in-time copy of a database that may be in use, without the search index, reads it back, and
 * only then gives it its final name, which is returned. Throws and leaves nothing behind when any of this
 * fails.
 */
export function copyDatabase(file: string, folder: string, name: string, now: number): string {
  mkdirSync(folder, { recursive: true })
  refuseWithoutRoom(file, folder)
  const target = join(folder, `${name}-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.db`)
  const partial = `${target}.partial`
  rmSync(partial, { force: true })
  try {
    const rows = copyHistory(file, partial)
    syncPath(partial)
    verifyCopy(partial, rows)
    renameSync(partial, target)
    syncPath(folder)
    return target
  } catch (error) {
    rmSync(partial, { force: true })
    throw explainDatabaseError(error)
  }
}

/** A disk is not filled to its last byte by a copy that does not fit. */
function refuseWithoutRoom(file: string, folder: string): void {
  const bytes = fileSizeSync(file) + fileSizeSync(`${file}-wal`)
  const free = freeBytes(folder)
  if (free < bytes) throw new AppError('disk_full', `a copy needs ${bytes} bytes, ${free} are free`)
}

/** Makes a copy of a database that may be in use, as it is at one moment, with its search index. */
export function vacuumInto(file: string, target: string): void {
  withDatabase(file, { readonly: true }, (source) => source.prepare('VACUUM INTO ?').run(target))
  // In the copy every page belongs to something.
  withDatabase(target, {}, (copy) => copy.exec(`DROP TABLE IF EXISTS ${LOST_PAGES}`))
}

function withDatabase(
  file: string,
  options: Database.Options,
  work: (client: Database.Database) => unknown,
): void {
  const client = new Database(file, options)
  try {
    work(client)
  } finally {
    client.close()
  }
}

function verifyCopy(file: string, expected: Record<string, number>): void {
  const copy = new Database(file, { readonly: true })
  try {
    const problems = copy.pragma('integrity_check', { simple: true })
    if (problems !== 'ok') throw new AppError('database_damaged', String(problems))
    const found = countRows(copy)
    for (const [table, rows] of Object.entries(expected)) {
      if (found[table] !== rows) {
        throw new AppError('database_damaged', `the copy has ${found[table]} of ${rows} ${table}`)
      }
    }
  } finally {
    copy.close()
  }
}

/** A rename survives a power cut only when its folder was synced; Windows cannot sync a folder. */
function syncPath(path: string): void {
  const isFolder = statSync(path).isDirectory()
  if (process.platform === 'win32' && isFolder) return
  // Windows flushes only what is open for writing.
  const handle = openSync(path, isFolder ? 'r' : 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
