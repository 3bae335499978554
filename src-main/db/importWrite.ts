import { randomUUIDv7 } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Id } from '@contract/entities'
import type { ForeignConversation } from '../transfer/foreign'
import { noteConversation, stateOf } from './importNote'
import { projectFor, tagFor } from './importPlaces'
import { OWN_FORMAT } from './imports'
import { type EncodedRows, insertEncoded, insertRow, placeIn, widthOf } from './insertRow'
import type { ReadableDb, WritableDb } from './open'
import { prepared } from './prepared'
import {
  attachments,
  conversations,
  conversationTags,
  messageAttachments,
  messages,
} from './schema/chat'
import type { Noted } from './schema/imports'
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
 * thread that reads, because the writer has the more to do. Its files are on the disk.
 */
export interface Settled {
  format: string
  key: string
  /** The conversation that it updates; null where it is new, and then gets `id`. */
  localId: Id | null
  id: Id
  conversation: Omit<ForeignConversation, 'messages'>
  createdAt: number
  updatedAt: number
  /** The message whose branch is shown, and whether the branch ends with it in the file. */
  shown: { id: Id; isEnd: boolean } | null
  /** Messages that are here already, and of which there is another version. */
  replaced: Id[]
  /** When the newest message was written. */
  newest: number
  /** Rows of what is not here yet, each after its parent, and what is noted of them, as JSON. */
  messages: EncodedRows
  noted: string
  files: { messageId: Id; position: number; row: typeof attachments.$inferInsert }[]
}

/** Writes a plan whole. Answers false where the conversation that it updates has gone since. */
export function writeImport(db: WritableDb, run: ImportRun, plan: Settled): boolean {
  const before = plan.localId === null ? null : stateOf(db, plan.localId)
  if (plan.localId !== null && before === null) return false
  if (plan.format === OWN_FORMAT) useFreeIds(db, plan)
  if (before === null) insertConversation(db, run, plan)
  insertEncoded(db, messages, plan.messages)
  for (const { messageId, position, row } of plan.files) {
    insertRow(db, attachments, row)
    insertRow(db, messageAttachments, { messageId, attachmentId: row.id, position })
  }
  if (before === null) showNew(db, plan)
  else showUpdated(db, plan)
  noteConversation(db, run, plan, before)
  return true
}

/** How many messages a plan adds. */
export function sizeOf({ messages: values }: Pick<Settled, 'messages'>): number {
  return values.length / widthOf(messages)
}

const PLACES = {
  id: placeIn(messages, 'id'),
  conversation: placeIn(messages, 'conversationId'),
  parent: placeIn(messages, 'parentId'),
}

/** Our own form keeps its ids where they are free. */
function useFreeIds(db: ReadableDb, plan: Settled): void {
  const instead = new Map<unknown, Id>()
  const isTaken = (table: string, id: unknown) =>
    prepared(db, `SELECT 1 FROM ${table} WHERE id = ?`).get(id) !== undefined
  if (plan.localId === null && isTaken('conversations', plan.id)) {
    instead.set(plan.id, randomUUIDv7())
  }
  const { messages: values } = plan
  const width = widthOf(messages)
  for (let row = 0; row < values.length; row += width) {
    const id = values[row + PLACES.id]
    if (isTaken('messages', id)) instead.set(id, randomUUIDv7())
  }
  if (instead.size === 0) return
  for (let row = 0; row < values.length; row += width) {
    for (const place of Object.values(PLACES)) {
      values[row + place] = instead.get(values[row + place]) ?? values[row + place]
    }
  }
  // Made by `settle`.
  const noted = Object.entries(JSON.parse(plan.noted) as Noted)
  plan.noted = JSON.stringify(
    Object.fromEntries(noted.map(([id, note]) => [instead.get(id) ?? id, note])),
  )
  for (const file of plan.files) file.messageId = instead.get(file.messageId) ?? file.messageId
  plan.id = instead.get(plan.id) ?? plan.id
  if (plan.shown) plan.shown.id = instead.get(plan.shown.id) ?? plan.shown.id
}

function insertConversation(db: WritableDb, run: ImportRun, plan: Settled): void {
  const { id, conversation, format, shown, createdAt, updatedAt } = plan
  const { pinned, archived, model, instructions, parameters, source } = conversation
  const title = shorten(conversation.title)
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
    currentMessageId: shown?.id ?? null,
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
}

/** Shows the branch that the file showed to its end. */
function showNew(db: WritableDb, { id, shown }: Settled): void {
  if (shown === null || shown.isEnd) return
  const leaf = newestBelow(db, id, shown.id)
  prepared(db, 'UPDATE conversations SET current_message_id = ? WHERE id = ?').run(leaf, id)
}

/**
 * The same in a conversation that was there already, only when it goes on where this one ends, or with another
 * version of its end: what was chosen here since stays chosen.
 */
function showUpdated(db: WritableDb, plan: Settled): void {
  const { id, replaced, newest } = plan
  if (plan.shown === null) return
  const leaf = newestBelow(db, id, plan.shown.id)
  const shown = db
    .select({ leaf: conversations.currentMessageId, seq: messages.seq })
    .from(conversations)
    .leftJoin(messages, eq(messages.id, conversations.currentMessageId))
    .where(eq(conversations.id, id))
    .get()
  const isReplaced = replaced.includes(shown?.leaf ?? '')
  const goesOn =
    leaf !== null && (shown?.seq == null || isReplaced || pathTo(db, leaf).includes(shown.seq))
  setLeaf(db, id, goesOn ? leaf : (shown?.leaf ?? null), newest)
}

function shorten(title: string): string {
  const line = title
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
  return [...line].slice(0, LONGEST_TITLE).join('')
}
