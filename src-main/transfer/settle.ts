import { createHash, randomUUIDv7 } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Plan } from '../db/imports'
import type { Content, Settled } from '../db/importWrite'
import { AppError } from '../errors'
import { syncFolder, writeFileAtomic } from '../storage/files'
import type { ForeignFile } from './foreign'

/** How many files were kept, and how many are said to be missing. */
export interface FileTally {
  kept: number
  missing: number
}

/** Puts the files of a plan's new messages on the disk, so that no row names one that is not there. */
export async function settle(folder: string, plan: Plan, tally: FileTally): Promise<Settled> {
  const contents: Content[] = []
  for (const { message } of plan.fresh) {
    const content: Content = { parts: [], attachments: [] }
    for (const part of message.parts) {
      if (part.type !== 'file') content.parts.push(part)
      else await settleFile(folder, part, content, tally)
    }
    contents.push(content)
  }
  const { conversation, placed, fresh, ...rest } = plan
  const { messages: _, ...about } = conversation
  return {
    ...rest,
    contents,
    conversation: about,
    placed: placed.map(({ message: { id, createdAt }, ...each }) => ({
      ...each,
      message: { id, createdAt },
    })),
    fresh: fresh.map(({ message: { parts: _parts, ...message }, ...each }) => ({
      ...each,
      message,
    })),
  }
}

async function settleFile(folder: string, file: ForeignFile, to: Content, tally: FileTally) {
  const { name, mediaType, text } = file
  const bytes = await bytesOf(file)
  if (bytes === null) {
    tally.missing += 1
    const data = { name, mediaType, ...(text && { text }) }
    to.parts.push({ type: 'unknown', origin: 'missing-attachment', data })
    return
  }
  tally.kept += 1
  const id = randomUUIDv7()
  const sha256 = await storeFile(folder, bytes)
  const extractedText = text?.toWellFormed() || null
  to.attachments.push({ id, sha256, bytes: bytes.length, mediaType, name, extractedText })
  to.parts.push({ type: 'attachment', attachmentId: id, name })
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

/** Keeps content under its hash, once; it is on the disk when this resolves. */
async function storeFile(folder: string, bytes: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const target = join(folder, sha256.slice(0, 2), sha256)
  if (existsSync(target)) return sha256
  if ((await mkdir(dirname(target), { recursive: true, mode: 0o700 })) !== undefined) {
    await syncFolder(folder)
    await syncFolder(dirname(folder))
  }
  await writeFileAtomic(target, bytes)
  return sha256
}
