import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import { fold } from './fold'
import type { Filter, Parsed } from './parse'

/** Which conversations are searched, by `seq`, and how many messages are in them. */
export interface Scope {
  /** Null: all but `trashed`. */
  only: Conversations | null
  trashed: ReadonlySet<number>
  /** Those of `only` that are pinned: they come first. */
  pinned: Conversations
}

export interface Conversations {
  seqs: ReadonlySet<number>
  messages: number
}

interface Row {
  seq: number
  count: number
}

const COLUMNS = 'SELECT seq, message_count AS count FROM conversations WHERE'

/** Asks the conversations, before their messages are looked at. */
export function scopeOf(db: ReadableDb, parsed: Parsed): Scope {
  const conditions = parsed.filters.flatMap((filter) => condition(db, filter) ?? [])
  const isLimited = parsed.trash || conditions.length > 0
  const where = [`deleted_at IS ${parsed.trash ? 'NOT NULL' : 'NULL'}`, ...conditions].join(' AND ')
  const only = isLimited ? collect(db.$client.prepare(`${COLUMNS} ${where}`).all()) : null
  // Without their counts an index has all that is asked for.
  const trashed = prepared(db, 'SELECT seq FROM conversations WHERE deleted_at IS NOT NULL').pluck()
  const pinned = prepared(db, `${COLUMNS} deleted_at IS NULL AND archived = 0 AND pinned = 1`).all()
  return {
    only,
    trashed: new Set(trashed.all() as number[]),
    pinned: collect((pinned as Row[]).filter(({ seq }) => !only || only.seqs.has(seq))),
  }
}

function collect(rows: unknown[]): Conversations {
  const found = rows as Row[]
  return {
    seqs: new Set(found.map((row) => row.seq)),
    messages: found.reduce((sum, row) => sum + row.count, 0),
  }
}

/** As SQL without parameters: ids are of our making, and names are compared before. */
function condition(db: ReadableDb, filter: Filter): string | null {
  const not = filter.not ? 'NOT ' : ''
  switch (filter.by) {
    case 'pinned':
    case 'archived':
      return `${filter.by} = ${filter.not ? 0 : 1}`
    case 'project': {
      const inProject = `project_id IN (${list(projectsNamed(db, filter.name))})`
      // Not being in a project is true of what is in none.
      return filter.not ? `NOT coalesce(${inProject}, 0)` : inProject
    }
    case 'tag': {
      const ids = list(tagsNamed(db, filter.name))
      return `${not}id IN (SELECT conversation_id FROM conversation_tags WHERE tag_id IN (${ids}))`
    }
    // Of messages, not of conversations.
    case 'role':
    case 'model':
    case 'has':
      return null
  }
}

function list(ids: string[]): string {
  return ids.map((id) => `'${id.replaceAll(`'`, `''`)}'`).join(', ')
}

interface Named {
  id: string
  name: string
}

/** Those of exactly this name, else all with it in theirs; with the projects below them. */
export function projectsNamed(db: ReadableDb, name: string): string[] {
  const all = prepared(db, 'SELECT id, name FROM projects WHERE deleted_at IS NULL').all()
  const found = named(all as Named[], name)
  const below = prepared(
    db,
    `WITH RECURSIVE below(id) AS (
       SELECT value FROM json_each(?)
       UNION
       SELECT p.id FROM below JOIN projects p ON p.parent_id = below.id WHERE p.deleted_at IS NULL
     )
     SELECT id FROM below`,
  ).pluck()
  return below.all(JSON.stringify(found)) as string[]
}

export function tagsNamed(db: ReadableDb, name: string): string[] {
  return named(prepared(db, 'SELECT id, name FROM tags').all() as Named[], name)
}

function named(all: Named[], name: string): string[] {
  const folded = all.map((each) => ({ id: each.id, name: fold(each.name).trim() }))
  const exactly = folded.filter((each) => each.name === name)
  const found = exactly.length > 0 ? exactly : folded.filter((each) => each.name.includes(name))
  return found.map((each) => each.id)
}
