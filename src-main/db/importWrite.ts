import { randomUUIDv7 } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Id } from '@contract/entities'
import { ID } from '@contract/values'
import type { ForeignConversation } from '../transfer/foreign'
import { rememberBefore, stateOf } from './importBefore'
import { remember } from './importMap'
import { projectFor, tagFor } from './importPlaces'
import { OWN_FORMAT } from './imports'
import { type EncodedRow, insertEncoded, insertRow, placeIn } from './insertRow'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import {
  attachments,
  conversations,
  conversationTags,
  messageAttachments,
  messages,
} from './schema/chat'
import { indexTitle } from './search/entries'
import { saveDraft } from './settings'
import { newestBelow, pathTo, setLeaf } from './tree'

const LONGEST_TITLE = 500

/** One reading of a file; what it writes is known by it. */
export interface ImportRun {
  id: Id
  format: string
  fileName: string
  now: number
}

/**
 * What a plan adds, as the writer is handed it: all that can be said without writing has been said by the
 * thread that reads, because both are to have the same work. Its files are on the disk.
 */
export interface Settled {
  format: string
  key: string
  /** The conversation that is here already. */
  localId: Id | null
  conversation: Omit<ForeignConversation, 'messages'>
  createdAt: number
  updatedAt: number
  /** Messages that are here already, by their keys in the file. */
  known: Map<string, Id>
  /** The key of the message whose branch is shown. */
  shown: string | null
  /** What is not here yet, each after its parent. */
  fresh: FreshMessage[]
}

export interface FreshMessage {
  /** Its row; id, conversation and parent are the writer's to say. */
  row: EncodedRow
  key: string
  parentKey: string | null
  createdAt: number | null
  /** The id that it had in this program, which it keeps where that is free. */
  ownId: Id | null
  /** The message that this is another version of. */
  replaces: Id | null
  mapKey: string
  hash: string
  attachments: Omit<typeof attachments.$inferInsert, 'seq'>[]
}

const [AT_ID, AT_CONVERSATION, AT_PARENT] = [
  placeIn(messages, 'id'),
  placeIn(messages, 'conversationId'),
  placeIn(messages, 'parentId'),
]

/** Writes a plan whole. Answers false where the conversation that it updates has gone since. */
export function writeImport(db: WritableDb, run: ImportRun, plan: Settled): boolean {
  const before = plan.localId === null ? null : stateOf(db, plan.localId)
  if (plan.localId !== null && before === null) return false
  const id = plan.localId ?? insertConversation(db, run, plan)
  // A child follows the newest version of its parent that is known.
  const ids = new Map(plan.known)
  for (const fresh of plan.fresh) {
    const parentId = fresh.parentKey === null ? null : (ids.get(fresh.parentKey) ?? null)
    const messageId = insertMessage(db, fresh, id, parentId)
    const { mapKey: key, hash } = fresh
    remember(db, run, plan.format, { key, id: messageId, hash })
    ids.set(fresh.key, messageId)
  }
  showLeaf(db, plan, id, ids)
  if (before) rememberBefore(db, run, plan, id, before)
  return true
}

function insertConversation(db: WritableDb, run: ImportRun, plan: Settled): Id {
  const { conversation, format, key, createdAt, updatedAt } = plan
  const { pinned, archived, model, instructions, parameters, source } = conversation
  const title = shorten(conversation.title)
  const own = format === OWN_FORMAT && ID.test(conversation.id) ? conversation.id : null
  const id = freeId(db, 'conversations', own)
  const seq = insertRow(db, conversations, {
    id,
    title,
    titleSource: title === '' ? 'none' : 'import',
    pinned: pinned ?? false,
    archived: archived ?? false,
    model: model ?? null,
    instructions: instructions ?? '',
    parameters: parameters ?? null,
    projectId: projectFor(db, run, format, conversation.projects ?? []),
    createdAt,
    updatedAt,
    source: format === OWN_FORMAT ? source : { format, data: source },
  })
  for (const name of conversation.tags ?? []) {
    const tagId = tagFor(db, run, format, name)
    if (tagId === null) continue
    const link = { conversationId: id, tagId }
    db.insert(conversationTags).values(link).onConflictDoNothing().run()
  }
  if (conversation.draft) saveDraft(db, { id, text: conversation.draft, updatedAt })
  indexTitle(db, { seq, title })
  remember(db, run, format, { key, id })
  return id
}

function insertMessage(
  db: WritableDb,
  { row, ownId, attachments: files }: FreshMessage,
  conversationId: Id,
  parentId: Id | null,
): Id {
  const id = freeId(db, 'messages', ownId)
  for (const file of files) insertRow(db, attachments, file)
  row[AT_ID] = id
  row[AT_CONVERSATION] = conversationId
  row[AT_PARENT] = parentId
  insertEncoded(db, messages, row)
  files.forEach((file, position) => {
    insertRow(db, messageAttachments, { messageId: id, attachmentId: file.id, position })
  })
  return id
}

/**
 * Shows the branch that the file showed. In a conversation that was there already only when it goes on
 * where this one ends, or with another version of its end: what was chosen here since stays chosen.
 */
function showLeaf(db: WritableDb, plan: Settled, id: Id, ids: Map<string, Id>): void {
  const top = ids.get(plan.shown ?? '') ?? null
  if (top === null) return
  const isEnd = !plan.fresh.some(({ parentKey }) => parentKey === plan.shown)
  if (plan.localId === null) {
    const leaf = isEnd ? top : newestBelow(db, id, top)
    prepared(db, 'UPDATE conversations SET current_message_id = ? WHERE id = ?').run(leaf, id)
    return
  }
  const leaf = newestBelow(db, id, top)
  const shown = db
    .select({ leaf: conversations.currentMessageId, seq: messages.seq })
    .from(conversations)
    .leftJoin(messages, eq(messages.id, conversations.currentMessageId))
    .where(eq(conversations.id, id))
    .get()
  const isReplaced = plan.fresh.some(({ replaces }) => replaces === (shown?.leaf ?? ''))
  const goesOn =
    leaf !== null && (shown?.seq == null || isReplaced || pathTo(db, leaf).includes(shown.seq))
  const newest = plan.fresh.reduce((time, { createdAt }) => Math.max(time, createdAt ?? 0), 0)
  setLeaf(db, id, goesOn ? leaf : (shown?.leaf ?? null), newest)
}

/** Our own form keeps its ids where they are free; a foreign id never becomes one of ours. */
function freeId(db: ReadableDb, table: 'conversations' | 'messages', wanted: Id | null): Id {
  if (wanted === null) return randomUUIDv7()
  const taken = prepared(db, `SELECT 1 FROM ${table} WHERE id = ?`).get(wanted)
  return taken === undefined ? wanted : randomUUIDv7()
}

function shorten(title: string): string {
  const line = title
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
  return [...line].slice(0, LONGEST_TITLE).join('')
}
