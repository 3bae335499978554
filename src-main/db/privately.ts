import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Bytes 18 and 19 of a database's header: 2 means that its newest pages are in a log. */
const WAL_FORMAT = 2

/**
 * Reads a database without leaving anything beside it. SQLite makes a log and its index for a file in
 * WAL format even when it only reads, so such a file is opened under another name in a folder of its
 * own. With `log: false` the log beside it is left out.
 */
export function readPrivately<T>(
  file: string,
  read: (client: Database.Database) => T,
  { log = true } = {},
): T {
  if (!usesLog(file)) return readFrom(file, read)
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-'))
  const stand = join(folder, 'read.db')
  try {
    linkOrCopy(file, stand)
    // The log is copied, never linked: its reader may write into it.
    if (log && existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${stand}-wal`)
    return readFrom(stand, read)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readFrom<T>(file: string, read: (client: Database.Database) => T): T {
  const client = new Database(file, { readonly: true, fileMustExist: true })
  try {
    client.pragma('trusted_schema = OFF')
    return read(client)
  } finally {
    client.close()
  }
}

function linkOrCopy(file: string, target: string) {
  try {
    linkSync(file, target)
  } catch {
    // Another disk, or one that knows no links.
    copyFileSync(file, target, constants.COPYFILE_FICLONE)
  }
}

function usesLog(file: string) {
  const handle = openSync(file, 'r')
  try {
    const header = Buffer.alloc(20)
    readSync(handle, header, 0, 20, 0)
    return header[18] === WAL_FORMAT || header[19] === WAL_FORMAT
  } finally {
    closeSync(handle)
  }
}
