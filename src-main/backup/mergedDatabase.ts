import { existsSync, rmSync, statSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import type { Tallies } from '@contract/backup'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { vacuumInto } from '../db/copy'
import { findDamage } from '../db/doctor'
import type { Migration } from '../db/migrate'
import { closeDatabase, openWritable, type WritableDb } from '../db/open'
import { unindexMessage } from '../db/search/entries'
import { ensureDefaults } from '../db/settings'
import { fillIndex, fillTitles } from '../db/upkeep'
import { AppError } from '../errors'
import { mendConversations, mendReferences } from './mend'
import { merge, type MergeOptions } from './merge'
import { releaseMovedKeys } from './movedKeys'
import { bringUpToDate, countHistory, syncFile } from './restore'
import { SIDE_FILES } from './swap'

/** How long the search index may be filled now; what is left is filled in the background. */
const INDEXING_MS = 20_000

/** Tables in which a row that nobody made may hold a place: the window's first ones. */
const FIRST_ROWS = ['settings', 'providers']

export interface MergedOptions extends Omit<MergeOptions, 'write'> {
  migrations: Migration[]
  now: number
  /** Keys that came with the backup and are kept here now. */
  brought: ReadonlySet<string>
}

/** Whether nobody has made anything in a history yet, so that there is nothing to merge with. */
export function isUntouched(client: Database.Database): boolean {
  const tables = client
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('conversations', 'messages',
       'projects', 'tags', 'rules', 'prompt_templates', 'mcp_servers', 'mods', 'sync_repos',
       'attachments', 'api_keys', 'drafts', 'import_runs', 'settings', 'providers')`,
    )
    .pluck()
    .all() as string[]
  return tables.every((table) => {
    const most = FIRST_ROWS.includes(table) ? 1 : 0
    return Number(client.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()) <= most
  })
}

/**
 * Makes `incoming`, a new database file: the present one with the chosen categories of the source in
 * it. The present one is only read; where there is none, a new history takes its place.
 */
export function makeMerged(
  present: string,
  source: string,
  incoming: string,
  options: MergedOptions,
): Tallies {
  makeBase(present, incoming, options)
  const from = new Database(source, { readonly: true, fileMustExist: true })
  try {
    return mergeInto(from, present, incoming, options)
  } finally {
    from.close()
  }
}

/** Makes a database that comes as a whole ready to take the place of the present one. */
export function makeReplaced(
  present: string | null,
  incoming: string,
  brought: ReadonlySet<string>,
): void {
  const client = new Database(incoming, { fileMustExist: true })
  try {
    client.transaction(() => releaseKeys(client, present, brought))()
  } finally {
    finish(client, incoming)
  }
}

function releaseKeys(
  client: Database.Database,
  present: string | null,
  brought: ReadonlySet<string>,
): void {
  if (present === null || !existsSync(present)) return
  const known = new Database(present, { readonly: true, fileMustExist: true })
  try {
    releaseMovedKeys(client, known, brought)
  } finally {
    known.close()
  }
}

function makeBase(present: string, incoming: string, { migrations, now }: MergedOptions): void {
  if (existsSync(present) && statSync(present).size > 0) {
    vacuumInto(present, incoming)
    bringUpToDate(incoming, migrations)
    return
  }
  const db = openWritable(incoming, { migrations, copiesFolder: '', now })
  ensureDefaults(db, randomUUID(), now)
  closeDatabase(db)
}

function mergeInto(
  from: Database.Database,
  present: string,
  incoming: string,
  options: MergedOptions,
): Tallies {
  const client = new Database(incoming, { fileMustExist: true })
  // One that is merged is as good as one that was opened: only the types differ.
  const db = drizzle(client) as unknown as WritableDb
  try {
    for (const pragma of ['trusted_schema = OFF', 'secure_delete = ON', 'foreign_keys = OFF']) {
      client.pragma(pragma)
    }
    const tallies = client
      .transaction(() => {
        const write = { onMessage: (seq: number) => unindexMessage(db, seq) }
        const done = merge({ source: from, target: client }, { ...options, write })
        mend(db, options)
        if (options.only.includes('providerConfigs')) releaseKeys(client, present, options.brought)
        return done
      })
      .immediate()
    client.transaction(() => {
      fillTitles(db)
      fillIndex(db, 0, INDEXING_MS)
    })()
    const [damage] = findDamage(client, 'quick_check').rest
    if (damage) throw new AppError('database_damaged', damage)
    return tallies
  } finally {
    finish(client, incoming)
  }
}

/** What was merged refers only to what is there. */
function mend(db: WritableDb, { only }: MergedOptions): void {
  const { $client: client } = db
  // One that lay in something that is not there stands by itself: it must not go with it.
  for (const table of ['projects', 'prompt_templates']) {
    client.exec(
      `UPDATE ${table} SET parent_id = NULL
       WHERE parent_id IS NOT NULL AND parent_id NOT IN (SELECT id FROM ${table})`,
    )
  }
  const hasConversations = only.includes('conversations')
  // First, because they have no rowid by which they could be mended.
  if (hasConversations) {
    client.exec(
      `DELETE FROM message_chunks
       WHERE message_id NOT IN (SELECT id FROM messages WHERE status = 'streaming')`,
    )
  }
  mendReferences(client)
  if (hasConversations) mendConversations(db)
}

/** Nothing stays beside the file, and all of it is on the disk. */
function finish(client: Database.Database, file: string): void {
  client.pragma('journal_mode = DELETE')
  client.close()
  for (const side of SIDE_FILES) rmSync(`${file}${side}`, { force: true })
  syncFile(file)
}

/** How much is in a file, as the swap compares it. */
export function countsOf(file: string): { conversations: number; messages: number } {
  const client = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return countHistory(client)
  } finally {
    client.close()
  }
}
