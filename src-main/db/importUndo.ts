import type { Id } from '@contract/entities'
import { IS_NAMED, keysOf, removeEntries } from './importUndoEntries'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import type { Before } from './schema/imports'

// An import that did not come to its end is taken back conversation by conversation. Of each, the rows and
// what is noted of them go in one transaction: wherever it is broken off, what is noted is still to go.

/** By the conversation: a run has many more. */
const OF_RUN = `conversation_id = @id AND +run_id = @runId`
const MESSAGES = `(SELECT key FROM import_conversations, json_each(messages) WHERE ${OF_RUN})`

/** An import that was cancelled, was killed or failed, and is not taken back whole. */
export interface UnfinishedRun {
  id: Id
  fileName: string
  startedAt: number
  cancelled: boolean
}

/** While no import is running, those that are to be taken back. */
export function unfinished(db: ReadableDb): UnfinishedRun[] {
  const rows = prepared(
    db,
    `SELECT id, file_name AS fileName, started_at AS startedAt,
       json_extract(report, '$.cancelled') IS NOT NULL AS cancelled
     FROM import_runs WHERE finished_at IS NULL ORDER BY seq`,
  ).all() as (Omit<UnfinishedRun, 'cancelled'> & { cancelled: number })[]
  return rows.map((row) => ({ ...row, cancelled: row.cancelled === 1 }))
}

/** How many conversations a run has written to. */
export function size(db: ReadableDb, runId: Id): number {
  const query = 'SELECT count(*) FROM import_conversations WHERE run_id = ?'
  return prepared(db, query).pluck().get(runId) as number
}

/** What one step did. `files` are the contents that no row names any more; when done, `keys` are to go. */
export interface UndoStep {
  isDone: boolean
  keys: Id[]
  removed: number
  kept: number
  files: string[]
}

/**
 * Takes conversations of a run back for about `milliseconds`. One that somebody has written in since stays
 * with all that is in it, as of the run `keptAs`: what a person wrote is never taken away.
 */
export function step(db: WritableDb, runId: Id, keptAs: Id, milliseconds: number): UndoStep {
  const end = performance.now() + milliseconds
  // In order: one that the run made may be noted once more, as updated, in a file of another format.
  const next = prepared(
    db,
    `SELECT conversation_id AS id, before FROM import_conversations
     WHERE run_id = ? ORDER BY rowid LIMIT 1`,
  )
  const result: UndoStep = { isDone: false, keys: [], removed: 0, kept: 0, files: [] }
  do {
    const row = next.get(runId) as Written | undefined
    if (!row) return { ...result, isDone: true, keys: keysOf(db, runId) }
    // Written by `noteConversation`, in the same form.
    const before = row.before === null ? null : (JSON.parse(row.before) as Before)
    if (isWrittenIn(db, runId, row.id, before !== null)) {
      keep(db, runId, keptAs, row.id)
      result.kept += 1
    } else {
      result.files.push(...remove(db, runId, row.id, before))
      result.removed += 1
    }
  } while (performance.now() < end)
  return result
}

interface Written {
  id: Id
  before: string | null
}

/**
 * After the last step, when its keys are gone: the projects and tags of the run that hold nothing else,
 * whatever came with the conversations, and the run itself. What is used meanwhile stays, as of the run
 * `keptAs`.
 */
export function finish(db: WritableDb, runId: Id, keptAs: Id): void {
  removeEntries(db, runId)
  const emptied = prepared(
    db,
    `DELETE FROM projects WHERE id IN (SELECT local_id FROM import_entries WHERE run_id = ?)
     AND NOT EXISTS (SELECT 1 FROM conversations WHERE project_id = projects.id)
     AND NOT EXISTS (SELECT 1 FROM projects AS inner WHERE inner.parent_id = projects.id)`,
  )
  // One level at a time, from the innermost.
  while (emptied.run(runId).changes > 0);
  prepared(
    db,
    `DELETE FROM tags WHERE id IN (SELECT local_id FROM import_entries WHERE run_id = ? AND NOT ${IS_NAMED})
     AND NOT EXISTS (SELECT 1 FROM conversation_tags WHERE tag_id = tags.id)
     AND NOT EXISTS (SELECT 1 FROM tag_rules WHERE tag_id = tags.id)`,
  ).run(runId)
  const held = `run_id = @runId AND local_id IN (SELECT id FROM projects UNION ALL SELECT id FROM tags
    UNION ALL SELECT id FROM providers UNION ALL SELECT id FROM api_keys)`
  if (prepared(db, `SELECT 1 FROM import_entries WHERE ${held}`).get({ runId }) !== undefined) {
    noteKept(db, runId, keptAs)
    prepared(db, `UPDATE import_entries SET run_id = @keptAs WHERE ${held}`).run({ runId, keptAs })
  }
  prepared(db, 'DELETE FROM import_runs WHERE id = ?').run(runId)
}

