import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { unfinished } from '../../../src-main/db/importUndo'
import { AppError } from '../../../src-main/errors'
import { takeBack } from '../../../src-main/transfer/takeBack'
import { directStore } from '../directStore'
import { cancelAt, CHATS, importing, LITECHAT, openUsed, stateOf, writeChats } from './cancelling'
import { everything, projectNames } from './importing'

test('where the history itself fails, each path says so, and nothing is left of what was written', async () => {
  const place = await openUsed()
  const before = stateOf(place)
  const paths = [writeChats(place.folder, CHATS, 4), LITECHAT]
  const { write } = directStore(place.db)
  const { write: put, end, cancel } = write.importRuns
  let batches = 0
  const { control } = cancelAt(Infinity)
  const { results, undone } = await importing(place, control, paths, {
    ...write,
    importConfig: write.importConfig,
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
  expect(results.map(({ failure }) => failure?.code)).toEqual(['disk_full', 'disk_full'])
  expect(undone).toEqual({ kept: 0, whole: true })
  expect(stateOf(place).hash).toEqual(before.hash)
  const again = await importing(place, control, paths)
  expect(again.results.map(({ failure }) => failure)).toEqual([null, null])
  expect(everything(place.db).filter(({ title }) => title.startsWith('Chat'))).toHaveLength(CHATS)
})

test('one path that fails takes nothing of the others with it', async () => {
  const place = await openUsed()
  const { write } = directStore(place.db)
  const chats = writeChats(place.folder, CHATS, 4)
  let batches = 0
  const { results, undone } = await importing(
    place,
    cancelAt(Infinity).control,
    [chats, LITECHAT],
    {
      ...write,
      importConfig: write.importConfig,
      importUndo: { step: write.importUndo.step, finish: write.importUndo.finish },
      importRuns: {
        end: write.importRuns.end,
        cancel: write.importRuns.cancel,
        write: (...args) => {
          batches += 1
          if (batches === 3) return Promise.reject(new AppError('import_damaged'))
          return write.importRuns.write(...args)
        },
      },
    },
  )
  expect(results.map(({ failure }) => failure?.code)).toEqual(['import_damaged', undefined])
  expect(undone).toEqual({ kept: 0, whole: true })
  expect(everything(place.db).filter(({ title }) => title.startsWith('Chat'))).toHaveLength(1)
  expect(projectNames(place.db)).not.toEqual([])
  expect(unfinished(place.db)).toEqual([])
})

test('where what failed cannot be taken back, that is said, and it is done later', async () => {
  const place = await openUsed()
  const before = stateOf(place)
  const { write } = directStore(place.db)
  let batches = 0
  const refuse = () => Promise.reject(new AppError('disk_full'))
  const file = writeChats(place.folder, CHATS, 4)
  const { undone } = await importing(place, cancelAt(Infinity).control, [file], {
    ...write,
    importConfig: write.importConfig,
    importUndo: { step: refuse, finish: refuse },
    importRuns: {
      end: write.importRuns.end,
      cancel: write.importRuns.cancel,
      write: (...args) => ((batches += 1) > 3 ? refuse() : write.importRuns.write(...args)),
    },
  })
  expect(undone).toEqual({ kept: 0, whole: false })
  const runs = unfinished(place.db)
  expect(runs).toMatchObject([{ cancelled: false, fileName: basename(file) }])
  const { attachments } = place.target
  const removeKey = () => Promise.resolve()
  await takeBack({ runs, write: write.importUndo, attachments, removeKey })
  expect(stateOf(place).hash).toEqual(before.hash)
})
