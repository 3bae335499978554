import { constants, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { ACTIVE } from '../fixtures/lists'
import { type Child, openChild, type Place, temporaryPlace } from './childApp'
import { CHECKOUT, databaseOf } from './program'
import { isLong } from './report'

export const CHATS = 10_000
export const MESSAGES = 1_000_000

/** The store that `npm run bench -- search` keeps: it takes minutes to write. */
const kept = join(CHECKOUT, 'node_modules/.cache/keepsake-bench')
const name = existsSync(kept)
  ? readdirSync(kept).find((each) => each.endsWith(`-${CHATS}-${MESSAGES}-20000`))
  : undefined
export const cannot = !isLong || name === undefined
export const byStore = !isLong
  ? ' [skipped: only in the long form]'
  : name === undefined
    ? ' [skipped: `npm run bench -- search` makes the store of a million messages]'
    : ''

/** A copy of the store of a million messages, to be harmed. */
export function copyOfLarge(place = temporaryPlace()): Place {
  const mode = constants.COPYFILE_FICLONE
  cpSync(join(kept, name ?? ''), place.root, { recursive: true, mode })
  return place
}

/** Until a person could read the newest conversation and write in it. */
export async function timeStart(place: Place): Promise<{ child: Child; milliseconds: number }> {
  const began = performance.now()
  const child = await openChild(place)
  await child.call('conversations.list', { filter: ACTIVE, after: null, limit: 100 })
  return { child, milliseconds: performance.now() - began }
}

export function problemsOf(place: Place): unknown[] {
  return query(databaseOf(place), (db) => db.prepare('PRAGMA quick_check(5)').pluck().all())
}

/** The one number that a statement asks for. */
export function numberIn(file: string, sql: string): number {
  return query(file, (db) => Number(db.prepare(sql).pluck().get()))
}

export function query<T>(file: string, ask: (db: Database.Database) => T): T {
  const db = new Database(file, { readonly: true })
  try {
    return ask(db)
  } finally {
    db.close()
  }
}

/** The most memory that a process has had so far, in megabytes. */
export function mostMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024)
}

/** How much longer `milliseconds` are than what is usual, for the table of figures. */
export function ratioOf(milliseconds: number, usual: number): string {
  return `${(milliseconds / usual).toFixed(2)} × ${Math.round(usual)} ms`
}
