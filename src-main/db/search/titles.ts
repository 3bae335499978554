import type { SearchHit } from '@contract/search'
import type { Conversation } from '@contract/entities'
import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import { fold } from './fold'
import { locate } from './locate'
import { matches } from './match'
import type { Parsed, Term } from './parse'
import type { Scope } from './scope'
import { mark } from './snippet'

/** Conversations on the first page that are found by their title, their project or their tags. */
const MOST = 50
/** Of titles that match, as many are put in order; more of them say nothing. */
const LOOKED_AT = 200
/** Of so few conversations the titles are read sooner than all. */
const FEW = 1000

type Row = Pick<Conversation, 'seq' | 'id' | 'title' | 'updatedAt'> & { pinned: 0 | 1 }

export function titleHits(db: ReadableDb, parsed: Parsed, scope: Scope): SearchHit[] {
  if (parsed.terms.length === 0 || parsed.filters.some(isOfMessages)) return []
  const byTitle = rowsOf(db, titlesWith(db, parsed.terms, scope), parsed, scope)
    .filter((row) => matches(fold(row.title), parsed))
    .map((row) => ({ row, name: null }))
  const known = new Set(byTitle.map(({ row }) => row.seq))
  const byName = namesWith(db, parsed)
    .filter(({ seq }) => !known.has(seq))
    .flatMap(({ name, seq }) => rowsOf(db, [seq], parsed, scope).map((row) => ({ row, name })))
  return [...byTitle, ...byName]
    .toSorted(({ row: a }, { row: b }) => b.pinned - a.pinned || b.updatedAt - a.updatedAt)
    .slice(0, MOST)
    .map(({ row, name }) => ({
      conversationId: row.id,
      messageId: null,
      title: markTerms(row.title, parsed.terms),
      pinned: row.pinned === 1,
      role: null,
      model: null,
      time: row.updatedAt,
      snippet: name === null ? [] : markTerms(name, parsed.terms),
      found: [],
    }))
}

export function markTerms(text: string, terms: Term[]) {
  return mark(text, locate(text, fold(text), terms, 20))
}

function isOfMessages({ by }: Parsed['filters'][number]): boolean {
  return by === 'role' || by === 'model' || by === 'has'
}

function titlesWith(db: ReadableDb, terms: Term[], { only }: Scope): number[] {
  // SQLite takes no condition of any length; the title itself decides about the others.
  const asked = terms.slice(0, 100)
  const all = asked.map(() => 'instr(text, ?) > 0').join(' AND ')
  const isFew = only !== null && only.seqs.size <= FEW
  const within = isFew ? 'conversation IN (SELECT value FROM json_each(?)) AND' : ''
  return prepared(
    db,
    `SELECT conversation FROM search_titles WHERE ${within} ${all}
     ORDER BY conversation DESC LIMIT ${LOOKED_AT}`,
  )
    .pluck()
    .all(
      ...(isFew ? [JSON.stringify([...only.seqs])] : []),
      ...asked.map((term) => term.text),
    ) as number[]
}

/**
 * The newest conversations in projects and with tags that hold all the words in their name: a letter is
 * in nearly every name.
 */
function namesWith(db: ReadableDb, parsed: Parsed) {
  const projects = prepared(db, 'SELECT id, name FROM projects WHERE deleted_at IS NULL').all()
  const tags = prepared(db, 'SELECT id, name FROM tags').all()
  const inProject = prepared(
    db,
    `SELECT seq FROM conversations WHERE project_id = ? ORDER BY seq DESC LIMIT ${LOOKED_AT}`,
  ).pluck()
  const tagged = prepared(
    db,
    `SELECT seq FROM conversation_tags JOIN conversations ON id = conversation_id
     WHERE tag_id = ? ORDER BY seq DESC LIMIT ${LOOKED_AT}`,
  ).pluck()
  const named = (all: unknown[], of: typeof tagged) =>
    (all as { id: string; name: string }[])
      .filter((each) => matches(fold(each.name), parsed))
      .flatMap(({ id, name }) => (of.all(id) as number[]).map((seq) => ({ name, seq })))
  return [...named(projects, inProject), ...named(tags, tagged)]
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, LOOKED_AT)
}

function rowsOf(db: ReadableDb, seqs: number[], parsed: Parsed, scope: Scope): Row[] {
  const { before, after } = parsed
  const get = prepared(
    db,
    'SELECT seq, id, title, pinned, updated_at AS updatedAt FROM conversations WHERE seq = ?',
  )
  return seqs
    .filter((seq) => (scope.only ? scope.only.seqs.has(seq) : !scope.trashed.has(seq)))
    .flatMap((seq) => (get.get(seq) as Row | undefined) ?? [])
    .filter(({ updatedAt }) => updatedAt >= (after ?? 0) && updatedAt < (before ?? Infinity))
}
