import type { Id } from '@contract/entities'
import { remember } from './importMap'
import type { ImportRun, Settled } from './importWrite'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'

/** The key of a row of the map that says what an updated conversation was before; until the run ends. */
export const BEFORE = 'before:'

/** What a conversation shows, and when it was last written in. */
interface State {
  leaf: Id | null
  updatedAt: number
}

/** What an updated conversation was, and the time that it got: by it a cancelled import is undone. */
export interface Before extends State {
  became: number
}

/** Null where it is not there, or in the trash. */
export function stateOf(db: ReadableDb, id: Id): State | null {
  const found = prepared(
    db,
    `SELECT current_message_id AS leaf, updated_at AS updatedAt FROM conversations
     WHERE id = ? AND deleted_at IS NULL`,
  ).get(id) as State | undefined
  return found ?? null
}

/** The first time in a run says it: a file may hold a conversation twice. */
export function rememberBefore(
  db: WritableDb,
  run: ImportRun,
  { format, key: of }: Settled,
  id: Id,
  state: State,
): void {
  const key = `${BEFORE}${of}`
  const query = 'SELECT hash FROM import_map WHERE format = ? AND foreign_id = ? AND run_id = ?'
  const known = prepared(db, query).pluck().get(format, key, run.id) as string | undefined
  // Written below, in the same form.
  const { leaf, updatedAt } = known === undefined ? state : (JSON.parse(known) as Before)
  const before: Before = { leaf, updatedAt, became: stateOf(db, id)?.updatedAt ?? updatedAt }
  remember(db, run, format, { key, id, hash: JSON.stringify(before) })
}
