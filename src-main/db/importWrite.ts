import { randomUUIDv7 } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Id, Part } from '@contract/entities'
import { ID } from '@contract/values'
import type { ForeignConversation, ForeignMessage } from '../transfer/foreign'
import { rememberBefore, stateOf } from './importBefore'
import { remember } from './importMap'
import { projectFor, tagFor } from './importPlaces'
import { insertRow } from './insertRow'
import { mapKey, OWN_FORMAT, type Fresh, type Plan, versionKey } from './imports'
import type { Placed } from '../transfer/placing'
import type { WritableDb } from './open'
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

/** What a message is stored with, after its files were written; `attachments` are those of its parts. */
export interface Content {
  parts: Part[]
  attachments: Omit<typeof attachments.$inferInsert, 'seq' | 'createdAt'>[]
}

/**
 * What a plan adds, as the writer is handed it: the contents of what is fresh, in its order, and of the
 * rest no more than says where it lies. Its files are on the disk.
 */
export interface Settled extends Omit<Plan, 'conversation' | 'placed' | 'fresh'> {
  conversation: Omit<ForeignConversation, 'messages'>
  placed: Seat[]
  fresh: Bare[]
  contents: Content[]
}

type Seat = Omit<Placed, 'message'> & { message: Pick<ForeignMessage, 'id' | 'createdAt'> }
type Bare = Omit<Fresh, 'message'> & { message: Omit<ForeignMessage, 'parts'> }

/** Writes a plan whole. Answers false where the conversation that it updates has gone since. */
export function writeImport(db: WritableDb, run: ImportRun, plan: Settled): boolean {
  const before = plan.localId === null ? null : stateOf(db, plan.localId)
  if (plan.localId !== null && before === null) return false
  const id = plan.localId ?? insertConversation(db, run, plan)
  const ids = new Map<string, Id>()
  // A child follows the newest version of its parent that is known.
  for (const each of plan.placed) {
    const version = plan.known.get(versionKey(plan.key, each))
    const known = version ?? plan.known.get(mapKey(plan.key, each))
    if (known) ids.set(each.key, known.id)
  }
  let time = plan.conversation.createdAt ?? plan.conversation.updatedAt ?? run.now
  plan.fresh.forEach((each, index) => {
    time = each.message.createdAt ?? time
    const content = plan.contents[index] ?? { parts: [], attachments: [] }
    const parentId = each.parentKey === null ? null : (ids.get(each.parentKey) ?? null)
    const place = { conversationId: id, parentId, createdAt: time }
    const messageId = insertMessage(db, each, content, place)
    remember(db, run, plan.format, { key: each.mapKey, id: messageId, hash: each.hash })
    ids.set(each.key, messageId)
  })
  showLeaf(db, plan, id, ids)
  if (before) rememberBefore(db, run, plan, id, before)
  return true
}

function insertConversation(db: WritableDb, run: ImportRun, plan: Settled): Id {
  const { conversation, format, key } = plan
  const { pinned, archived, model, instructions, parameters, source } = conversation
  const title = shorten(conversation.title)
  const row = db
    .insert(conversations)
    .values({
      id: freeId(db, 'conversations', plan, conversation.id),
      title,
      titleSource: title === '' ? 'none' : 'import',
      pinned: pinned ?? false,
      archived: archived ?? false,
      model: model ?? null,
      instructions: instructions ?? '',
      parameters: parameters ?? null,
      projectId: projectFor(db, run, format, conversation.projects ?? []),
      ...timesOf(plan, run.now),
      source: format === OWN_FORMAT ? source : { format, data: source },
    })
    .returning()
    .get()
  for (const name of conversation.tags ?? []) {
    const tagId = tagFor(db, run, format, name)
    if (tagId === null) continue
    const link = { conversationId: row.id, tagId }
    db.insert(conversationTags).values(link).onConflictDoNothing().run()
  }
  if (conversation.draft) {
    saveDraft(db, { id: row.id, text: conversation.draft, updatedAt: row.updatedAt })
  }
  indexTitle(db, row)
  remember(db, run, format, { key, id: row.id, hash: '' })
  return row.id
}

/** What the file does not say, its messages do. */
function timesOf({ conversation, placed }: Settled, now: number) {
  let first = Infinity
  let last = 0
  for (const { message } of placed) {
    first = Math.min(first, message.createdAt ?? Infinity)
    last = Math.max(last, message.createdAt ?? 0)
  }
  const known = conversation.updatedAt ?? (last || null)
  const createdAt = conversation.createdAt ?? (Number.isFinite(first) ? first : (known ?? now))
  return { createdAt, updatedAt: known ?? createdAt }
}

function insertMessage(
  db: WritableDb,
  fresh: Bare,
  content: Content,
  place: { conversationId: Id; parentId: Id | null; createdAt: number },
): Id {
  const { message } = fresh
  const { role, status, model, usage, timings, rating, source } = message
  const id = freeId(db, 'messages', { format: fresh.format }, message.id)
  for (const attachment of content.attachments) {
    insertRow(db, attachments, { ...attachment, createdAt: place.createdAt })
  }
  const row = {
    ...place,
    id,
    role,
    status: status ?? 'complete',
    parts: content.parts,
    model: model ?? null,
    usage: usage ?? null,
    timings: timings ?? null,
    rating: rating ?? null,
    updatedAt: message.updatedAt ?? place.createdAt,
    source,
  }
  insertRow(db, messages, row)
  content.attachments.forEach((attachment, position) => {
    insertRow(db, messageAttachments, { messageId: id, attachmentId: attachment.id, position })
  })
  return id
}

/**
 * Shows the branch that the file showed. In a conversation that was there already only when it goes on
 * where this one ends, or with another version of its end: what was chosen here since stays chosen.
 */
function showLeaf(db: WritableDb, plan: Settled, id: Id, ids: Map<string, Id>): void {
  const { currentId } = plan.conversation
  const chosen = plan.placed.find(({ message }) => message.id === currentId)
  const last = chosen ?? newestOf(plan.placed)
  const top = (last && ids.get(last.key)) ?? null
  if (top === null) return
  const leaf = newestBelow(db, id, top)
  if (plan.localId === null) return setLeaf(db, id, leaf, null)
  const shown = db
    .select({ leaf: conversations.currentMessageId, seq: messages.seq })
    .from(conversations)
    .leftJoin(messages, eq(messages.id, conversations.currentMessageId))
    .where(eq(conversations.id, id))
    .get()
  const isReplaced = plan.fresh.some(
    (each) => plan.known.get(mapKey(plan.key, each))?.id === (shown?.leaf ?? ''),
  )
  const goesOn =
    leaf !== null && (shown?.seq == null || isReplaced || pathTo(db, leaf).includes(shown.seq))
  const newest = plan.fresh.reduce((time, { message }) => Math.max(time, message.createdAt ?? 0), 0)
  setLeaf(db, id, goesOn ? leaf : (shown?.leaf ?? null), newest)
}

/** Where the file does not say what it showed, that is what was written last. */
function newestOf(placed: Seat[]): Seat | undefined {
  let newest = placed[0]
  for (const each of placed) {
    if ((each.message.createdAt ?? 0) >= (newest?.message.createdAt ?? 0)) newest = each
  }
  return newest
}

/** Our own form keeps its ids where they are free; a foreign id never becomes one of ours. */
function freeId(
  db: WritableDb,
  table: 'conversations' | 'messages',
  { format }: Pick<Plan, 'format'>,
  wanted: string,
): Id {
  if (format !== OWN_FORMAT || !ID.test(wanted)) return randomUUIDv7()
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
