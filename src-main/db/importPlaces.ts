import { randomUUIDv7 } from 'node:crypto'
import type { Id } from '@contract/entities'
import type { ForeignProject } from '../transfer/foreign'
import { shortKey } from '../transfer/placing'
import { remember } from './importMap'
import type { ImportRun } from './importWrite'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import { DEEPEST } from './projectTree'
import { projects, tags } from './schema/library'
import * as tagList from './tags'

/** The project at the end of a path, made where it is not there yet; null for no path. */
export function projectFor(
  db: WritableDb,
  run: ImportRun,
  format: string,
  path: ForeignProject[],
): Id | null {
  let parentId: Id | null = null
  let key = 'p'
  for (const project of path.slice(0, DEEPEST)) {
    key = shortKey(`${key}:${project.id}`)
    const known = knownProject(db, format, key)
    if (known) nameProject(db, known, project)
    parentId = known ?? makeProject(db, run, { format, key, project, parentId })
  }
  return parentId
}

/** The project that a path was imported as before; null where it was not. */
export function findProject(db: ReadableDb, format: string, path: ForeignProject[]): Id | null {
  const key = path.slice(0, DEEPEST).reduce((above, { id }) => shortKey(`${above}:${id}`), 'p')
  return knownProject(db, format, key)
}

function knownProject(db: ReadableDb, format: string, key: string): Id | null {
  const found = prepared(
    db,
    `SELECT id FROM import_entries JOIN projects ON id = local_id
     WHERE format = ? AND foreign_id = ? AND deleted_at IS NULL`,
  )
    .pluck()
    .get(format, key)
  return (found as Id | undefined) ?? null
}

/** An export that names a project by its id only may have come first. */
function nameProject(db: WritableDb, id: Id, { id: foreignId, name }: ForeignProject): void {
  prepared(db, 'UPDATE projects SET name = ? WHERE id = ? AND name = ?').run(
    shorten(name, 200) || '–',
    id,
    shorten(foreignId, 200) || '–',
  )
}

function makeProject(
  db: WritableDb,
  run: ImportRun,
  made: { format: string; key: string; project: ForeignProject; parentId: Id | null },
): Id {
  const { name, instructions, model, parameters, source } = made.project
  const id = randomUUIDv7()
  db.insert(projects)
    .values({
      id,
      parentId: made.parentId,
      name: shorten(name, 200) || '–',
      instructions: instructions ?? '',
      model: model ?? null,
      parameters: parameters ?? null,
      source: source ?? null,
      createdAt: run.now,
      updatedAt: run.now,
    })
    .run()
  remember(db, run, made.format, { key: made.key, id })
  return id
}

/** The tag of this name, whatever its case, made where there is none; null for a name of nothing. */
export function tagFor(db: WritableDb, run: ImportRun, format: string, name: string): Id | null {
  const shown = shorten(name, 100)
  if (shown === '') return null
  const known = tagNamed(db, name)
  if (known !== null) return known
  const id = randomUUIDv7()
  db.insert(tags).values({ id, name: shown, createdAt: run.now }).run()
  // It is found by its name; noted so that a cancelled import can take it back.
  remember(db, run, format, { key: shortKey(`t:${fold(shown)}`), id })
  return id
}

/** The tag of this name, whatever its case. */
export function tagNamed(db: ReadableDb, name: string): Id | null {
  const wanted = fold(shorten(name, 100))
  return tagList.list(db).find((tag) => fold(tag.name) === wanted)?.id ?? null
}

const fold = (name: string) => name.normalize('NFC').toLowerCase()

function shorten(name: string, most: number): string {
  const line = name
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
  return [...line].slice(0, most).join('').trim()
}
