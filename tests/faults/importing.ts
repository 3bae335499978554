import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { contentFile } from '../../src-main/storage/attachments'
import { expectSound, send } from './chat'
import { type Child, copyOf, openChild, type Place, temporaryPlace } from './childApp'
import { databaseOf } from './program'

/** So many that writing them takes most of an import's time. */
export const CHATS = 300
const MESSAGES = 20

/** A history with one chat, and a file; what is in it without and with the import. */
export async function prepareImport() {
  const used = temporaryPlace()
  const file = join(dirname(used.root), 'export.json')
  writeFileSync(file, JSON.stringify(Array.from({ length: CHATS }, (_, chat) => treeOf(chat))))
  const child = await openChild(used)
  const asked = await send(child, 'Mine')
  await child.replied(asked.replyId)
  await child.close()
  const empty = contentOf(used)
  const place = copyOf(used)
  const trial = await openChild(place)
  const began = performance.now()
  await importing(trial, file).done
  /** How long the whole import takes here, in milliseconds. */
  const duration = performance.now() - began
  await trial.close()
  const whole = contentOf(place)
  expect(whole).toHaveLength(CHATS + 1)
  return { used, file, empty, whole, duration }
}

function treeOf(chat: number) {
  return {
    conv: { id: `chat-${chat}`, name: `Chat ${chat}`, currNode: `${MESSAGES - 1}` },
    messages: Array.from({ length: MESSAGES }, (_, n) => ({
      id: `${n}`,
      type: 'text',
      role: n % 2 ? 'assistant' : 'user',
      parent: n ? `${n - 1}` : null,
      timestamp: 1767225600000 + n,
      content: `Words ${chat} and ${n}, `.repeat(20),
      extra: n === 0 ? [{ type: 'textFile', name: 'a.txt', content: `file of ${chat}` }] : [],
    })),
  }
}

/** Asks a program to import a file, under an id by which it can be cancelled. */
export function importing(child: Child, file: string) {
  const id = crypto.randomUUID()
  const run = async () => {
    await child.call('imports.drop', { paths: [file] })
    return child.ask('imports.run', { jobId: id, paths: [file] })
  }
  return { id, done: run() }
}

export function isWriting({ events }: Child, chats: number): boolean {
  return events.some(
    ({ name, value }) =>
      name === 'job.progressed' && value.step === 'writing' && value.done >= chats,
  )
}

export function isUndoing({ events }: Child): boolean {
  return events.some(({ name, value }) => name === 'job.progressed' && value.step === 'undoing')
}

/**
 * What is in the history, without the ids that differ: a line for each conversation, whole. It is sound, and
 * the files of its messages are there as they were.
 */
export function contentOf(place: Place): string[] {
  expectSound(databaseOf(place))
  const db = new Database(databaseOf(place), { readonly: true })
  try {
    const files = db.prepare('SELECT DISTINCT sha256 FROM attachments').pluck().all() as string[]
    for (const sha256 of files) {
      const content = readFileSync(contentFile(join(dirname(db.name), 'attachments'), sha256))
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    }
    return db
      .prepare(
        `SELECT title || ' ' || (SELECT group_concat(line, ' ') FROM (
           SELECT json_extract(parts, '$[0].text') || ' ' || m.status
             || ' ' || count(l.message_id) AS line
           FROM messages AS m LEFT JOIN message_attachments AS l ON l.message_id = m.id
           WHERE conversation_id = c.id GROUP BY m.seq ORDER BY m.seq))
         FROM conversations AS c ORDER BY 1`,
      )
      .pluck()
      .all() as string[]
  } finally {
    db.close()
  }
}

export function runsOf(place: Place, where = 'true'): number {
  const db = new Database(databaseOf(place), { readonly: true })
  try {
    return db.prepare(`SELECT count(*) FROM import_runs WHERE ${where}`).pluck().get() as number
  } finally {
    db.close()
  }
}
