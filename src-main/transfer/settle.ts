import { randomUUIDv7 } from 'node:crypto'
import type { Id, Part } from '@contract/entities'
import { ID } from '@contract/values'
import { OWN_FORMAT, type Fresh, type Plan, versionKey } from '../db/imports'
import type { ImportRun, Settled } from '../db/importWrite'
import { encodeRow } from '../db/insertRow'
import { messages } from '../db/schema/chat'
import type { Noted } from '../db/schema/imports'
import { AppError } from '../errors'
import { putBytes } from '../storage/attachments'
import { PICTURES, typeInBytes } from '../storage/mediaType'
import type { ForeignFile, ForeignPart } from './foreign'
import type { Placed } from './placing'

/** How many files were kept, and how many are said to be missing. */
export interface FileTally {
  kept: number
  missing: number
}

type Rows = Pick<Settled, 'messages' | 'files'> & { noted: Noted }

interface Settling {
  run: ImportRun
  /** Where attachments lie. */
  folder: string
  tally: FileTally
}

/** Puts the files of a plan's new messages on the disk, so that no row names one that is not there. */
export async function settle(plan: Plan, to: Settling): Promise<Settled> {
  const { format, key, localId, placed, fresh } = plan
  const { messages: _, ...conversation } = plan.conversation
  const idOf = idsFor(format)
  const id = localId ?? idOf(conversation.id)
  const rows: Rows = { messages: [], noted: {}, files: [] }
  // A child follows the newest version of its parent that is known.
  const ids = new Map<string, Id>()
  for (const each of placed) {
    const known = plan.known.get(versionKey(each)) ?? plan.known.get(each.key)
    if (known) ids.set(each.key, known.id)
  }
  let time = conversation.createdAt ?? conversation.updatedAt ?? to.run.now
  for (const each of fresh) {
    time = each.message.createdAt ?? time
    const messageId = idOf(each.message.id)
    const parentId = (each.parentKey !== null && ids.get(each.parentKey)) || null
    const { parts } = each.message
    const place = { ...to, rows, id: messageId, conversationId: id, parentId, time }
    // Of a file with millions of messages hardly one has to be waited for.
    addMessage(each, parts.every(isPart) ? parts : await settleParts(parts, place), place)
    ids.set(each.key, messageId)
  }
  const shownKey = shownOf(plan)
  const shownId = ids.get(shownKey ?? '')
  const isEnd = !fresh.some(({ parentKey }) => parentKey === shownKey)
  return {
    format,
    key,
    localId,
    id,
    conversation,
    ...timesOf(plan, to.run.now),
    shown: shownId === undefined ? null : { id: shownId, isEnd },
    replaced: fresh.flatMap((each) => plan.known.get(each.key)?.id ?? []),
    newest: fresh.reduce((newest, { message }) => Math.max(newest, message.createdAt ?? 0), 0),
    ...rows,
    noted: JSON.stringify(rows.noted),
  }
}

/** Our own form keeps its ids, each once; a foreign id never becomes one of ours. */
function idsFor(format: string): (foreignId: string) => Id {
  const used = new Set<string>()
  return (foreignId) => {
    if (format !== OWN_FORMAT || !ID.test(foreignId) || used.has(foreignId)) return randomUUIDv7()
    used.add(foreignId)
    return foreignId
  }
}

/** What the file does not say, its messages do. */
function timesOf({ conversation, placed }: Plan, now: number) {
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

/** Where the file does not say what it showed, that is what was written last. */
function shownOf({ conversation, placed }: Plan): string | null {
  let newest: Placed | undefined
  for (const each of placed) {
    if (each.message.id === conversation.currentId) return each.key
    if ((each.message.createdAt ?? 0) >= (newest?.message.createdAt ?? 0)) newest = each
  }
  return newest?.key ?? null
}

interface Place extends Settling {
  rows: Rows
  id: Id
  conversationId: Id
  parentId: Id | null
  /** When it was written, or what stood before it. */
  time: number
}

function isPart(part: ForeignPart): part is Exclude<ForeignPart, ForeignFile> {
  return part.type !== 'file'
}

async function settleParts(parts: ForeignPart[], to: Place): Promise<Part[]> {
  const settled: Part[] = []
  for (const part of parts) settled.push(isPart(part) ? part : await settleFile(part, to))
  return settled
}

function addMessage({ message, hash, notedAs }: Fresh, parts: Part[], to: Place): void {
  const { id, conversationId, parentId, time } = to
  const { role, status, model, usage, timings, rating, updatedAt, source } = message
  to.rows.messages.push(
    ...encodeRow(messages, {
      id,
      conversationId,
      parentId,
      role,
      status: status ?? 'complete',
      parts,
      model: model ?? null,
      usage: usage ?? null,
      timings: timings ?? null,
      rating: rating ?? null,
      createdAt: time,
      updatedAt: updatedAt ?? time,
      source,
    }),
  )
  to.rows.noted[id] = [notedAs, hash]
}

/** Answers the part that stands for a file, and adds its row where it is there. */
async function settleFile(file: ForeignFile, to: Place): Promise<Part> {
  const { name, text } = file
  const { tally, rows, id: messageId, time: createdAt } = to
  const bytes = await bytesOf(file)
  if (bytes === null) {
    tally.missing += 1
    const data = { name, mediaType: file.mediaType, ...(text && { text }) }
    return { type: 'unknown', origin: 'missing-attachment', data }
  }
  tally.kept += 1
  const id = randomUUIDv7()
  const { sha256 } = await putBytes(to.folder, bytes)
  const mediaType = typeOf(bytes, file.mediaType)
  const extractedText = text?.toWellFormed() || null
  const row = { id, sha256, bytes: bytes.length, mediaType, name, extractedText, createdAt }
  const last = rows.files.at(-1)
  const position = last?.messageId === messageId ? last.position + 1 : 0
  rows.files.push({ messageId, position, row })
  return { type: 'attachment', attachmentId: id, name }
}

/** What cannot be unpacked is missing: the conversation is worth more than its picture. */
async function bytesOf({ bytes }: ForeignFile): Promise<Uint8Array | null> {
  try {
    return bytes ? await bytes() : null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Whatever a file calls itself, a picture is one by its bytes. */
function typeOf(bytes: Uint8Array, said: string): string {
  return typeInBytes(bytes) ?? (PICTURES.has(said) ? 'application/octet-stream' : said)
}
