import { expect, test } from 'vitest'
import { unfinished } from '../../../src-main/db/importUndo'
import { takeBack } from '../../../src-main/transfer/takeBack'
import { directStore } from '../directStore'
import {
  cancelAt,
  CHATS,
  importing,
  LITECHAT,
  MESSAGES,
  openUsed,
  stateOf,
  writeChats,
  writeIn,
} from './cancelling'
import { conversation, everything, openPlace, projectNames, shown } from './importing'

test.for([0, 1, 3, 6, 20, 44, 47, 52])(
  'cancelled at step %i, an import leaves nothing behind and says so',
  async (step) => {
    const place = await openUsed()
    const before = stateOf(place)
    const { control, seen } = cancelAt(step)
    const paths = [writeChats(place.folder, CHATS, 4), LITECHAT]
    const outcome = await importing(place, control, paths)
    const undone = { kept: 0, whole: true }
    expect(outcome).toEqual({ results: [], cancelled: true, undone })
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
  expect(closed.undone).toEqual({ kept: 0, whole: false })
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
  expect(outcome.undone).toEqual({ kept: 2, whole: true })
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
  expect(outcome.undone).toEqual({ kept: 1, whole: true })
  const kept = projectNames(db)
  expect(kept.length).toBeGreaterThan(0)
  const { results } = await importing(place, control, [LITECHAT])
  expect(results[0]?.report?.imported).toBeGreaterThan(0)
  const names = projectNames(db)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(kept))
})
