import { createHash, randomUUIDv7 } from 'node:crypto'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll } from 'vitest'
import { closeDatabase, openWritable, type WritableDb } from '../../../src-main/db/open'
import { fillIndex } from '../../../src-main/db/upkeep'
import { ensureDefaults } from '../../../src-main/db/settings'
import { migrations } from '../world'

export const NOW = Date.UTC(2026, 7, 1, 12)

/** Writes a history with every kind of row: `chats` conversations of about 25 messages. */
export function makeHistory(file: string, chats: number): void {
  const db = openHistory(file)
  fill(db, chats)
  closeDatabase(db)
}

export function openHistory(file: string): WritableDb {
  const db = openWritable(file, { migrations, copiesFolder: dirname(file), now: NOW })
  ensureDefaults(db, randomUUIDv7(), NOW)
  return db
}

/** Adds conversations; the text of message n of chat c says so. */
export function fill(db: WritableDb, chats: number): void {
  const client = db.$client
  const project = randomUUIDv7()
  const tag = randomUUIDv7()
  const rule = randomUUIDv7()
  const attachment = randomUUIDv7()
  client.transaction(() => {
    client
      .prepare('INSERT INTO projects (id, name, created_at, updated_at) VALUES (?, ?, ?, ?)')
      .run(project, 'House', NOW, NOW)
    client
      .prepare('INSERT INTO tags (id, name, created_at) VALUES (?, ?, ?)')
      .run(tag, 'cellar', NOW)
    client
      .prepare('INSERT INTO rules (id, name, content, created_at, updated_at) VALUES (?,?,?,?,?)')
      .run(rule, 'short', 'Be short.', NOW, NOW)
    client.prepare('INSERT INTO tag_rules VALUES (?, ?)').run(tag, rule)
    client
      .prepare(
        `INSERT INTO attachments (id, sha256, bytes, media_type, name, created_at)
         VALUES (?, ?, 3, 'text/plain', 'a.txt', ?)`,
      )
      .run(attachment, 'f'.repeat(64), NOW)
    for (let chat = 0; chat < chats; chat += 1) {
      const first = addChat(client, chat, project)
      client.prepare('INSERT INTO conversation_tags VALUES (?, ?)').run(first.chatId, tag)
      client
        .prepare('INSERT INTO message_attachments VALUES (?, ?, 0)')
        .run(first.messageId, attachment)
    }
  })()
  fillIndex(db, 0, Infinity)
}

function addChat(client: Database.Database, chat: number, project: string) {
  const chatId = randomUUIDv7()
  client
    .prepare(
      `INSERT INTO conversations (id, title, project_id, created_at, updated_at, scroll)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(chatId, `Chat ${chat}`, chat % 3 ? null : project, NOW, NOW + chat, null)
  const insert = client.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, status, parts, usage,
       created_at, updated_at, deleted_at) VALUES (?,?,?,?,?,?,?,?,?,?)`,
  )
  let parent: string | null = null
  let messageId = ''
  for (let n = 0; n < 24; n += 1) {
    messageId = randomUUIDv7()
    const parts = JSON.stringify([{ type: 'text', text: textOf(chat, n) }])
    const deleted = n === 7 ? NOW : null
    const role = n % 2 ? 'assistant' : 'user'
    const usage = n % 2 ? '{"inputTokens":3}' : null
    insert.run(messageId, chatId, parent, role, 'complete', parts, usage, NOW, NOW, deleted)
    parent = messageId
  }
  client.prepare('UPDATE conversations SET current_message_id = ? WHERE id = ?').run(parent, chatId)
  return { chatId, messageId }
}

/** Mostly short; every eleventh is so long that it fills pages of its own. */
function textOf(chat: number, n: number) {
  const words = `chat ${chat} message ${n} 手紙 Ärger `
  return words.repeat(n % 11 === 5 ? 400 : 4 + ((chat * 7 + n * 3) % 9))
}

/** Every row of the history in words, by id: what must be the same before and after. */
export function contentOf(file: string): Map<string, string> {
  const client = new Database(file, { readonly: true })
  try {
    const content = new Map<string, string>()
    for (const table of ['conversations', 'messages']) {
      const rows = client.prepare(`SELECT * FROM ${table} ORDER BY seq`).all() as { id: string }[]
      for (const row of rows) content.set(`${table} ${row.id}`, JSON.stringify(row))
    }
    return content
  } finally {
    client.close()
  }
}

/** Names and hashes of all files in a folder: nothing changed means all of them are equal. */
export function snapshot(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => {
      const bytes = readFileSync(`${folder}/${name}`)
      return `${name} ${createHash('sha256').update(bytes).digest('hex')}`
    })
    .toSorted()
}

/** The pages of a table or index, by kind. */
export function pagesOf(file: string, name: string, kind: 'leaf' | 'internal' | 'overflow') {
  const client = new Database(file)
  try {
    return client
      .prepare('SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY pageno')
      .pluck()
      .all(name, kind) as number[]
  } finally {
    client.close()
  }
}

/** Fills a page with bytes that mean nothing, the same ones in every run. */
export function noise(file: string, page: number, pageSize = 4096): void {
  if (page < 1) throw new Error('there is no such page to spoil')
  write(file, (page - 1) * pageSize, noiseOf(pageSize, page))
}

export function noiseOf(length: number, seed = 0): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
    createHash('sha256').update(`${seed} ${n}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

export function write(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, at)
  closeSync(handle)
}

/** A history made once for a test file, removed with it. */
export function wholeHistory(chats: number) {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-whole-'))
  const file = join(folder, 'keepsake.db')
  makeHistory(file, chats)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return { file, content: contentOf(file) }
}
