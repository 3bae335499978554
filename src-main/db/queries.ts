import * as attachments from './attachments'
import * as chunks from './chunks'
import * as conversations from './conversations'
import * as defaults from './defaults'
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
import { run } from './search/run'
import { forgetRemembered, sweepWords } from './search/words'
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
const SYNCED_LATER = new Set<unknown>([importRuns.write, upkeep.fillIndex])

export interface Request {
  file: string
  name: string
  args: unknown[]
}

/**
 * Runs one request as one transaction. A write that only the full-text index stands in the way of is
 * run again with an empty index, which is filled at the next start: no message waits for it.
 */
export function runQuery(db: ReadableDb, request: Request): unknown {
  const file = queries[request.file as keyof Files] as Record<string, unknown>
  const query = file[request.name]
  if (typeof query !== 'function') throw new Error(`no query ${request.file}.${request.name}`)
  // These make their own, or must not be in one.
  if (query === upkeep.renewIndex || query === erasure.emptyLog) return query(db)
  const run = db.$client.transaction(() => query(db, ...request.args) as unknown)
  if (db.$client.readonly) return run.deferred()
  const isLater = SYNCED_LATER.has(query)
  if (isLater) db.$client.pragma('synchronous = NORMAL')
  try {
    return run.immediate()
  } catch (error) {
    const writable = db as WritableDb
    forgetRemembered(writable)
    if (!upkeep.isIndexDamage(writable, error)) throw error
    upkeep.renewIndex(writable)
    return run.immediate()
  } finally {
    if (isLater) db.$client.pragma('synchronous = FULL')
  }
}
