import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import type { Conversation } from '@contract/entities'
import type { ConversationCursor, ConversationFilter } from '@contract/library'
import { AppError } from '../errors'
import { oneOf } from './oneOf'
import type { ReadableDb } from './open'
import { subtree } from './projectTree'
import { conversations, conversationTags } from './schema/chat'
import { withTags } from './conversationRows'

export interface ListQuery {
  filter: ConversationFilter
  after: ConversationCursor | null
  limit: number
}

export interface ListPage {
  items: Conversation[]
  next: ConversationCursor | null
}

const KEYS = { activity: 'updatedAt', created: 'createdAt', title: 'title' } as const

/**
 * A page of a list: pinned first, then titles from A to Z or the newest time first. The trash: newest
 * deletion first.
 */
export function page(db: ReadableDb, { filter, after, limit }: ListQuery): ListPage {
  const isTrash = filter.shown === 'trash'
  const key = isTrash ? 'deletedAt' : KEYS[filter.sort]
  if (after && (typeof after.key === 'string') !== (key === 'title')) {
    throw new AppError('bad_input', 'the list is sorted by something else')
  }
  const rows: (typeof conversations.$inferSelect)[] = []
  // Those that are pinned and the others are two lists: in each of them the order is that of an index.
  for (const [index, group] of groups(isTrash, after).entries()) {
    if (rows.length === limit) break
    rows.push(
      ...db
        .select()
        .from(conversations)
        .where(and(...conditions(db, filter, group), index === 0 ? beyond(key, after) : undefined))
        .orderBy(...orderBy(key))
        .limit(limit - rows.length)
        .all(),
    )
  }
  const last = rows.at(-1)
  const next =
    last && rows.length === limit
      ? { pinned: last.pinned, key: last[key] ?? 0, seq: last.seq }
      : null
  return { items: withTags(db, rows), next }
}

type Key = 'updatedAt' | 'createdAt' | 'title' | 'deletedAt'

function groups(isTrash: boolean, after: ConversationCursor | null): (boolean | null)[] {
  if (isTrash) return [null]
  return after && !after.pinned ? [false] : [true, false]
}

function conditions(db: ReadableDb, filter: ConversationFilter, pinned: boolean | null): SQL[] {
  const { shown, projectId, tagId } = filter
  const isNarrow = projectId !== null || tagId !== null
  // The plus keeps SQLite from walking through a whole list where few of it are wanted. Without it, the
  // literal conditions are those of the partial indexes; parameters would not match them.
  const plus = sql.raw(isNarrow ? '+' : '')
  const archived = sql.raw(shown === 'archived' ? '1' : '0')
  return [
    shown === 'trash'
      ? sql`${plus}deleted_at IS NOT NULL`
      : sql`${plus}deleted_at IS NULL AND ${plus}archived = ${archived}`,
    ...(pinned === null ? [] : [sql`${plus}pinned = ${Number(pinned)}`]),
    ...(projectId === null ? [] : [oneOf(conversations.projectId, subtree(db, projectId))]),
    ...(tagId === null
      ? []
      : [sql`id IN (SELECT conversation_id FROM ${conversationTags} WHERE tag_id = ${tagId})`]),
  ]
}

function beyond(key: Key, after: ConversationCursor | null): SQL | undefined {
  if (!after) return undefined
  const { seq, title } = conversations
  if (key === 'title') {
    // Not as a pair, which SQLite does not look up in an index that has a collation.
    const byCase = sql`${title} COLLATE NOCASE`
    return sql`${byCase} >= ${after.key} AND (${byCase} > ${after.key} OR ${seq} > ${after.seq})`
  }
  return sql`(${conversations[key]}, ${seq}) < (${after.key}, ${after.seq})`
}

function orderBy(key: Key): SQL[] {
  const { seq, title } = conversations
  return key === 'title'
    ? [asc(sql`${title} COLLATE NOCASE`), asc(seq)]
    : [desc(conversations[key]), desc(seq)]
}