/** Of a new conversation any message that is not of the run; of another, only what answers one of it. */
function isWrittenIn(db: ReadableDb, runId: Id, id: Id, isUpdate: boolean): boolean {
  const found = prepared(
    db,
    `SELECT 1 FROM messages AS m WHERE conversation_id = @id AND m.id NOT IN ${MESSAGES}
     ${isUpdate ? `AND m.parent_id IN ${MESSAGES}` : ''} LIMIT 1`,
  ).get({ id, runId })
  return found !== undefined
}

/** Keeps a conversation: a later import knows it by a run of its own. */
function keep(db: WritableDb, runId: Id, keptAs: Id, id: Id): void {
  noteKept(db, runId, keptAs)
  prepared(db, `UPDATE import_conversations SET run_id = @keptAs WHERE ${OF_RUN}`).run({
    runId,
    keptAs,
    id,
  })
}

function noteKept(db: WritableDb, runId: Id, keptAs: Id): void {
  prepared(
    db,
    `INSERT INTO import_runs (id, format, file_name, report, started_at, finished_at)
     SELECT @keptAs, format, file_name, '{"kept":true}', started_at, started_at
     FROM import_runs WHERE id = @runId ON CONFLICT DO NOTHING`,
  ).run({ runId, keptAs })
}

/** Removes what the run wrote to a conversation. Answers the contents that no row names any more. */
function remove(db: WritableDb, runId: Id, id: Id, before: Before | null): string[] {
  const attached = prepared(
    db,
    `SELECT DISTINCT attachment_id FROM message_attachments WHERE message_id IN ${MESSAGES}`,
  )
    .pluck()
    .all({ id, runId }) as Id[]
  if (before) {
    prepared(db, `DELETE FROM messages WHERE id IN ${MESSAGES}`).run({ id, runId })
    restore(db, id, before)
    prepared(db, `DELETE FROM import_conversations WHERE ${OF_RUN}`).run({ id, runId })
  } else {
    prepared(db, 'DELETE FROM conversations WHERE id = ?').run(id)
    prepared(db, 'DELETE FROM drafts WHERE id = ?').run(id)
  }
  return detach(db, attached)
}

/** Shows what was shown, unless another branch was chosen since; the same of its time. */
function restore(db: WritableDb, id: Id, { leaf, updatedAt, became }: Before): void {
  prepared(
    db,
    `UPDATE conversations SET current_message_id = ? WHERE id = ?
     AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.id = current_message_id)`,
  ).run(leaf, id)
  prepared(db, 'UPDATE conversations SET updated_at = ? WHERE id = ? AND updated_at = ?').run(
    updatedAt,
    id,
    became,
  )
}

function detach(db: WritableDb, ids: Id[]): string[] {
  if (ids.length === 0) return []
  const hashes = prepared(
    db,
    `DELETE FROM attachments WHERE id IN (SELECT value FROM json_each(?))
     AND NOT EXISTS (SELECT 1 FROM message_attachments WHERE attachment_id = attachments.id)
     RETURNING sha256`,
  )
    .pluck()
    .all(JSON.stringify(ids)) as string[]
  const isNamed = prepared(db, 'SELECT 1 FROM attachments WHERE sha256 = ?')
  return [...new Set(hashes)].filter((hash) => isNamed.get(hash) === undefined)
}
