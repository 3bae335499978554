import Database from 'better-sqlite3'
import * as attachments from './attachments'
import * as chunks from './chunks'
import * as conversations from './conversations'
import * as defaults from './defaults'
import * as left from './left'
import * as lists from './lists'
import * as erasure from './erasure'
import * as importConfig from './importConfig'
import * as importRuns from './importRuns'
import * as importUndo from './importUndo'
import * as messages from './messages'
import type { ReadableDb, WritableDb } from './open'
import * as projects from './projects'
import * as providers from './providers'
import { find } from './search/find'
import { forgetSearch, run } from './search/run'
import { forgetRemembered, sweepWords } from './search/words'
import { rereadSchema } from './setAside'
import * as settings from './settings'
import * as space from './space'
import * as statistics from './statistics'
import * as tags from './tags'
import * as upkeep from './upkeep'
import * as walks from './walks'

const search = { run, find, sweepWords }

/** Every function that speaks SQL and may be called from outside, by the file it stands in. */
export const queries = {
  attachments,
  chunks,
  conversations,
  defaults,
  left,
  lists,
  erasure,
  importConfig,
  importRuns,
  importUndo,
  messages,
  projects,
  providers,
  search,
  settings,
  space,
  statistics,
  tags,
  upkeep,
  walks,
}

type Files = typeof queries

/** The functions of `File` that take `Db` and not less, without it, as promises. */
type Remote<File, Kind extends 'read' | 'write'> = {
  [K in keyof File as KindOf<File[K]> extends Kind ? K : never]: File[K] extends (
    db: never,
    ...args: infer Args
  ) => infer Answer
    ? (...args: Args) => Promise<Answer>
    : never
}

/** Decided by the parameter itself: a function of one `WritableDb` would pass for one that reads. */
type KindOf<F> = F extends (...args: infer Args) => unknown
  ? Args extends [infer Db, ...unknown[]]
    ? [ReadableDb] extends [Db]
      ? 'read'
      : [WritableDb] extends [Db]
        ? 'write'
        : null
    : null
  : null

/** What runs on the reader thread, and what on the writer: the brand of the first parameter decides. */
export type Reads = { [File in keyof Files]: Remote<Files[File], 'read'> }
export type Writes = { [File in keyof Files]: Remote<Files[File], 'write'> }

/**
 * What a power cut may take back, with what was committed since: an import that has not ended is taken back
 * anyway, and the index is filled again. It is on the disk when the next other transaction is, such as the one
 * that ends the import.
 */
const SYNCED_LATER = new Set<unknown>([importRuns.write, upkeep.fillIndex, left.empty])

export interface Request {
  file: string
  name: string
  args: unknown[]
}

/** What must not be in a transaction. */
const ALONE = new Set<unknown>([left.reclaim, erasure.emptyLog])

/**
 * What finds damage and is not to try without it: it goes as far as there is time, so that a second try which
 * ends well would not have met the same.
 */
const TRIED_ONCE = new Set<unknown>([upkeep.fillIndex, left.empty])

/** Runs one request as one transaction. */
export function runQuery(db: ReadableDb, request: Request): unknown {
  const file = queries[request.file as keyof Files] as Record<string, unknown>
  const query = file[request.name]
  if (typeof query !== 'function') throw new Error(`no query ${request.file}.${request.name}`)
  if (ALONE.has(query)) return query(db)
  const run = () => query(db, ...request.args) as unknown
  if (db.$client.readonly) return db.$client.transaction(run).deferred()
  const isLater = SYNCED_LATER.has(query)
  if (isLater) db.$client.pragma('synchronous = NORMAL')
  try {
    return db.$client.transaction(run).immediate()
  } catch (error) {
    const writable = db as WritableDb
    forget(writable)
    if (!isDamage(error) || TRIED_ONCE.has(query)) throw error
    return runWithoutIndex(writable, run, error)
  } finally {
    if (isLater) db.$client.pragma('synchronous = FULL')
  }
}

/**
 * Runs a write again that met damage, with an empty index, which is filled in the background: no message waits
 * for it. Where that fails as well, the damage is elsewhere, and all stays as it was. A read is no reason: it
 * fails, and then the index is looked at.
 */
function runWithoutIndex(db: WritableDb, run: () => unknown, damage: unknown): unknown {
  const changes = db.$client.prepare('SELECT total_changes()').pluck()
  try {
    return db.$client
      .transaction(() => {
        upkeep.renewIndex(db)
        const before = changes.get()
        const answer = run()
        if (changes.get() === before) throw damage
        return answer
      })
      .immediate()
  } catch (error) {
    forget(db)
    throw isDamage(error) ? damage : error
  }
}

/** Forgets what a connection has in memory of a transaction that was taken back. */
function forget(db: WritableDb): void {
  rereadSchema(db.$client)
  forgetRemembered(db)
  forgetSearch(db)
}

function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CORRUPT')
}
