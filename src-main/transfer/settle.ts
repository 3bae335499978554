import { randomUUIDv7 } from 'node:crypto'
import type { Id, Part } from '@contract/entities'
import { ID } from '@contract/values'
import { mapKey, OWN_FORMAT, type Fresh, type Plan, versionKey } from '../db/imports'
import type { FreshMessage, Settled } from '../db/importWrite'
import { encodeRow } from '../db/insertRow'
import { messages } from '../db/schema/chat'
import { AppError } from '../errors'
import { putBytes } from '../storage/attachments'
import { PICTURES, typeInBytes } from '../storage/mediaType'
import type { ForeignFile } from './foreign'
import type { Placed } from './placing'

/** How many files were kept, and how many are said to be missing. */
export interface FileTally {
  kept: number
  missing: number
}

interface Settling {
  /** Where attachments lie. */
  folder: string
  tally: FileTally
  /** The time of what says none. */
  now: number
}

/** Puts the files of a plan's new messages on the disk, so that no row names one that is not there. */
export async function settle(plan: Plan, to: Settling): Promise<Settled> {
  const { format, key, localId, placed } = plan
  const { messages: _, ...conversation } = plan.conversation
  const fresh: FreshMessage[] = []
  let time = conversation.createdAt ?? conversation.updatedAt ?? to.now
  for (const each of plan.fresh) {
    time = each.message.createdAt ?? time
    fresh.push(await settleMessage(plan, each, { ...to, now: time }))
  }
  const known = new Map(
    placed.flatMap((each): [string, Id][] => {
      const found = plan.known.get(versionKey(key, each)) ?? plan.known.get(mapKey(key, each))
      return found ? [[each.key, found.id]] : []
    }),
  )
  const shown = shownOf(plan)
  return { format, key, localId, conversation, ...timesOf(plan, to.now), known, shown, fresh }
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

async function settleMessage(
  plan: Plan,
  { message, key, parentKey, hash, mapKey: noted }: Fresh,
  to: Settling,
): Promise<FreshMessage> {
  const { id, role, status, model, usage, timings, rating, createdAt, updatedAt, source } = message
  const attachments: FreshMessage['attachments'] = []
  const parts: Part[] = []
  for (const part of message.parts) {
    if (part.type !== 'file') parts.push(part)
    else parts.push(await settleFile(part, attachments, to))
  }
  const row = encodeRow(messages, {
    id: '',
    conversationId: '',
    role,
    status: status ?? 'complete',
    parts,
    model: model ?? null,
    usage: usage ?? null,
    timings: timings ?? null,
    rating: rating ?? null,
    createdAt: to.now,
    updatedAt: updatedAt ?? to.now,
    source,
  })
  const ownId = plan.format === OWN_FORMAT && ID.test(id) ? id : null
  const replaces = plan.known.get(mapKey(plan.key, { key }))?.id ?? null
  return { row, key, parentKey, createdAt, ownId, replaces, mapKey: noted, hash, attachments }
}

/** Answers the part that stands for a file, and adds its row where it is there. */
async function settleFile(
  file: ForeignFile,
  attachments: FreshMessage['attachments'],
  { folder, tally, now }: Settling,
): Promise<Part> {
  const { name, text } = file
  const bytes = await bytesOf(file)
  if (bytes === null) {
    tally.missing += 1
    const data = { name, mediaType: file.mediaType, ...(text && { text }) }
    return { type: 'unknown', origin: 'missing-attachment', data }
  }
  tally.kept += 1
  const id = randomUUIDv7()
  const { sha256 } = await putBytes(folder, bytes)
  const mediaType = typeOf(bytes, file.mediaType)
  const extractedText = text?.toWellFormed() || null
  const row = { id, sha256, bytes: bytes.length, mediaType, name, extractedText, createdAt: now }
  attachments.push(row)
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
