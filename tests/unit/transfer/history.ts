import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Conversation, Id, Message, Part } from '@contract/entities'
import type { ExportChoice, ExportReport } from '@contract/transfer'
import type { WritableDb } from '../../../src-main/db/open'
import { attachments, conversations, messageAttachments } from '../../../src-main/db/schema/chat'
import { conversationTags, messages } from '../../../src-main/db/schema/chat'
import { projects, tags } from '../../../src-main/db/schema/library'
import type { JobControl } from '../../../src-main/jobs/control'
import { exportToFile } from '../../../src-main/transfer/export/run'
import { newId, temporaryFolder } from '../world'

/** The job of somebody who waits for it. */
export const patient: JobControl = { progress: () => undefined, isCancelled: () => false }

export function addChat(db: WritableDb, chosen: Partial<Conversation> = {}): Id {
  const id = newId()
  const { seq: _, tagIds = [], ...fields } = chosen
  const at = { createdAt: 1_767_225_600_000, updatedAt: 1_767_225_660_000 }
  db.insert(conversations)
    .values({ id, title: 'A chat', ...at, ...fields })
    .run()
  for (const tagId of tagIds)
    db.insert(conversationTags).values({ conversationId: id, tagId }).run()
  return id
}

export function say(
  db: WritableDb,
  conversationId: Id,
  parentId: Id | null,
  said: Partial<Message> & { text?: string },
): Id {
  const id = newId()
  const { seq: _, text = 'Something', ...fields } = said
  const parts: Part[] = [{ type: 'text', text }]
  db.insert(messages)
    .values({
      id,
      conversationId,
      parentId,
      role: 'user',
      status: 'complete',
      parts,
      createdAt: 1_767_225_601_000,
      updatedAt: 1_767_225_601_000,
      ...fields,
    })
    .run()
  return id
}

export function attach(db: WritableDb, messageId: Id, name: string, extractedText: string | null) {
  const id = newId()
  const file = { sha256: 'a'.repeat(64), bytes: 70, mediaType: 'text/plain', createdAt: 5 }
  db.insert(attachments)
    .values({ id, name, extractedText, ...file })
    .run()
  db.insert(messageAttachments).values({ messageId, attachmentId: id, position: 0 }).run()
  return id
}

/** A chat with two branches, a deleted message in the middle, tools, files, tags and projects. */
export function richChat(db: WritableDb) {
  const [outer, inner, warm] = [newId(), newId(), newId()]
  const at = { createdAt: 1, updatedAt: 1 }
  db.insert(projects)
    .values({ id: outer, name: 'House', ...at })
    .run()
  db.insert(projects)
    .values({ id: inner, parentId: outer, name: 'Roof', ...at })
    .run()
  db.insert(tags).values({ id: warm, name: 'warm', color: 'red', createdAt: 1 }).run()
  const chat = addChat(db, {
    title: 'Tiles & <beams>',
    instructions: 'Be brief.',
    projectId: inner,
    tagIds: [warm],
    pinned: true,
    parameters: { temperature: 0.5 },
    source: { from: 'elsewhere' },
  })
  const question = say(db, chat, null, { text: 'Which tiles?' })
  const first = say(db, chat, question, {
    role: 'assistant',
    model: 'small',
    text: 'Clay.',
    rating: 'up',
  })
  const second = say(db, chat, question, {
    role: 'assistant',
    model: 'large',
    usage: { inputTokens: 3, outputTokens: 5, reasoningTokens: 2 },
    timings: { firstToken: 100, total: 900 },
    parts: [
      { type: 'reasoning', text: 'Hm, **tiles**.', milliseconds: 1200 },
      { type: 'text', text: 'I look.' },
      { type: 'tool_call', callId: 'c1', name: 'shop', input: { what: 'tiles' } },
      { type: 'tool_result', callId: 'c1', name: 'shop', output: { price: 4 } },
      { type: 'text', text: 'Slate.' },
      { type: 'citation', url: 'https://example.org/slate', title: 'Slate' },
      { type: 'unknown', origin: 'other-app', data: { widget: [1, { a: null }] } },
      { type: 'error', error: { code: 'provider_cut_off', values: { host: 'example.org' } } },
    ],
    status: 'interrupted',
  })
  const gone = say(db, chat, second, { text: 'A slip.', deletedAt: 9 })
  const more = say(db, chat, gone, { text: 'And below the deleted one?' })
  attach(db, question, 'notes.txt', 'what the notes say')
  attach(db, more, 'roof.png', null)
  db.$client.prepare('UPDATE conversations SET current_message_id = ? WHERE id = ?').run(more, chat)
  return { chat, question, first, second, gone, more, outer, inner, warm }
}

/** Exports into a folder of its own; answers the report and the text. */
export function exported(
  db: WritableDb,
  task: Partial<Omit<ExportChoice, 'jobId'>> & { name?: string; control?: JobControl },
): { report: ExportReport; text: string } {
  const { name = 'export.txt', control = patient, ...choice } = task
  const file = join(temporaryFolder(), name)
  const all = { scope: { all: true }, format: 'json', branches: 'all', ...choice } as const
  const report = exportToFile(db, control, { ...all, file })
  if (!report) throw new Error('it was cancelled')
  return { report, text: readFileSync(file, 'utf8') }
}
