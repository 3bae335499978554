import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Conversation } from '@contract/entities'
import { checkDatabase } from '../../../src-main/db/doctor'
import { unfinished } from '../../../src-main/db/importUndo'
import { addTurn } from '../../../src-main/db/messages'
import type { WritableDb } from '../../../src-main/db/open'
import { AppError } from '../../../src-main/errors'
import { importAll, type ImportControl } from '../../../src-main/transfer/importJob'
import { takeBack } from '../../../src-main/transfer/takeBack'
import { contentHash } from '../content'
import { directStore } from '../directStore'
import { newId } from '../world'
import { richChat } from './history'
import {
  conversation,
  everything,
  fixtures,
  NOW,
  openPlace,
  type Place,
  projectNames,
  shown,
} from './importing'

const LITECHAT = join(fixtures, 'litechat/litechat_full_config_2026-01-01_00-01-30.json')
const [CHATS, MESSAGES] = [40, 12]

/** Chats of which one was here before, each with a file; `more` is what the newer export adds to it. */
function writeChats(folder: string, chats: number, more = 0): string {
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
async function openUsed() {
  const place = openPlace()
  richChat(place.db)
  await place.bring(writeChats(place.folder, 1))
  return place
}

function importing(
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
function cancelAt(step: number, closeAt = Infinity) {
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
function writeIn(db: WritableDb, { id, currentMessageId }: Conversation) {
  const parts = [{ type: 'text' as const, text: 'And what else?' }]
  const message = { id: newId(), parentId: currentMessageId, role: 'user' as const, parts }
  const messages = [{ ...message, status: 'complete' as const }]
  addTurn(db, { conversationId: id, conversation: null, messages, now: NOW })
}

function stateOf({ db, folder }: Place) {
  const files = existsSync(join(folder, 'attachments'))
    ? readdirSync(join(folder, 'attachments'), { recursive: true, withFileTypes: true })
    : []
  const sound = checkDatabase(db).checks.filter(({ ok }) => !ok)
  const names = files.filter((each) => each.isFile()).map(({ name }) => name)
  return { hash: contentHash(db.$client), files: names.toSorted(), sound }
}

test.for([0, 1, 3, 6, 20, 44, 47, 52])(
  'cancelled at step %i, an import leaves nothing behind and says so',
  async (step) => {
    const place = await openUsed()
    const before = stateOf(place)
    const { control, seen } = cancelAt(step)
    const paths = [writeChats(place.folder, CHATS, 4), LITECHAT]
    const outcome = await importing(place, control, paths)
    expect(outcome).toEqual({ results: [], cancelled: { kept: 0, whole: true } })
    expect(stateOf(place)).toEqual(before)
    expect(seen.has('writing')).toBe(step > 3)
    // And nothing of it is in the way of doing it after all.
    const { results } = await importing(place, cancelAt(Infinity).control, paths)
    expect(results[0]?.report).toMatchObject({ imported: CHATS - 1, updated: 1 })
    expect(results[1]?.report?.imported).toBeGreaterThan(0)
    expect(shown(conversation(place.db, 'Chat 0.'))).toHaveLength(MESSAGES + 4)
  },
)

test('what is broken off while it is taken back is taken back later, also by the next import', async () => {
  const place = await openUsed()
  const before = stateOf(place)
  const file = writeChats(place.folder, CHATS, 4)
  const closed = await importing(place, cancelAt(40, 41).control, [file, LITECHAT])
  expect(closed.cancelled).toEqual({ kept: 0, whole: false })
  expect(stateOf(place)).not.toEqual(before)
  const { importUndo } = directStore(place.db).write
  const runs = unfinished(place.db)
  expect(runs).toHaveLength(1)
  const { attachments } = place.target
  await takeBack({ runs, write: importUndo, attachments, removeKey: () => Promise.resolve() })
  expect(stateOf(place)).toEqual(before)

  await importing(place, cancelAt(40, 41).control, [file, LITECHAT])
  const { results } = await importing(place, cancelAt(Infinity).control, [file])
  expect(results[0]?.report).toMatchObject({ imported: CHATS - 1, updated: 1, skipped: [] })
  expect(unfinished(place.db)).toEqual([])
})

test('a chat that somebody has written in meanwhile stays, and is known to a later import', async () => {
  const place = await openUsed()
  const { db, folder } = place
  const file = writeChats(folder, CHATS, 4)
  const { control } = cancelAt(Infinity)
  let asked = false
  const meddling = {
    ...control,
    // When the last is being read, those before it are there.
    progress: (done: number, _total: number, step?: string) => {
      if (step !== 'writing' || done < CHATS - 1 || asked) return
      asked = true
      for (const title of ['Chat 0.', 'Chat 1.']) writeIn(db, conversation(db, title))
    },
    isCancelled: () => asked,
  }
  const outcome = await importing(place, meddling, [file])
  expect(outcome.cancelled).toEqual({ kept: 2, whole: true })
  const titles = everything(db).map(({ title }) => title)
  expect(titles.toSorted()).toEqual(['Chat 0.', 'Chat 1.', 'Tiles & <beams>'])
  expect(shown(conversation(db, 'Chat 0.'))).toHaveLength(MESSAGES + 5)
  expect(shown(conversation(db, 'Chat 1.'))).toHaveLength(MESSAGES + 1)
  const { results } = await importing(place, cancelAt(Infinity).control, [file])
  expect(results[0]?.report).toMatchObject({ imported: CHATS - 2, updated: 0, total: CHATS })
})

test('the project of a chat that stays does so, and is known to a later import', async () => {
  const place = openPlace()
  const { db } = place
  const inProject = () => everything(db).find(({ projectId }) => projectId !== null)
  const { control } = cancelAt(Infinity)
  const meddling = { ...control, isCancelled: () => inProject() !== undefined }
  const write = directStore(db).write
  const outcome = await importing(place, meddling, [LITECHAT], {
    ...write,
    importConfig: write.importConfig,
    importRuns: {
      write: write.importRuns.write,
      end: write.importRuns.end,
      cancel: (ids) => {
        const found = inProject()
        if (found) writeIn(db, found)
        return write.importRuns.cancel(ids)
      },
    },
    importUndo: { step: write.importUndo.step, finish: write.importUndo.finish },
  })
  expect(outcome.cancelled).toEqual({ kept: 1, whole: true })
  const kept = projectNames(db)
  expect(kept.length).toBeGreaterThan(0)
  const { results } = await importing(place, control, [LITECHAT])
  expect(results[0]?.report?.imported).toBeGreaterThan(0)
  const names = projectNames(db)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(kept))
})

test('where the history itself fails, each path says so; asked again, all of it goes on', async () => {
  const place = await openUsed()
  const paths = [writeChats(place.folder, CHATS, 4), LITECHAT]
  const { write } = directStore(place.db)
  const { write: put, end, cancel } = write.importRuns
  let batches = 0
  const { control } = cancelAt(Infinity)
  const { results } = await importing(place, control, paths, {
    ...write,
    importUndo: { step: write.importUndo.step, finish: write.importUndo.finish },
    importRuns: {
      write: (...args) => {
        batches += 1
        return batches > 3 ? Promise.reject(new AppError('disk_full')) : put(...args)
      },
      end,
      cancel,
    },
  })
  expect(results.map(({ failure, partly }) => [failure?.code, partly])).toEqual([
    ['disk_full', true],
    ['disk_full', false],
  ])
  const again = await importing(place, control, paths)
  expect(again.results.map(({ failure }) => failure)).toEqual([null, null])
  expect(everything(place.db).filter(({ title }) => title.startsWith('Chat'))).toHaveLength(CHATS)
})
