import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toFailure } from '../../../src-main/errors'
import { exportToFile, type ExportTask } from '../../../src-main/transfer/export/run'
import { openSink } from '../../../src-main/transfer/fileSink'
import { byRoot, canMount, makeReadOnly, smallDisk } from '../storage/disk'
import { temporaryDatabase, temporaryFolder } from '../world'
import { addChat, patient, richChat, say } from './history'

const everything: ExportTask = { scope: { all: true }, format: 'json', branches: 'all' }

function failureOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    return toFailure(error).code
  }
  return null
}

/** A history of two megabytes. */
function largeHistory() {
  const db = temporaryDatabase()
  for (let chat = 0; chat < 20; chat += 1) {
    say(db, addChat(db), null, { text: 'x'.repeat(100_000) })
  }
  return db
}

test('progress counts the chats, from none to all of them', () => {
  const db = largeHistory()
  const told: string[] = []
  const control = {
    progress: (done: number, total: number) => void told.push(`${done}/${total}`),
    isCancelled: () => false,
  }
  exportToFile(db, control, { ...everything, file: join(temporaryFolder(), 'all.json') })
  expect(told).toHaveLength(21)
  expect([told[0], told.at(-1)]).toEqual(['0/20', '20/20'])
})

test.for([0, 5, 19, 30, 45])(
  'cancelled at step %i, an export leaves nothing and spares the file that was there',
  (step) => {
    const db = largeHistory()
    const folder = temporaryFolder()
    const file = join(folder, 'all.json')
    writeFileSync(file, 'the old one')
    let steps = 0
    const control = { progress: () => undefined, isCancelled: () => steps++ >= step }
    expect(exportToFile(db, control, { ...everything, file })).toBeNull()
    expect(readdirSync(folder)).toEqual(['all.json'])
    expect(readFileSync(file, 'utf8')).toBe('the old one')
  },
)

test('a failure in the middle leaves nothing', () => {
  const db = largeHistory()
  db.$client.prepare(`UPDATE messages SET parts = '{' WHERE seq = 15`).run()
  const folder = temporaryFolder()
  const file = join(folder, 'all.json')
  expect(failureOf(() => exportToFile(db, patient, { ...everything, file }))).toBe('internal')
  expect(readdirSync(folder)).toEqual([])
})

test.skipIf(!canMount)(`a full disk is named, and no part of the file stays${byRoot}`, () => {
  const disk = join(temporaryFolder(), 'disk')
  smallDisk(disk, 1)
  const file = join(disk, 'all.json')
  const db = largeHistory()
  expect(failureOf(() => exportToFile(db, patient, { ...everything, file }))).toBe('file_disk_full')
  expect(readdirSync(disk)).toEqual([])
})

test.skipIf(!canMount)(`a folder that may not be written to is named${byRoot}`, () => {
  const folder = temporaryFolder()
  makeReadOnly(folder)
  const file = join(folder, 'all.json')
  const db = temporaryDatabase()
  expect(failureOf(() => exportToFile(db, patient, { ...everything, file }))).toBe('file_refused')
})

test('a place that is not there, or is a folder, is refused', () => {
  const db = temporaryDatabase()
  richChat(db)
  const folder = temporaryFolder()
  const run = (file: string) => failureOf(() => exportToFile(db, patient, { ...everything, file }))
  expect(run(join(folder, 'nowhere', 'all.json'))).toBe('file_refused')
  expect(run(folder)).toBe('file_refused')
  expect(run(join(folder, `${'n'.repeat(300)}.json`))).toBe('file_refused')
  expect(readdirSync(folder)).toEqual([])
  expect(existsSync(folder)).toBe(true)
})

test('a file that the disk gives back otherwise never has its name', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'all.json')
  for (const spoil of ['flip', 'cut', 'add'] as const) {
    const sink = openSink(file)
    sink.write('line of text\n'.repeat(200_000))
    const [partial = ''] = readdirSync(folder)
    const written = readFileSync(join(folder, partial))
    if (spoil === 'flip') written.write('X', 1000)
    const spoilt = {
      flip: written,
      cut: written.subarray(1),
      add: Buffer.concat([written, written]),
    }
    const check = { line: () => undefined, end: () => undefined }
    writeFileSync(join(folder, partial), spoilt[spoil])
    expect([spoil, failureOf(() => sink.finish(check))]).toEqual([spoil, 'file_not_verified'])
    sink.abandon()
    expect(readdirSync(folder)).toEqual([])
  }
})
