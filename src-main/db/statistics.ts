import { isNull, sum } from 'drizzle-orm'
import type { Message, Part } from '@contract/entities'
import type { Statistics } from '@contract/library'
import type { ReadableDb } from './open'
import { conversations } from './schema/chat'

interface Row extends Pick<Message, 'seq' | 'role' | 'model'> {
  created_at: number
  parts: string
  usage: string | null
  counts: 0 | 1
}

/**
 * Counts messages after `after` in order of their creation, for about `milliseconds`. What is deleted,
 * or in the trash with its conversation, does not count; a reply that is being written has no size yet.
 */
export function read(db: ReadableDb, after: number | null, milliseconds: number): Statistics {
  const end = performance.now() + milliseconds
  const shares = new Map<string, Statistics['shares'][number]>()
  const sizes = { questions: 0, replies: 0, reasoning: 0, tools: 0, other: 0 }
  let next: number | null = null
  // CROSS fixes the order, which is the one that it goes on in.
  const rows = db.$client
    .prepare(
      `SELECT m.seq, m.role, m.model, m.created_at, m.parts, m.usage,
         m.deleted_at IS NULL AND c.deleted_at IS NULL AS counts
       FROM messages m CROSS JOIN conversations c ON c.id = m.conversation_id
       WHERE m.seq > ? ORDER BY m.seq`,
    )
    .iterate(after ?? 0) as IterableIterator<Row>
  for (const row of rows) {
    if (row.counts) {
      addShare(shares, row)
      for (const part of JSON.parse(row.parts) as Part[]) {
        sizes[kindOf(row.role, part)] += sizeOf(part)
      }
    }
    if (performance.now() < end) continue
    next = row.seq
    break
  }
  const total = countAll(db)
  return { read: readOf(db, next, total), total, next, shares: [...shares.values()], sizes }
}

function addShare(shares: Map<string, Statistics['shares'][number]>, row: Row): void {
  const { model } = row
  const day = dayOf(row.created_at)
  const key = JSON.stringify([day, model])
  const share = shares.get(key) ?? { day, model, messages: 0, inputTokens: 0, outputTokens: 0 }
  const usage = row.usage === null ? null : (JSON.parse(row.usage) as Message['usage'])
  share.messages += 1
  share.inputTokens += usage?.inputTokens ?? 0
  share.outputTokens += usage?.outputTokens ?? 0
  shares.set(key, share)
}

function dayOf(time: number): string {
  const date = new Date(time)
  const twoDigits = (number: number) => String(number).padStart(2, '0')
  const year = String(date.getFullYear()).padStart(4, '0')
  return `${year}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
}

function kindOf(role: Message['role'], { type }: Part): keyof Statistics['sizes'] {
  if (type === 'reasoning') return 'reasoning'
  if (type === 'tool_call' || type === 'tool_result') return 'tools'
  if (type !== 'text' && type !== 'code') return 'other'
  if (role === 'user') return 'questions'
  return role === 'assistant' ? 'replies' : 'other'
}

function sizeOf(part: Part): number {
  if (part.type === 'text' || part.type === 'reasoning' || part.type === 'code') {
    return part.text.length
  }
  return JSON.stringify(part).length
}

/** By what each conversation knows of itself: counting the messages would take longer than a step. */
function countAll(db: ReadableDb): number {
  const messages = { messages: sum(conversations.messageCount) }
  const living = isNull(conversations.deletedAt)
  return Number(db.select(messages).from(conversations).where(living).get()?.messages ?? 0)
}

/** How many of them that is by their numbers, about: exactly only at the end, which is enough to wait by. */
function readOf(db: ReadableDb, next: number | null, total: number): number {
  if (next === null) return total
  const last = db.$client.prepare('SELECT max(seq) FROM messages').pluck().get() as number
  return Math.min(total, Math.floor((total * next) / last))
}
