import { and, asc, eq, gt, ne } from 'drizzle-orm'
import type { Id, Message, Part } from '@contract/entities'
import type { ReadableDb, WritableDb } from './open'
import { messages } from './schema/chat'

type Indexed = Pick<Message, 'seq' | 'parts'>

// Each of these is a word of its own in Chinese, Japanese and Korean, where nothing separates words.
const WORD_BY_ITSELF =
  /[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|\p{Script=Han}/gu

/** Puts a finished message into the full-text index, or replaces what is there. */
export function indexMessage(db: WritableDb, message: Indexed): void {
  const client = db.$client
  client.prepare('DELETE FROM messages_fts WHERE rowid = ?').run(message.seq)
  client
    .prepare('INSERT INTO messages_fts (rowid, content) VALUES (?, ?)')
    .run(message.seq, splitWords(searchableText(message.parts)))
}

export function indexConversation(db: WritableDb, conversationId: Id): void {
  const rows = db
    .select({ seq: messages.seq, parts: messages.parts })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), ne(messages.status, 'streaming')))
    .all()
  for (const row of rows) indexMessage(db, row)
}

/** Whether the index holds exactly the finished messages and its own structure is sound. */
export function indexIsSound(db: ReadableDb): boolean {
  const count = (query: string) => db.$client.prepare(query).pluck().get() as number
  try {
    const indexed = count('SELECT count(*) FROM messages_fts_docsize')
    const finished = count(`SELECT count(*) FROM messages WHERE status <> 'streaming'`)
    // Reads the index from end to end; a damaged page throws here.
    db.$client
      .prepare(`SELECT count(*) FROM messages_fts WHERE messages_fts MATCH '"a" OR "e"'`)
      .get()
    return indexed === finished
  } catch {
    return false
  }
}

/** Throws the index away, to be filled again by {@link refillIndex}. */
export function emptyIndex(db: WritableDb): void {
  const client = db.$client
  client.exec('DROP TABLE messages_fts')
  client.exec(
    `CREATE VIRTUAL TABLE messages_fts USING fts5(
       content, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2")`,
  )
}

/** Indexes up to `limit` messages after `seq`; answers where to go on, null at the end. */
export function refillIndex(db: WritableDb, seq: number, limit: number): number | null {
  const rows = db
    .select({ seq: messages.seq, parts: messages.parts })
    .from(messages)
    .where(and(gt(messages.seq, seq), ne(messages.status, 'streaming')))
    .orderBy(asc(messages.seq))
    .limit(limit)
    .all()
  for (const row of rows) indexMessage(db, row)
  return rows.at(-1)?.seq ?? null
}

function searchableText(parts: Part[]): string {
  return parts.map(partText).join('\n')
}

function partText(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'code':
      return part.text
    case 'tool_call':
      return `${part.name} ${JSON.stringify(part.input)}`
    case 'tool_result':
      return `${part.name} ${JSON.stringify(part.output)}`
    case 'attachment':
      return part.name
    case 'citation':
      return [part.title, part.url, part.text].filter(Boolean).join(' ')
    case 'error':
      return part.error.detail ?? ''
    case 'unknown':
      return JSON.stringify(part.data)
  }
}

/** Surrounds every character that is a word by itself with spaces. */
export function splitWords(text: string): string {
  return text.replace(WORD_BY_ITSELF, ' $& ')
}
