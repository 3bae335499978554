import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Conversation } from '@contract/entities'
import { checkDatabase } from '../../../src-main/db/doctor'
import { addTurn } from '../../../src-main/db/messages'
import type { WritableDb } from '../../../src-main/db/open'
import { importAll, type ImportControl } from '../../../src-main/transfer/importJob'
import { contentHash } from '../content'
import { directStore } from '../directStore'
import { newId } from '../world'
import { richChat } from './history'
import { fixtures, NOW, openPlace, type Place } from './importing'

export const LITECHAT = join(fixtures, 'litechat/litechat_full_config_2026-01-01_00-01-30.json')
export const [CHATS, MESSAGES] = [40, 12]

/** Chats of which one was here before, each with a file; `more` is what the newer export adds to it. */
export function writeChats(folder: string, chats: number, more = 0): string {
  const file = join(folder, `chats-${chats}-${more}.json`)
  const trees = Array.from({ length: chats }, (_, chat) => {
    const length = MESSAGES + (chat === 0 ? more : 0)
    return {
      conv: { id: `chat-${chat}`, name: `Chat ${chat}.`, currNode: `${length - 1}` },
      messages: Array.from({ length }, (_, n) => ({
        id: `${n}`,
        type: 'text',
        role: n % 2 ? 'assistant' : 'user',
        parent: n ? `${n - 1}` : null,
        timestamp: 1767225600000 + n,
        content: `Words ${chat} and ${n}`,
        extra: n === 0 ? [{ type: 'textFile', name: 'a.txt', content: `file of ${chat}` }] : [],
      })),
    }
  })
  writeFileSync(file, JSON.stringify(trees))
  return file
}

/** A history with chats of its own and one that was imported. */
export async function openUsed() {
  const place = openPlace()
  richChat(place.db)
  await place.bring(writeChats(place.folder, 1))
  return place
}

export function importing(
  place: Place,
  control: ImportControl,
  paths: string[],
  write = directStore(place.db).write,
) {
  const { db, folder, target } = place
  const { attachments } = target
  const places = { database: join(folder, 'keepsake.db'), backups: join(folder, 'backups') }
  const task = { ...places, attachments, paths, at: Date.now() }
  return importAll(control, db, write, task)
}

/** Cancels at the step of this number, and tells which kinds of work it came to. */
export function cancelAt(step: number, closeAt = Infinity) {
  const seen = new Set<string>()
  let steps = 0
  const control: ImportControl = {
    progress: (_done, _total, name) => void seen.add(name ?? ''),
    isCancelled: () => (steps += 1) > step,
    isClosing: () => (steps += 1) > closeAt,
    ask: () => Promise.resolve(),
  }
  return { control, seen }
}

/** What a person does in a chat. */
export function writeIn(db: WritableDb, { id, currentMessageId }: Conversation) {
  const parts = [{ type: 'text' as const, text: 'And what else?' }]
  const message = { id: newId(), parentId: currentMessageId, role: 'user' as const, parts }
  const messages = [{ ...message, status: 'complete' as const }]
  addTurn(db, { conversationId: id, conversation: null, messages, now: NOW })
}

export function stateOf({ db, folder }: Place) {
  const files = existsSync(join(folder, 'attachments'))
    ? readdirSync(join(folder, 'attachments'), { recursive: true, withFileTypes: true })
    : []
  const sound = checkDatabase(db).checks.filter(({ ok }) => !ok)
  const names = files.filter((each) => each.isFile()).map(({ name }) => name)
  return { hash: contentHash(db.$client), files: names.toSorted(), sound }
}
