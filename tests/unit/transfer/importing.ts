import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Conversation, Message } from '@contract/entities'
import { conversations, messages } from '../../../src-main/db/schema/chat'
import { projects, tags } from '../../../src-main/db/schema/library'
import { all } from '../../../src-main/db/conversations'
import type { WritableDb } from '../../../src-main/db/open'
import { run } from '../../../src-main/db/search/run'
import { fillIndex } from '../../../src-main/db/upkeep'
import { importFrom, type ImportTarget, tryImport } from '../../../src-main/transfer/import'
import type { ImportChoice } from '../../../src-main/transfer/importEntries'
import { copyOnce } from '../../../src-main/transfer/intoDatabase'
import { directStore } from '../directStore'
import { temporaryDatabase, temporaryFolder } from '../world'

export const NOW = Date.UTC(2026, 7, 1, 12)
export const fixtures = join(import.meta.dirname, '../../fixtures/import')

/** A history to import into, with its folders. */
export interface Place {
  db: WritableDb
  folder: string
  target: ImportTarget
  /** Imports a fixture or a file by its full path, and makes it findable as the upkeep does. */
  bring(path: string, choice?: ImportChoice): ReturnType<typeof importFrom>
  look(path: string): ReturnType<typeof tryImport>
}

export function openPlace(): Place {
  const folder = temporaryFolder()
  const db = temporaryDatabase(folder)
  const places = { database: join(folder, 'keepsake.db'), backups: join(folder, 'backups') }
  const target = {
    db,
    write: directStore(db).write,
    attachments: join(folder, 'attachments'),
    copy: () => copyOnce(db, places, () => NOW)(),
    now: () => NOW,
    step: () => undefined,
  }
  return {
    db,
    folder,
    target,
    async bring(path, choice) {
      const full = join(path.startsWith('/') ? '' : fixtures, path)
      const done = await importFrom(target, full, choice)
      fillIndex(db, 0, Infinity)
      return done
    },
    look: (path) => tryImport(target, join(path.startsWith('/') ? '' : fixtures, path)),
  }
}

/** What a fixture folder says that has to come out. */
export function expectedOf(folder: string) {
  return JSON.parse(readFileSync(join(fixtures, folder, 'expected.json'), 'utf8'))
}

export type Found = Conversation & { messages: Message[] }

/** The only conversation whose title begins so. */
export function conversation(db: WritableDb, title: string): Found {
  const found = everything(db).filter((each) => each.title.startsWith(title))
  const [one] = found
  if (!one || found.length > 1) throw new Error(`${found.length} conversations are called ${title}`)
  return one
}

export function everything(db: WritableDb): Found[] {
  const rows = db.select().from(messages).orderBy(messages.seq).all()
  const ids = db.select({ id: conversations.id }).from(conversations).all()
  return all(
    db,
    ids.map(({ id }) => id),
  ).map((each) => ({ ...each, messages: rows.filter((row) => row.conversationId === each.id) }))
}

/** How many messages have more than one version of what follows, the beginning included. */
export function branchPoints({ messages }: Found): number {
  const children = Map.groupBy(messages, ({ parentId }) => parentId)
  return [...children.values()].filter((each) => each.length > 1).length
}

export function roots({ messages }: Found): number {
  return messages.filter(({ parentId }) => parentId === null).length
}

/** The texts from the beginning to the leaf that is shown. */
export function shown({ messages, currentMessageId }: Found): string[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const path: string[] = []
  for (let at = byId.get(currentMessageId ?? ''); at; at = byId.get(at.parentId ?? '')) {
    path.unshift(textOf(at))
  }
  return path
}

export function textOf(message: Message | undefined): string {
  return (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('')
}

/** Parts of one type in a conversation, in order. */
export function partsOf<Type extends Message['parts'][number]['type']>(
  { messages }: Found,
  type: Type,
) {
  return messages.flatMap(({ parts }) =>
    parts.filter((part): part is Extract<typeof part, { type: Type }> => part.type === type),
  )
}

/** The names of files that are there, and of those that are said to be missing. */
export function filesOf(found: Found): { kept: string[]; missing: string[] } {
  const missing = partsOf(found, 'unknown').filter(({ origin }) => origin === 'missing-attachment')
  return {
    kept: partsOf(found, 'attachment').map(({ name }) => name),
    missing: missing.map(({ data }) => (data as { name: string }).name),
  }
}

/** The strings of `expected.json` that a search does not find; "X (must hit Y)" is looked for as X. */
export function notFound(db: WritableDb, strings: string[]): string[] {
  return strings
    .map((each) => each.replace(/ \(must hit .*/, ''))
    .filter((text) => {
      const query = { text, order: 'newest' as const, after: null, limit: 20 }
      return run(db, query).hits.length === 0
    })
}

export function projectNames(db: WritableDb): string[] {
  return db
    .select()
    .from(projects)
    .all()
    .map(({ name }) => name)
}

export function tagNames(db: WritableDb): string[] {
  return db
    .select()
    .from(tags)
    .all()
    .map(({ name }) => name)
}

/** Imports into a history that lasts a test, with everything that a format's sample has to show. */
export async function bringNew(path: string) {
  const place = openPlace()
  const tried = await place.look(path)
  const report = await place.bring(path)
  return { ...place, tried, report }
}
