import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { explainDatabaseError } from '../db/failures'
import { migrate, type Migration } from '../db/migrate'
import { APPLICATION_ID, type WritableDb } from '../db/open'
import { fillIndex, fillTitles } from '../db/upkeep'
import { AppError } from '../errors'
import { insertInto } from './insert'
import { mendHistory, mendReferences } from './mend'
import { openPages, type Pages } from './pages'
import { idNamedBy, type Table, tablesFor, tablesOf } from './recognize'
import type { Found } from './records'
import { checkSpace, countHistory, type RestoreOptions, syncFile, verifyInPlace } from './restore'
import { scan } from './scan'
import { clearIncoming, finishRestore, incomingFile, swapIn } from './swap'

/** `lost` is how many things were named somewhere (by an index, or a count) and not found. */
export interface Salvaged {
  conversations: number
  messages: number
  lost: number
}

interface ForeignKey {
  table: string
  from: string
  to: string
}

/** How long messages are indexed in one transaction. */
const BATCH_MS = 1000

/**
 * Saves what can be read from a damaged database, and puts it in its place; the damaged files are kept
 * under another name. Throws `database_damaged` where nothing of a history can be read, or what the
 * disk says; the damaged database is then where it was.
 */
export function salvageInPlace(
  databaseFile: string,
  options: RestoreOptions,
): Salvaged & { setAside: string[] } {
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
  { migrations, now }: RestoreOptions,
): { report: Salvaged; counts: Omit<Salvaged, 'lost'> } {
  const pages = openPages(damagedFile)
  let client: Database.Database | undefined
  try {
    checkSpace(dirname(targetFile), pages.count * pages.usable)
    client = new Database(targetFile)
    // The new file counts for nothing until it is whole, so it need not be safe on the way.
    for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'trusted_schema = OFF']) {
      client.pragma(pragma)
    }
    client.pragma(`application_id = ${APPLICATION_ID}`)
    migrate(client, migrations.slice(0, schemaOf(pages, migrations)))
    client.pragma('foreign_keys = OFF')
    const triggers = dropTriggers(client)
    const unfound = client.transaction(readInto)(client, pages)
    client.transaction(mendReferences)(client)
    for (const trigger of triggers) client.exec(trigger)
    migrate(client, migrations)
    // As in `openWritable`: only a connection of its own may carry the brand.
    const db = drizzle(client) as unknown as WritableDb
    const missing = client.transaction(mendHistory)(db, now)
    const fill = client.transaction((seq: number) => fillIndex(db, seq, BATCH_MS))
    for (let seq: number | null = 0; seq !== null;) seq = fill(seq).next
    fillTitles(db)
    const total = client.prepare('SELECT count(*) FROM conversations').pluck().get() as number
    const counts = countHistory(client)
    if (total + counts.messages === 0) {
      throw new AppError('database_damaged', 'nothing of a history can be read')
    }
    client.close()
    syncFile(targetFile)
    const lost = Math.max(unfound, missing)
    return { report: { conversations: total, messages: counts.messages, lost }, counts }
  } finally {
    client?.close()
    pages.close()
  }
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

/** Answers how many things were named and not found. */
function readInto(client: Database.Database, pages: Pages): number {
  const tables = tablesOf(client)
  const insert = insertInto(client)
  const refers = referencesOf(client)
  client.exec('CREATE TEMP TABLE named (id TEXT PRIMARY KEY) WITHOUT ROWID')
  const name = client.prepare('INSERT OR IGNORE INTO temp.named VALUES (?)')
  const alike: { fitting: Table[]; found: Found }[] = []
  for (const found of scan(pages, tables)) {
    const id = idNamedBy(found)
    if (id !== null) name.run(id)
    const fitting = found.rowid === null ? [] : tablesFor(found, tables)
    const [table] = fitting
    if (fitting.length > 1) alike.push({ fitting, found })
    else if (table) insert(table, found)
  }
  for (const { fitting, found } of alike) {
    const table = fitting.find((candidate) => refers(candidate, found))
    if (table) insert(table, found)
  }
  // What was imported and then deleted is still named by the list of imports.
  const known = tables.filter(({ id }) => id !== -1).map((table) => `SELECT id FROM ${table.name}`)
  return client
    .prepare(
      `SELECT count(*) FROM temp.named WHERE id NOT IN
         (${[...known, 'SELECT local_id FROM import_map'].join(' UNION ALL ')})`,
    )
    .pluck()
    .get() as number
}

/** They would count each message again that its conversation has counted already. */
function dropTriggers(client: Database.Database) {
  const triggers = client
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all() as { name: string; sql: string }[]
  for (const { name } of triggers) client.exec(`DROP TRIGGER "${name}"`)
  return triggers.map(({ sql }) => sql)
}

/** Whether all that a row refers to is there: this tells tables apart that look the same. */
function referencesOf(client: Database.Database) {
  return ({ name, columns }: Table, { values }: Found) =>
    (client.pragma(`foreign_key_list(${name})`) as ForeignKey[]).every((key) => {
      const value = values[columns.findIndex((column) => column.name === key.from)] ?? null
      const query = `SELECT 1 FROM "${key.table}" WHERE "${key.to}" = ?`
      return client.prepare(query).get(value) !== undefined
    })
}
