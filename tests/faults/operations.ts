import { createHash, randomUUIDv7 } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import type { CallInput, CallName } from '@contract/calls'
import type { Part } from '@contract/entities'
import { contentFile } from '../../src-main/storage/attachments'
import { type Asked, question, send, useServer } from './chat'
import { type Child, openChild, type Place, temporaryPlace } from './childApp'
import { databaseOf } from './program'
import { countOf, type TokenServer, tokens } from './tokenServer'

/** What a person had done before: two questions in one conversation, answered. */
export interface Before {
  place: Place
  first: Asked
  second: Asked
}

export async function prepare(server: TokenServer): Promise<Before> {
  const place = temporaryPlace()
  const child = await openChild(place)
  await useServer(child, server.url)
  const first = await send(child, 'First')
  await child.replied(first.replyId)
  const { conversationId, replyId } = first
  const second = await send(child, 'Second', { conversationId, parentId: replyId })
  await child.replied(second.replyId)
  expect(await child.close()).toBe(0)
  return { place, first, second }
}

/** One thing that a person does. */
export interface Operation {
  /** The calls that make it up; each is done or not, and after an answer it is done. */
  calls: Call[]
  /** Whether the program writes a reply after the calls. */
  replyId?: string
}

interface Call {
  name: CallName
  input: CallInput<CallName>
  /** A query that answers 0 while it is not done and `rows` when it is; anything else is half of it. */
  query: string
  rows: number
}

export const OPERATIONS = {
  send({ second }: Before): Operation {
    const { conversationId, replyId: parentId } = second
    const input = question('Third', { conversationId, parentId })
    const { id, replyId } = input
    return { calls: [call('messages.send', input, named(id, replyId), 2)], replyId }
  },
  'start a conversation': (): Operation => {
    const input = question('Alone')
    const { id, replyId, conversationId } = input
    const query = `${named(id, replyId)} + (SELECT count(*) FROM conversations WHERE id = '${conversationId}')`
    return { calls: [call('messages.send', input, query, 3)], replyId }
  },
  edit({ second }: Before): Operation {
    const input = { id: second.id, newId: newId(), replyId: newId(), text: 'Edited' }
    const { replyId } = input
    return { calls: [call('messages.edit', input, named(input.newId, replyId), 2)], replyId }
  },
  branch({ first }: Before): Operation {
    const input = { id: first.replyId, replyId: newId() }
    const { replyId } = input
    return { calls: [call('messages.regenerate', input, named(replyId), 1)], replyId }
  },
  'delete messages': ({ second }: Before): Operation => ({
    calls: [
      call(
        'messages.delete',
        { id: second.id, scope: 'below' },
        'SELECT count(*) FROM messages WHERE deleted_at IS NOT NULL',
        2,
      ),
    ],
  }),
  'delete a conversation for good': ({ first }: Before): Operation => {
    const id = first.conversationId
    const trashed = 'SELECT 1 - count(*) FROM conversations WHERE deleted_at IS NULL'
    const gone = `SELECT 4 - (SELECT count(*) FROM messages) + 1 - (SELECT count(*) FROM conversations)`
    return {
      calls: [
        call('conversations.delete', { ids: [id] }, trashed, 1),
        call('conversations.purge', { ids: [id] }, gone, 5),
      ],
    }
  },
  copy({ first }: Before): Operation {
    const input = { id: first.conversationId, newId: newId() }
    const query = `SELECT count(*) FROM messages WHERE conversation_id = '${input.newId}'`
    return { calls: [call('conversations.duplicate', input, query, 4)] }
  },
  'attach files': ({ place }: Before): Operation => {
    const path = join(dirname(place.root), 'walk.bin')
    writeFileSync(path, Buffer.alloc(3_000_000, 'walk'))
    const count = (n: number) =>
      `SELECT (SELECT count(*) FROM attachments WHERE name = 'walk.bin') >= ${n} AND
         (SELECT json_array_length(attachment_ids) FROM drafts WHERE id = 'new') >= ${n}`
    const input = { draftId: 'new', source: { path } }
    // The same content twice: it is stored once.
    return {
      calls: [
        call('attachments.add', input, `SELECT coalesce((${count(1)}), 0)`, 1),
        call('attachments.add', input, `SELECT coalesce((${count(2)}), 0)`, 1),
      ],
    }
  },
  'pin and set': ({ first }: Before): Operation => ({
    calls: [
      call(
        'conversations.update',
        { ids: [first.conversationId], patch: { pinned: true } },
        'SELECT count(*) FROM conversations WHERE pinned',
        1,
      ),
      call(
        'settings.update',
        { patch: { theme: 'dark' } },
        `SELECT count(*) FROM settings WHERE theme = 'dark'`,
        1,
      ),
      call(
        'drafts.save',
        { id: first.conversationId, text: 'half a thought' },
        `SELECT count(*) FROM drafts WHERE text = 'half a thought'`,
        1,
      ),
    ],
  }),
}

/** What is on disk after an operation that may have broken off, held against what was answered. */
export function expectWhole(place: Place, { calls, replyId }: Operation, child: Told): void {
  const db = new Database(databaseOf(place), { readonly: true })
  try {
    calls.forEach(({ query, rows }, index) => {
      const found = db.prepare(query).pluck().get()
      expect(child.answered > index ? [rows] : [0, rows]).toContain(found)
    })
    // No row names a file that is not there, whole.
    const files = db.prepare('SELECT DISTINCT sha256 FROM attachments').pluck().all() as string[]
    for (const sha256 of files) {
      const content = readFileSync(contentFile(join(dirname(db.name), 'attachments'), sha256))
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    }
    const said = replyId ? textOf(db, replyId) : ''
    expect(said).toBe(tokens(countOf(said)))
    expect(said.length).toBeGreaterThanOrEqual(child.shown)
    // What was there before is there still, unless it was to go.
    const others = `SELECT count(*) FROM messages WHERE status = 'complete' AND role = 'assistant'`
    if (replyId) expect(db.prepare(others).pluck().get()).toBeGreaterThanOrEqual(2)
  } finally {
    db.close()
  }
}

/** What the program has said of an operation: how many calls it answered, how much text it showed. */
export interface Told {
  answered: number
  shown: number
}

export function shownOf({ events }: Child, replyId: string | undefined): number {
  const lengths = events.map(({ name, value }) =>
    name === 'message.appended' && value.id === replyId ? value.offset + value.text.length : 0,
  )
  return Math.max(0, ...lengths)
}

/** The text of a reply, running or ended, as a reader of the file finds it. */
function textOf(db: Database.Database, id: string): string {
  const parts = db.prepare('SELECT parts FROM messages WHERE id = ?').pluck().get(id)
  const chunks = db
    .prepare('SELECT text FROM message_chunks WHERE message_id = ? ORDER BY part, offset')
    .pluck()
    .all(id)
  const folded = typeof parts === 'string' ? (JSON.parse(parts) as Part[]) : []
  return [...folded.map((part) => (part.type === 'text' ? part.text : '')), ...chunks].join('')
}

function call<K extends CallName>(name: K, input: CallInput<K>, query: string, rows: number): Call {
  return { name, input, query, rows }
}

function named(...ids: string[]): string {
  return `SELECT (SELECT count(*) FROM messages WHERE id IN (${ids.map((id) => `'${id}'`).join(', ')}))`
}

function newId(): string {
  return randomUUIDv7()
}
