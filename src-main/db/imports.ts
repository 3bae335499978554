import { hash } from 'node:crypto'
import type { Id } from '@contract/entities'
import type { ForeignConversation } from '../transfer/foreign'
import { place, type Placed, shortKey } from '../transfer/placing'
import type { ReadableDb } from './open'
import { prepared } from './prepared'

/** The form in which this program exports; its ids are ours. */
export const OWN_FORMAT = 'keepsake'

/** By the keys of a conversation's messages: the id one has here, and how the hash of what it said begins. */
export type Known = Map<string, { id: Id; hash: string }>

/**
 * What a trial has come across: for each conversation, packed, what stands for its messages and for what
 * they said. A file of gigabytes has millions of them.
 */
export type Seen = Map<string, Buffer>

/** Hexadecimal digits of either that are kept: only a trial's count depends on them. */
const DIGITS = 12

export interface Fresh extends Placed {
  /** The key by which it is known from then on. */
  notedAs: string
}

/** What a conversation of a file means for the history. `fresh` is what is not there yet. */
export interface Plan {
  format: string
  conversation: ForeignConversation
  key: string
  outcome: 'new' | 'update' | 'exists' | 'trash'
  localId: Id | null
  known: Known
  placed: Placed[]
  fresh: Fresh[]
}

/**
 * Compares a conversation with what was imported before, `seen` included. A message that says something
 * else than it did is another version of it; what was changed or deleted here stays so.
 */
export function planImport(
  db: ReadableDb | null,
  format: string,
  conversation: ForeignConversation,
  seen: Seen = new Map(),
): Plan {
  const key = keyOf(conversation)
  const local = db ? findConversation(db, format, key, conversation.id) : undefined
  const placed = place(conversation.messages)
  const known: Known = db && local ? findMessages(db, format, key, local.id) : new Map()
  if (db && local && format === OWN_FORMAT) addOwn(db, known, local.id, placed)
  if (seen.has(key)) addSeen(known, seen, key, placed)
  const fresh: Fresh[] = []
  for (const each of placed) {
    const first = known.get(each.key)
    if (!first) fresh.push({ ...each, notedAs: each.key })
    else if (!each.hash.startsWith(first.hash) && !known.has(versionKey(each))) {
      fresh.push({ ...each, notedAs: versionKey(each) })
    }
  }
  const isKnown = local !== undefined || seen.has(key)
  const outcome = !isKnown ? 'new' : local?.isTrash ? 'trash' : fresh.length ? 'update' : 'exists'
  return { format, conversation, key, outcome, localId: local?.id ?? null, known, placed, fresh }
}

/** A conversation without an id is known by how it begins. */
function keyOf({ id, title, messages: [first] }: ForeignConversation): string {
  return `c:${shortKey(id === '' ? JSON.stringify([title, first?.id, first?.parts]) : id)}`
}

/** Notes what a plan would write, so that a trial knows it as if it were written. Answers what is new in it. */
export function note(seen: Seen, { key, fresh }: Plan): string[] {
  if (fresh.length === 0 && seen.has(key)) return []
  const marks = fresh.map((each) => markOf(each.notedAs) + each.hash.slice(0, DIGITS))
  let times = 0
  while (seen.has(placeOf(key, times))) times += 1
  const place = placeOf(key, times)
  seen.set(place, Buffer.from(marks.join(''), 'hex'))
  return [place]
}

/** Where what was noted of a conversation stands, the first time, the second, and so on. */
function placeOf(key: string, times: number): string {
  return times === 0 ? key : `${times} ${key}`
}

function addSeen(known: Known, seen: Seen, key: string, placed: Placed[]): void {
  const said = new Map<string, string>()
  for (let times = 0; ; times += 1) {
    const marks = seen.get(placeOf(key, times))?.toString('hex')
    if (marks === undefined) break
    for (let at = 0; at < marks.length; at += 2 * DIGITS) {
      said.set(marks.slice(at, at + DIGITS), marks.slice(at + DIGITS, at + 2 * DIGITS))
    }
  }
  for (const each of placed.flatMap((one) => [one.key, versionKey(one)])) {
    const found = said.get(markOf(each))
    if (found !== undefined) known.set(each, { id: '', hash: found })
  }
}

function markOf(key: string): string {
  return hash('sha256', key).slice(0, DIGITS)
}

export const versionKey = ({ key, hash }: Pick<Placed, 'key' | 'hash'>) => `${key}@${hash}`

/** By what was noted or, of our own form, by the id itself. */
function findConversation(db: ReadableDb, format: string, key: string, foreignId: string) {
  const own = format === OWN_FORMAT ? foreignId : null
  return prepared(
    db,
    `SELECT id, deleted_at IS NOT NULL AS isTrash FROM conversations WHERE id = coalesce(
       (SELECT conversation_id FROM import_conversations WHERE format = ? AND foreign_id = ?), ?)`,
  ).get(format, key, own) as { id: Id; isTrash: 0 | 1 } | undefined
}

function findMessages(db: ReadableDb, format: string, key: string, local: Id): Known {
  const rows = prepared(
    db,
    `SELECT noted.value ->> 0 AS key, messages.id, noted.value ->> 1 AS hash
     FROM import_conversations AS known, json_each(known.messages) AS noted
     JOIN messages ON messages.id = noted.key AND messages.conversation_id = known.conversation_id
     WHERE format = ? AND foreign_id = ? AND known.conversation_id = ?`,
  ).all(format, key, local) as { key: string; id: Id; hash: string }[]
  return new Map(rows.map((row) => [row.key, { id: row.id, hash: row.hash }]))
}

/** What our own form names was written here: it is known by its id. */
function addOwn(db: ReadableDb, known: Known, local: Id, placed: Placed[]): void {
  const query = 'SELECT id FROM messages WHERE conversation_id = ?'
  const ids = new Set(prepared(db, query).pluck().all(local) as Id[])
  for (const { key, hash, message } of placed) {
    if (ids.has(message.id)) known.set(key, { id: message.id, hash })
  }
}
