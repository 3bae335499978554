import { existsSync, lstatSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { explainDatabaseError } from '../db/failures'
import { migrate, type Migration } from '../db/migrate'
import { APPLICATION_ID, type WritableDb } from '../db/open'
import * as schema from '../db/schema'
import { refillIndex } from '../db/search'
import { AppError } from '../errors'
import { insertInto } from './insert'
import { mend } from './mend'
import { openPages, type Pages, type View } from './pages'
import { idNamedBy, type Table, tablesFor, tablesOf } from './recognize'
import { type Found, recordsOn } from './records'
import { checkSpace, countHistory, type RestoreOptions, syncFile, verifyInPlace } from './restore'
import { clearIncoming, finishRestore, incomingFile, swapIn } from './swap'

/** Rows; `lost` is how many conversations and messages were named somewhere and not found. */
export interface Salvaged {
  conversations: number
  messages: number
  lost: number
}

const INDEX_BATCH = 1000

/** Whether a damaged file holds anything that {@link salvage} would keep. Mostly answers at once. */
export function canSalvage(damagedFile: string): boolean {
  if (!existsSync(damagedFile) && !existsSync(`${damagedFile}-wal`)) return false
  const shape = new Database(':memory:')
  const pages = openPages(damagedFile)
  try {
    return hasHistory(pages)
  } finally {
    pages.close()
    shape.close()
  }
}
