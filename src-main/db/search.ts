import { and, eq, ne } from 'drizzle-orm'
import type { Id, Message, Part } from '@contract/entities'
import type { WritableDb } from './open'
import { messages } from './schema/chat'

type Indexed = Pick<Message, 'seq' | 'parts'>

// Each of these is a word of its own in Chinese, Japanese and Korean, where nothing separates words.
const WORD_BY_ITSELF =
  /[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|\p{Script=Han}/gu

/** Puts a finished message into the full-text index, or replaces what is there. */
export function indexMessage(db: WritableDb, message: Indexed): void {
  unindexMessage(db, message.seq)
  db.$client
    .prepare('INSERT INTO messages_fts (rowid, content) VALUES (?, ?)')
    .run(message.seq, splitWords(searchableText(message.parts)))
}

/** The index holds finished messages only; a deleted one leaves it by a trigger. */
export function unindexMessage(db: WritableDb, seq: number): void {
  db.$client.prepare('DELETE FROM messages_fts WHERE rowid = ?').run(seq)
}

export function indexConversation(db: WritableDb, conversationId: Id): void {
  const rows = db
    .select({ seq: messages.seq, parts: messages.parts })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), ne(messages.status, 'streaming')))
    .all()
  for (const row of rows) indexMessage(db, row)
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
