import type Database from 'better-sqlite3'
import { isOfIndex, LOST_PAGES, SET_ASIDE } from './derived'
import type { ReadableDb } from './open'

export interface Check {
  name: CheckName
  ok: boolean
  /** What was found, in numbers; empty where all is well. */
  detail: string
}

export type CheckName =
  | 'integrity'
  | 'references'
  | 'search_index'
  | 'message_counts'
  | 'parents'
  | 'open_branches'
  | 'unfinished'

/**
 * Everything that must hold in a history at rest, each by itself, so that one damage does not hide
 * another. Reads the whole file: seconds for each gigabyte. Never throws for what is in the file; what
 * `tell` throws ends it.
 */
export function checkDatabase(
  db: ReadableDb,
  tell: (done: number, total: number) => void = () => {},
): { ok: boolean; checks: Check[] } {
  const client = db.$client
  const names = Object.keys(examinations) as CheckName[]
  tell(0, names.length)
  const damage = findDamage(client, 'integrity_check')
  const checks = names.map((name, index) => {
    tell(index, names.length)
    const detail = examine(() => examinations[name](client, damage))
    return { name, ok: detail === '', detail }
  })
  return { ok: checks.every((check) => check.ok), checks }
}

/**
 * What SQLite says is wrong: with the search index, which can be made anew, and with all else. Where
 * something is, each table is asked by itself, because the check as a whole stops at a bad page. What was set
 * aside of an index counts for neither, and the pages that it left belong to nothing on purpose.
 */
export function findDamage(client: Database.Database, pragma: 'integrity_check' | 'quick_check') {
  const problems = problemsOf(client, pragma)
  if (problems.length === 0) return { index: [], rest: [] }
  const trees = examine(() => treesOf(client))
  if (typeof trees === 'string') return { index: [], rest: problems }
  const found = { index: [] as string[], rest: [] as string[] }
  for (const { name } of trees.filter(({ isLeft }) => !isLeft)) {
    const kind = isOfIndex(name) ? 'index' : 'rest'
    found[kind].push(...problemsOf(client, `${pragma}("${name}")`))
  }
  if (found.index.length + found.rest.length > 0) return found
  // What belongs to no table, such as the list of free pages.
  const left = trees.filter(({ name, isLeft }) => isLeft || name === LOST_PAGES)
  return { index: [], rest: left.length === 0 ? problems : problems.filter(isOutside(left)) }
}

interface Tree {
  name: string
  root: number
  isLeft: 0 | 1
}

function treesOf(client: Database.Database): Tree[] {
  const query = `SELECT name, rootpage AS root, ${SET_ASIDE} AS isLeft FROM sqlite_schema
    WHERE type = 'table'`
  return client.prepare(query).all() as Tree[]
}

/** Whether a line of SQLite's is about something else than these trees, and pages that nothing leads to. */
function isOutside(left: Tree[]): (line: string) => boolean {
  const starts = left.map(({ root }) => `Tree ${root} `)
  return (line) =>
    !starts.some((start) => line.startsWith(start)) &&
    !/^Page \d+: never used$/.test(line) &&
    line !== BROKEN_OFF
}

/** What ends a check that has come to the rows of a malformed tree. */
const BROKEN_OFF = 'database disk image is malformed'

/** Each line that such a pragma answers until it is broken off; none where all is well. */
export function problemsOf(client: Database.Database, pragma: string): string[] {
  const lines: string[] = []
  try {
    const rows = client.prepare(`PRAGMA ${pragma}`).pluck().iterate()
    for (const row of rows) lines.push(...String(row).split('\n'))
  } catch (error) {
    lines.push(error instanceof Error ? error.message : String(error))
  }
  return lines.filter((line) => line !== 'ok' && !line.startsWith('***'))
}

const INDEXED = `SELECT message FROM search_entries JOIN messages_fts_docsize ON id = place`
/** What is left to be filled in is not missing: a search says that it does not know all yet. */
const UNINDEXED = `SELECT seq FROM messages WHERE status <> 'streaming'
  AND NOT EXISTS (SELECT 1 FROM search_tasks WHERE name = 'fill') EXCEPT ${INDEXED}`
const GHOSTS = `SELECT id FROM messages_fts_docsize EXCEPT SELECT place FROM search_entries
  JOIN messages ON seq = message WHERE status <> 'streaming'`

type Damage = ReturnType<typeof findDamage>

const examinations: Record<CheckName, (client: Database.Database, damage: Damage) => string> = {
  integrity: (_client, damage) => damage.rest.join('\n'),
  references: (client) =>
    counted((client.pragma('foreign_key_check') as unknown[]).length, 'rows refer to missing rows'),
  search_index: (client, damage) =>
    damage.index.join('\n') ||
    counted(rows(client, UNINDEXED), 'messages are not in the index') ||
    counted(rows(client, GHOSTS), 'entries of the index have no message'),
  message_counts: (client) =>
    counted(
      rows(
        client,
        `SELECT 1 FROM conversations c WHERE message_count <>
           (SELECT count(*) FROM messages WHERE conversation_id = c.id AND deleted_at IS NULL)`,
      ),
      'conversations have a wrong number of messages',
    ),
  parents: (client) =>
    counted(
      rows(
        client,
        `SELECT 1 FROM messages m LEFT JOIN messages p ON p.id = m.parent_id
         WHERE m.parent_id IS NOT NULL AND p.conversation_id IS NOT m.conversation_id`,
      ),
      'messages have no parent in their conversation',
    ),
  open_branches: (client) =>
    counted(
      rows(
        client,
        `SELECT 1 FROM conversations c WHERE CASE
           WHEN current_message_id IS NULL THEN EXISTS
             (SELECT 1 FROM messages WHERE conversation_id = c.id AND deleted_at IS NULL)
           ELSE NOT EXISTS (SELECT 1 FROM messages WHERE id = c.current_message_id
             AND conversation_id = c.id AND deleted_at IS NULL) END`,
      ),
      'conversations show a message that is not there',
    ),
  unfinished: (client) =>
    counted(
      rows(
        client,
        `SELECT DISTINCT message_id FROM message_chunks WHERE message_id NOT IN
           (SELECT id FROM messages WHERE status = 'streaming')`,
      ),
      'ended replies have text left over',
    ),
}

/** What an examination found, or why it could not be made. */
function examine<T>(examination: () => T): T | string {
  try {
    return examination()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function rows(client: Database.Database, query: string) {
  return client.prepare(`SELECT count(*) FROM (${query})`).pluck().get() as number
}

function counted(count: number, what: string) {
  return count === 0 ? '' : `${count} ${what}`
}
