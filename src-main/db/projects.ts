import { and, count, eq, isNotNull, isNull, max, or, sql, sum } from 'drizzle-orm'
import type { Conversation, Id } from '@contract/entities'
import type {
  NewProject,
  Project,
  ProjectContents,
  ProjectDeletion,
  ProjectPatch,
} from '@contract/library'
import { AppError } from '../errors'
import { all } from './conversations'
import { oneOf } from './oneOf'
import type { ReadableDb, WritableDb } from './open'
import {
  checkPlace,
  DEEPEST,
  heightOf,
  livingAt,
  livingProject,
  subtree,
  upwards,
} from './projectTree'
import { conversations } from './schema/chat'
import { projects } from './schema/library'

/** All that are not deleted, by name. */
export function list(db: ReadableDb): Project[] {
  return db
    .select()
    .from(projects)
    .where(isNull(projects.deletedAt))
    .orderBy(sql`${projects.name} COLLATE NOCASE`, projects.seq)
    .all()
}

export function insert(db: WritableDb, fresh: NewProject, now: number): Project {
  checkDepth(db, fresh.parentId, 1)
  return db
    .insert(projects)
    .values({ ...fresh, createdAt: now, updatedAt: now })
    .returning()
    .get()
}

/** Throws `bad_input` for a parent that is the project itself or lies in it. */
export function update(db: WritableDb, id: Id, patch: ProjectPatch, now: number): Project {
  livingProject(db, id)
  if (patch.parentId && subtree(db, id).includes(patch.parentId)) {
    throw new AppError('bad_input', 'a project cannot lie in itself')
  }
  if (patch.parentId !== undefined) checkDepth(db, patch.parentId, heightOf(db, id))
  return db
    .update(projects)
    .set({ ...patch, updatedAt: now })
    .where(eq(projects.id, id))
    .returning()
    .get()
}

export function contents(db: ReadableDb, id: Id): ProjectContents {
  livingProject(db, id)
  const inside = subtree(db, id)
  const living = and(oneOf(projects.id, inside), isNull(projects.deletedAt))
  const held = db
    .select({ conversations: count(), messages: sum(conversations.messageCount) })
    .from(conversations)
    .where(heldBy(inside))
    .get()
  return {
    projects: db.select({ rows: count() }).from(projects).where(living).get()?.rows ?? 0,
    conversations: held?.conversations ?? 0,
    messages: Number(held?.messages ?? 0),
  }
}

/** Those of `ids` that are not in the trash and lie in a project, or in one that lies in it. */
export function holding(db: ReadableDb, id: Id, ids: Id[]): Id[] {
  return db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(oneOf(conversations.id, ids), heldBy(subtree(db, id))))
    .all()
    .map((row) => row.id)
}

/** What a deletion or its undoing changed, as windows are to be told of it. */
interface Changed {
  projects: Project[]
  conversations: Conversation[]
}

/**
 * Marks a project and all in it as deleted. Its conversations go to its parent or, with the mark of
 * this deletion, to the trash, from where they know their project.
 */
export function remove(
  db: WritableDb,
  input: { id: Id; conversations: 'parent' | 'trash'; now: number },
): Changed & { deletion: ProjectDeletion } {
  const { id } = input
  const { parentId } = livingProject(db, id)
  const deletedAt = nextStamp(db, input.now)
  const gone = db
    .update(projects)
    .set({ deletedAt })
    .where(and(oneOf(projects.id, subtree(db, id)), isNull(projects.deletedAt)))
    .returning()
    .all()
  const held = db
    .select({ id: conversations.id, projectId: conversations.projectId })
    .from(conversations)
    .where(heldBy(gone.map((project) => project.id)))
    .all()
  const isMove = input.conversations === 'parent'
  const ids = held.map((row) => row.id)
  const place = isMove ? { projectId: parentId } : { deletedAt }
  db.update(conversations).set(place).where(oneOf(conversations.id, ids)).run()
  const moved: ProjectDeletion['moved'] = {}
  for (const { id: conversation, projectId } of isMove ? held : []) {
    if (projectId !== null) (moved[projectId] ??= []).push(conversation)
  }
  return { deletion: { id, deletedAt, moved }, projects: gone, conversations: all(db, ids) }
}

/**
 * Undoes one deletion. A conversation that has been moved or deleted since stays where it is; a parent
 * that has been deleted since gives its place to the nearest above it that is not.
 */
export function restore(db: WritableDb, { id, deletedAt, moved }: ProjectDeletion): Changed {
  const top = db.select().from(projects).where(eq(projects.id, id)).get()
  if (top?.deletedAt !== deletedAt) throw new AppError('not_found', `deletion ${deletedAt}`)
  const marked = and(oneOf(projects.id, subtree(db, id)), eq(projects.deletedAt, deletedAt))
  db.update(projects)
    .set({ parentId: livingAt(db, top.parentId) })
    .where(eq(projects.id, id))
    .run()
  const back = db.update(projects).set({ deletedAt: null }).where(marked).returning().all()
  const projectIds = back.map((project) => project.id)
  const untrashed = db
    .update(conversations)
    .set({ deletedAt: null })
    .where(and(oneOf(conversations.projectId, projectIds), eq(conversations.deletedAt, deletedAt)))
    .returning({ id: conversations.id })
    .all()
  const places = [top.parentId, livingAt(db, top.parentId)]
  const returned = Object.entries(moved).flatMap(([projectId, ids]) => {
    if (!projectIds.includes(projectId)) {
      throw new AppError('bad_input', `project ${projectId} was not deleted with ${id}`)
    }
    const stayed = or(...places.map((place) => sql`${conversations.projectId} IS ${place}`))
    return db
      .update(conversations)
      .set({ projectId })
      .where(and(oneOf(conversations.id, ids), stayed, isNull(conversations.deletedAt)))
      .returning({ id: conversations.id })
      .all()
  })
  const ids = [...untrashed, ...returned].map((row) => row.id)
  return { projects: back, conversations: all(db, ids) }
}

/** The conversations of these projects that are not in the trash. */
function heldBy(projectIds: Id[]) {
  return and(oneOf(conversations.projectId, projectIds), isNull(conversations.deletedAt))
}

function checkDepth(db: ReadableDb, parentId: Id | null, height: number): void {
  checkPlace(db, parentId)
  if (upwards(db, parentId).length + height > DEEPEST) {
    throw new AppError('bad_input', `projects lie at most ${DEEPEST} deep`)
  }
}

/** Undo names a deletion by its time: no other one, of a conversation neither, may have the same. */
function nextStamp(db: ReadableDb, now: number): number {
  const newest = (table: typeof projects | typeof conversations) =>
    db
      .select({ at: max(table.deletedAt) })
      .from(table)
      .where(isNotNull(table.deletedAt))
      .get()?.at ?? 0
  return Math.max(now, newest(projects) + 1, newest(conversations) + 1)
}
