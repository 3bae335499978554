import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Message } from '@contract/entities'
import { readMigrations } from '../../../src-main/db/migrate'
import { closeDatabase, openWritable, type WritableDb } from '../../../src-main/db/open'
import { insert as insertProvider } from '../../../src-main/db/providers'
import { conversations, messages } from '../../../src-main/db/schema/chat'
import { fillTitles } from '../../../src-main/db/upkeep'
import { indexMessage } from '../../../src-main/db/search/entries'
import { ensureDefaults } from '../../../src-main/db/settings'
import { LAYOUT, openLayout, paths } from '../../../src-main/storage/layout'
import { DEFAULT_PROFILE, ensureProfile } from '../../../src-main/storage/profiles'
import { type Chat, END, makeChats, type Plan } from './conversations'
import { openRandom, uuidv7 } from './random'
import { openWriter } from './text'
import { openWords } from './words'

export interface Wanted {
  root: string
  conversations: number
  messages: number
  longest: number
  seed: number
}

const AT_ONCE = 5000
const FIRST = END - 4 * 365 * 86_400_000
const MIGRATIONS = join(import.meta.dirname, '../../../migrations')

/**
 * Writes a data root as the program would have, by its own schema and index. Throws where the folder
 * holds anything already. `tell` hears from time to time how many messages are written.
 */
export function writeRoot(wanted: Wanted, tell: (messages: number) => void): void {
  const random = openRandom(wanted.seed)
  const writer = openWriter(random, openWords(random))
  const place = paths(wanted.root, DEFAULT_PROFILE)
  makeRoot(wanted.root, uuidv7(random, FIRST))
  const options = {
    migrations: readMigrations(MIGRATIONS),
    copiesFolder: place.backups,
    now: FIRST,
  }
  const db = openWritable(place.database, options)
  try {
    ensureDefaults(db, uuidv7(random, FIRST), FIRST)
    const plan: Plan = { ...wanted, providerId: uuidv7(random, FIRST), model: 'made-up-8b' }
    addServer(db, plan)
    writeChats(db, makeChats(random, writer, plan), tell)
    fillTitles(db)
  } finally {
    closeDatabase(db)
  }
}

function makeRoot(root: string, id: string): void {
  if (existsSync(root) && readdirSync(root).length > 0) throw new Error(`${root} is not empty.`)
  mkdirSync(root, { recursive: true })
  // Written before, because the program would choose a root's id by chance.
  const about = { id, created: FIRST, layout: LAYOUT }
  writeFileSync(join(root, 'root.json'), `${JSON.stringify(about, null, 2)}\n`)
  openLayout(root, FIRST)
  ensureProfile(root, DEFAULT_PROFILE, FIRST)
}

function addServer(db: WritableDb, { providerId: id, model }: Plan): void {
  const server = { id, kind: 'openai-compatible', name: 'Made-up server' } as const
  const address = { baseUrl: 'http://127.0.0.1:9/v1', headers: {}, parameters: {} }
  insertProvider(db, { ...server, ...address, defaultModel: model }, null, FIRST)
}

function writeChats(db: WritableDb, chats: Iterable<Chat>, tell: (messages: number) => void) {
  const addConversation = insertInto(db, conversations)
  const addMessage = insertInto(db, messages)
  const client = db.$client
  let seq = 0
  let open = 0
  for (const { conversation, messages } of chats) {
    if (open === 0) client.exec('BEGIN IMMEDIATE')
    open += messages.length
    addConversation(conversation)
    for (const message of messages) {
      seq += 1
      addMessage({ ...message, seq })
      indexMessage(db, { ...(message as Message), seq })
    }
    if (open < AT_ONCE) continue
    client.exec('COMMIT')
    open = 0
    tell(seq)
  }
  if (open > 0) client.exec('COMMIT')
  tell(seq)
}

/** Inserts rows of a table by one prepared statement; what a row leaves out is the column's default. */
function insertInto<T extends SQLiteTable>(db: WritableDb, table: T) {
  const columns = Object.entries(getTableColumns(table))
  const values = Object.fromEntries(columns.map(([name]) => [name, sql.placeholder(name)]))
  const statement = db
    .insert(table)
    .values(values as T['$inferInsert'])
    .prepare()
  const defaults = Object.fromEntries(
    columns.map(([name, column]) => [name, (column.default as unknown) ?? null]),
  )
  return (row: T['$inferInsert']) => void statement.run({ ...defaults, ...row })
}
