import { randomUUIDv7 } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { Id, type Message, type Part } from '@contract/entities'
import { noteImported, projectFor, tagFor } from './importPlaces'
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
import { importRuns } from './schema/imports'
import { indexMessage, indexTitle } from './search/entries'
import { saveDraft } from './settings'
import { newestBelow, pathTo, setLeaf } from './tree'

const LONGEST_TITLE = 500
/** How long one transaction may keep the writer, unless a single conversation takes longer. */
const BATCH_MS = 50

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

/** A plan whose files are on the disk; the contents of what is fresh, in its order. */
export type Settled = Plan & { contents: Content[] }

/** Notes the run before the first thing of it is written. */
export function beginRun(db: WritableDb, { id, format, fileName, now }: ImportRun): void {
  db.insert(importRuns).values({ id, format, fileName, startedAt: now }).run()
}

export function endRun(db: WritableDb, id: Id, report: Message['source'], now: number): void {
  db.update(importRuns).set({ report, finishedAt: now }).where(eq(importRuns.id, id)).run()
}

/**
 * Writes plans for as long as one transaction may take, each whole. Answers how many: the others are
 * for the next one.
 */
export function writeImports(db: WritableDb, run: ImportRun, plans: Settled[]): number {
  const end = performance.now() + BATCH_MS
  let written = 0
  for (const plan of plans) {
    if (written > 0 && performance.now() > end) break
    writeImport(db, run, plan)
    written += 1
  }
  return written
}

function writeImport(db: WritableDb, run: ImportRun, plan: Settled): void {
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
    noteImported(db, run, { format: plan.format, key: each.mapKey, id: messageId, hash: each.hash })
    ids.set(each.key, messageId)
  })
  showLeaf(db, plan, id, ids)
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
    const tagId = tagFor(db, name, run.now)
    if (tagId === null) continue
    const link = { conversationId: row.id, tagId }
    db.insert(conversationTags).values(link).onConflictDoNothing().run()
  }
  if (conversation.draft) {
    saveDraft(db, { id: row.id, text: conversation.draft, updatedAt: row.updatedAt })
  }
  indexTitle(db, row)
  noteImported(db, run, { format, key, id: row.id })
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
  fresh: Fresh,
  content: Content,
  place: { conversationId: Id; parentId: Id | null; createdAt: number },
): Id {
  const { message } = fresh
  const { role, status, model, usage, timings, rating, source } = message
  const id = freeId(db, 'messages', { format: fresh.format }, message.id)
  for (const attachment of content.attachments) {
    db.insert(attachments)
      .values({ ...attachment, createdAt: place.createdAt })
      .run()
  }
  const row = db
    .insert(messages)
    .values({
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
    })
    .returning()
    .get()
  content.attachments.forEach((attachment, position) => {
    const link = { messageId: id, attachmentId: attachment.id, position }
    db.insert(messageAttachments).values(link).run()
  })
  indexMessage(db, row)
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
function newestOf(placed: Placed[]): Placed | undefined {
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
  if (format !== OWN_FORMAT || !Id.safeParse(wanted).success) return randomUUIDv7()
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
