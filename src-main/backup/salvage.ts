import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Rescue } from '@contract/state'
import { explainDatabaseError } from '../db/failures'
import { migrate, type Migration } from '../db/migrate'
import { APPLICATION_ID, type WritableDb } from '../db/open'
import { fillIndex, fillTitles, leaveToFill } from '../db/upkeep'
import { AppError } from '../errors'
import { mendHistory, mendReferences } from './mend'
import { openPages, type Pages } from './pages'
import { type Table, tablesFor, tablesOf } from './recognize'
import { checkSpace, countHistory, type RestoreOptions, syncFile, verifyInPlace } from './restore'
import { readInto } from './salvageRows'
import { scan } from './scan'
import { clearIncoming, finishRestore, incomingFile, swapIn } from './swap'

export interface SalvageOptions extends RestoreOptions {
  /** Hears of bytes that were read, then of tables put in order; what it throws ends the rescue. */
  tell?: (step: 'reading' | 'mending', done: number, total: number) => void
}

/**
 * How long messages are indexed before the history is there again. What is not done by then, the program
 * does in the background, and says until then that not all is found.
 */
const INDEX_MS = 5000

/** Kilobytes of pages in memory: the index over ids is written to all over. */
const CACHE = 64_000

/**
 * Saves what can be read from a damaged database, and puts it in its place; the damaged files are kept
 * under another name. Throws `database_damaged` where nothing of a history can be read, what the disk
 * says, or what `tell` throws; the damaged database is then where it was.
 */
export function salvageInPlace(
  databaseFile: string,
  options: SalvageOptions,
): Rescue & { setAside: string[] } {
  finishRestore(databaseFile, options.now)
  const incoming = incomingFile(databaseFile, options.now)
  try {
    const saved = salvage(databaseFile, incoming, options)
    const verify = () => verifyInPlace(databaseFile, saved.counts)
    const setAside = swapIn(databaseFile, incoming, 'salvage', options.now, verify)
    return { ...saved.report, setAside }
  } catch (error) {
    clearIncoming(databaseFile)
    throw explainDatabaseError(error)
  }
}

/**
 * Writes what can be read from a damaged database into a new one. The file is read page by page and
 * without SQLite, because each leaf holds whole rows: bad pages above it, or a bad header, hide none.
 * The damaged file is not changed, nor is anything left beside it.
 */
export function salvage(
  damagedFile: string,
  targetFile: string,
  { migrations, now, tell = () => undefined }: SalvageOptions,
): { report: Rescue; counts: Omit<Rescue, 'lost'> } {
  const pages = openPages(damagedFile)
  let client: Database.Database | undefined
  try {
    checkSpace(dirname(targetFile), pages.count * pages.pageSize)
    client = new Database(targetFile)
    // The new file counts for nothing until it is whole, so it need not be safe on the way.
    for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'trusted_schema = OFF']) {
      client.pragma(pragma)
    }
    client.pragma(`cache_size = -${CACHE}`)
    client.pragma(`application_id = ${APPLICATION_ID}`)
    migrate(client, migrations.slice(0, schemaOf(pages, migrations)))
    client.pragma('foreign_keys = OFF')
    const triggers = dropTriggers(client)
    const unfound = client.transaction(readInto)(client, pages, (done, total) =>
      tell('reading', done * pages.pageSize, total * pages.pageSize),
    )
    const mended = mend(client, triggers, { migrations, now, tell })
    client.close()
    syncFile(targetFile)
    const { total, counts } = mended
    const lost = Math.max(unfound, mended.missing)
    return { report: { conversations: total, messages: counts.messages, lost }, counts }
  } finally {
    client?.close()
    pages.close()
  }
}

/** Makes a history of the present schema of the rows that were read. */
function mend(
  client: Database.Database,
  triggers: string[],
  { migrations, now, tell }: Required<SalvageOptions>,
) {
  // As in `openWritable`: only a connection of its own may carry the brand.
  const db = drizzle(client) as unknown as WritableDb
  let missing = 0
  const steps = [
    () => client.transaction(mendReferences)(client),
    () => triggers.forEach((trigger) => client.exec(trigger)),
    () => migrate(client, migrations),
    () => (missing = client.transaction(mendHistory)(db, now)),
    () => client.transaction(index)(db),
  ]
  steps.forEach((step, at) => {
    tell('mending', at, steps.length)
    step()
  })
  const total = client.prepare('SELECT count(*) FROM conversations').pluck().get() as number
  const counts = countHistory(client)
  if (total + counts.messages === 0) {
    throw new AppError('database_damaged', 'nothing of a history can be read')
  }
  tell('mending', steps.length, steps.length)
  return { total, counts, missing }
}

function index(db: WritableDb): void {
  leaveToFill(db)
  fillTitles(db)
  fillIndex(db, 0, INDEX_MS)
}

/** Whether {@link salvage} would find anything; reads until it does. */
export function canSalvage(damagedFile: string, migrations: Migration[]): boolean {
  const pages = openPages(damagedFile)
  const client = new Database(':memory:')
  try {
    migrate(client, migrations.slice(0, schemaOf(pages, migrations)))
    const tables = tablesOf(client)
    const isHistory = ({ name }: Table) => name === 'messages' || name === 'conversations'
    for (const found of scan(pages, tables)) {
      if (tablesFor(found, tables).some(isHistory)) return true
    }
    return false
  } finally {
    client.close()
    pages.close()
  }
}

/** The schema that the rows were written in; the present one where the file does not say. */
function schemaOf(pages: Pages, migrations: Migration[]) {
  const { schema } = pages
  if (schema === null || schema < 1) return migrations.length
  if (schema <= migrations.length) return schema
  throw new AppError('database_newer', undefined, { schema, supported: migrations.length })
}

/** They would count each message again that its conversation has counted already. */
function dropTriggers(client: Database.Database) {
  const triggers = client
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all() as { name: string; sql: string }[]
  for (const { name } of triggers) client.exec(`DROP TRIGGER "${name}"`)
  return triggers.map(({ sql }) => sql)
}
