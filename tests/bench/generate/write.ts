import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Message } from '@contract/entities'
import { readMigrations } from '../../../src-main/db/migrate'
import { closeDatabase, openWritable, type WritableDb } from '../../../src-main/db/open'
import { insert as insertProvider } from '../../../src-main/db/providers'
import { merge } from '../../../src-main/db/erasure'
import {
  attachments,
  conversations,
  conversationTags,
  messageAttachments,
  messages,
} from '../../../src-main/db/schema/chat'
import { fillTitles } from '../../../src-main/db/upkeep'
import { indexMessage } from '../../../src-main/db/search/entries'
import { ensureDefaults } from '../../../src-main/db/settings'
import { LAYOUT, openLayout, paths } from '../../../src-main/storage/layout'
import { DEFAULT_PROFILE, ensureProfile } from '../../../src-main/storage/profiles'
import { type Chat, END, makeChats, type Plan } from './conversations'
import { addLibrary } from './library'
import { openRandom, uuidv7 } from './random'
import { openWriter } from './text'
import { openWords } from './words'

/** Another one says that the same seed no longer gives the same content. */
export const CONTENT_VERSION = 2

export interface Wanted {
  root: string
  conversations: number
  messages: number
  longest: number
  seed: number
}

/** Messages of one transaction, each of which becomes one part of the full-text index. */
const AT_ONCE = 20_000
/** More than the index gathers of so many messages before it writes a part. */
const GATHERED = 256 * 2 ** 20
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
    const server = { providerId: uuidv7(random, FIRST), model: 'made-up-8b' }
    const plan: Plan = { ...wanted, ...server, ...addLibrary(db, random, writer, FIRST) }
    addServer(db, plan)
    carelessly(db, () => {
      writeChats(db, makeChats(random, writer, plan), place.attachments, tell)
      fillTitles(db)
      while (merge(db, true));
    })
  } finally {
    closeDatabase(db)
  }
}

/**
 * Writes without what would save the file from a crash, which takes most of the time: a store that was
 * not finished is of no use. At the end it is on the disk, as any other.
 */
function carelessly(db: WritableDb, work: () => void): void {
  const client = db.$client
  // Not as parameters: to the driver every number is one with a point, which the index refuses.
  const configure = (name: string, value: number) =>
    client.exec(`INSERT INTO messages_fts (messages_fts, rank) VALUES ('${name}', ${value})`)
  const careless = ['journal_mode = OFF', 'synchronous = OFF', 'secure_delete = OFF']
  for (const pragma of [...careless, 'cache_size = -500000']) client.pragma(pragma)
  configure('automerge', 0)
  configure('hashsize', GATHERED)
  work()
  // The defaults of SQLite, which the index would otherwise remember differently.
  configure('automerge', 4)
  configure('hashsize', 2 ** 20)
  for (const pragma of ['synchronous = FULL', 'journal_mode = WAL']) client.pragma(pragma)
  const file = openSync(client.name, 'r+')
  fsyncSync(file)
  closeSync(file)
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

function writeChats(
  db: WritableDb,
  chats: Iterable<Chat>,
  folder: string,
  tell: (messages: number) => void,
) {
  const addConversation = insertInto(db, conversations)
  const addTag = insertInto(db, conversationTags)
  const addMessage = insertInto(db, messages)
  const addFile = insertInto(db, attachments)
  const linkFile = insertInto(db, messageAttachments)
  const client = db.$client
  let seq = 0
  let open = 0
  for (const { conversation, messages, files, tagIds } of chats) {
    if (open === 0) client.exec('BEGIN IMMEDIATE')
    open += messages.length
    addConversation(conversation)
    for (const tagId of tagIds) addTag({ conversationId: conversation.id, tagId })
    // Before the messages, whose index holds the text of their files.
    for (const file of files) {
      addFile(file.row)
      keepFile(folder, file)
    }
    for (const message of messages) {
      seq += 1
      addMessage({ ...message, seq })
      indexMessage(db, { ...(message as Message), seq })
    }
    for (const { messageId, row } of files) {
      linkFile({ messageId, attachmentId: row.id, position: 0 })
    }
    if (open < AT_ONCE) continue
    client.exec('COMMIT')
    open = 0
    tell(seq)
  }
  if (open > 0) client.exec('COMMIT')
  tell(seq)
}

/** Once for each content, by its hash. */
function keepFile(folder: string, { row, content }: Chat['files'][number]): void {
  const place = join(folder, row.sha256.slice(0, 2))
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, row.sha256), content)
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
