import { and, eq, isNull } from 'drizzle-orm'
import type { Id } from '@contract/entities'
import type { Project } from '@contract/library'
import { AppError } from '../errors'
import { oneOf } from './oneOf'
import type { ReadableDb } from './open'
import { projects } from './schema/library'

// A file from elsewhere may hold projects that lie in each other: no walk here goes round for ever.

/** A tree that is drawn indented must end somewhere. */
export const DEEPEST = 32

/** The ids of a project and of all that lie in it, deleted ones too. */
export function subtree(db: ReadableDb, id: Id): Id[] {
  return db.$client
    .prepare(
      `WITH RECURSIVE below(id) AS (
         VALUES (?)
         UNION
         SELECT projects.id FROM below JOIN projects ON projects.parent_id = below.id
       )
       SELECT id FROM below`,
    )
    .pluck()
    .all(id) as Id[]
}

/** How many projects lie one in the other from `id` downwards, itself included. */
export function heightOf(db: ReadableDb, id: Id): number {
  return db.$client
    .prepare(
      `WITH RECURSIVE below(id, depth) AS (
         VALUES (?, 1)
         UNION ALL
         SELECT projects.id, depth + 1 FROM below JOIN projects ON projects.parent_id = below.id
         WHERE depth <= ${DEEPEST}
       )
       SELECT max(depth) FROM below`,
    )
    .pluck()
    .get(id) as number
}

/** A project and those that it lies in, the nearest first, deleted ones too. */
export function upwards(db: ReadableDb, id: Id | null): Project[] {
  if (id === null) return []
  const ids = db.$client
    .prepare(
      `WITH RECURSIVE up(id, parent_id, depth) AS (
         SELECT id, parent_id, 1 FROM projects WHERE id = ?
         UNION ALL
         SELECT projects.id, projects.parent_id, depth + 1
         FROM up JOIN projects ON projects.id = up.parent_id WHERE depth <= ${DEEPEST}
       )
       SELECT id FROM up ORDER BY depth`,
    )
    .pluck()
    .all(id) as Id[]
  const rows = db.select().from(projects).where(oneOf(projects.id, ids)).all()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((above) => byId.get(above) ?? [])
}

/** The nearest project that is not deleted, from `id` upwards; null where there is none. */
export function livingAt(db: ReadableDb, id: Id | null): Id | null {
  return upwards(db, id).find(({ deletedAt }) => deletedAt === null)?.id ?? null
}

/** Throws `not_found`, also for a project that is deleted. */
export function livingProject(db: ReadableDb, id: Id): Project {
  const found = find(db, id)
  if (!found) throw new AppError('not_found', `project ${id}`)
  return found
}

/** Throws `bad_input` where something is to be put into a project that is deleted, or not there. */
export function checkPlace(db: ReadableDb, id: Id | null): void {
  if (id !== null && !find(db, id)) throw new AppError('bad_input', `there is no project ${id}`)
}

function find(db: ReadableDb, id: Id): Project | undefined {
  return db
    .select()
    .from(projects)
    .where(and(eq(projects.id, id), isNull(projects.deletedAt)))
    .get()
}
