import { eq, sql } from 'drizzle-orm'
import type { Id } from '@contract/entities'
import { AppError } from '../errors'
import type { ReadableDb, WritableDb } from './open'
import { conversations } from './schema/chat'

// A deleted message keeps its place: its children count as those of its nearest living ancestor.
// So nothing is rewritten when one is deleted, and Undo only has to take the mark away.

/** The `seq` of the living messages from the root to `leafId`, in order. */
export function pathTo(db: ReadableDb, leafId: Id): number[] {
  return db.$client
    .prepare(
      `WITH RECURSIVE up(seq, parent_id, alive, depth) AS (
         SELECT seq, parent_id, deleted_at IS NULL, 0 FROM messages WHERE id = ?
         UNION ALL
         SELECT m.seq, m.parent_id, m.deleted_at IS NULL, up.depth + 1
         FROM up JOIN messages m ON m.id = up.parent_id
       )
       SELECT seq FROM up WHERE alive ORDER BY depth DESC`,
    )
    .pluck()
    .all(leafId) as number[]
}

/** The living children of each of `parents` (null: the roots), in order of creation. */
export function childrenOf(
  db: ReadableDb,
  conversationId: Id,
  parents: (Id | null)[],
): Map<Id | null, Id[]> {
  // CROSS fixes the order: left to choose, SQLite goes through the whole conversation for each parent.
  const rows = db.$client
    .prepare(
      `WITH RECURSIVE kids(top, id, seq, alive) AS (
         SELECT m.parent_id, m.id, m.seq, m.deleted_at IS NULL
         FROM json_each(?) p CROSS JOIN messages m
           ON m.conversation_id = ? AND m.parent_id IS p.value
         UNION ALL
         SELECT kids.top, m.id, m.seq, m.deleted_at IS NULL
         FROM kids JOIN messages m ON m.parent_id = kids.id WHERE NOT kids.alive
       )
       SELECT top, id FROM kids WHERE alive ORDER BY seq`,
    )
    .all(JSON.stringify(parents), conversationId) as { top: Id | null; id: Id }[]
  const children = new Map<Id | null, Id[]>(parents.map((parent) => [parent, []]))
  for (const { top, id } of rows) children.get(top)?.push(id)
  return children
}

/** The newest living message at or below `id`, or in the whole conversation; null when none is. */
export function newestBelow(db: ReadableDb, conversationId: Id, id: Id | null): Id | null {
  const newest = id
    ? `WITH RECURSIVE below(id, seq, alive) AS (
         SELECT id, seq, deleted_at IS NULL FROM messages WHERE id = @id
         UNION ALL
         SELECT m.id, m.seq, m.deleted_at IS NULL
         FROM below JOIN messages m ON m.parent_id = below.id
       )
       SELECT id FROM below WHERE alive ORDER BY seq DESC LIMIT 1`
    : `SELECT id FROM messages WHERE conversation_id = @conversationId AND deleted_at IS NULL
       ORDER BY seq DESC LIMIT 1`
  const found = db.$client.prepare(newest).pluck().get({ id, conversationId })
  return (found as Id | undefined) ?? null
}

/** The nearest living ancestor of `id`. */
export function livingParent(db: ReadableDb, id: Id): Id | null {
  const found = db.$client
    .prepare(
      `WITH RECURSIVE up(id, parent_id, alive, depth) AS (
         SELECT id, parent_id, 0, 0 FROM messages WHERE id = ?
         UNION ALL
         SELECT m.id, m.parent_id, m.deleted_at IS NULL, up.depth + 1
         FROM up JOIN messages m ON m.id = up.parent_id WHERE NOT up.alive
       )
       SELECT id FROM up WHERE alive ORDER BY depth LIMIT 1`,
    )
    .pluck()
    .get(id)
  return (found as Id | undefined) ?? null
}

/** Marks `id` and all living messages below it; answers how many. */
export function markBelow(db: WritableDb, id: Id, deletedAt: number): number {
  return db.$client
    .prepare(
      `WITH RECURSIVE below(id) AS (
         VALUES (@id)
         UNION ALL
         SELECT m.id FROM below JOIN messages m ON m.parent_id = below.id
       )
       UPDATE messages SET deleted_at = @deletedAt
       WHERE id IN (SELECT id FROM below) AND deleted_at IS NULL`,
    )
    .run({ id, deletedAt }).changes
}

/**
 * Shows the branch that ends at `currentMessageId`. With `activity` the conversation rises in the
 * list; a clock that was set back must not sink the one that is being used.
 */
export function setLeaf(
  db: WritableDb,
  id: Id,
  currentMessageId: Id | null,
  activity: number | null,
): void {
  const active = activity === null ? {} : { updatedAt: sql`max(updated_at, ${activity})` }
  const set = db.update(conversations).set({ currentMessageId, ...active })
  if (set.where(eq(conversations.id, id)).run().changes === 0) {
    throw new AppError('not_found', `conversation ${id}`)
  }
}
