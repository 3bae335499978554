import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromBufferPromise } from 'yauzl'
import { expect, test } from 'vitest'
import type { WritableDb } from '../../../src-main/db/open'
import type { JobControl } from '../../../src-main/jobs/control'
import { packedWhere } from '../../../src-main/transfer/export/pack'
import { exportToFile } from '../../../src-main/transfer/export/run'
import { temporaryDatabase, temporaryFolder } from '../world'
import { addChat, exported, patient, richChat, say } from './history'
import { bringNew } from './importing'
import { treesIn } from './treeHash'

async function zipped(db: WritableDb, control: JobControl = patient) {
  const folder = temporaryFolder()
  const file = join(folder, 'All.ZIP')
  const task = { scope: { all: true }, format: 'llamacpp', branches: 'all', file } as const
  const report = await packedWhere(control, task, (inner) => exportToFile(db, control, inner))
  return { folder, file, report }
}

async function namesIn(file: string) {
  const zip = await fromBufferPromise(readFileSync(file), { lazyEntries: true })
  const names: string[] = []
  for await (const { fileName } of zip.eachEntry()) names.push(fileName)
  return names
}

test('a name that ends in .zip gets an archive with a file for each chat', async () => {
  const db = temporaryDatabase()
  const { chat } = richChat(db)
  const other = addChat(db, { title: 'Ünï code', updatedAt: Date.UTC(2026, 0, 1) })
  say(db, other, null, { text: 'Another\nline' })
  const { file, folder, report } = await zipped(db)
  expect(report).toMatchObject({ conversations: 2, messages: 5, file })
  expect(report?.bytes).toBe(readFileSync(file).length)
  expect(await namesIn(file)).toEqual([
    `2026-01-01_00-01-00_conv_${chat.slice(0, 8)}_tiles_beams_.jsonl`,
    `2026-01-01_00-00-00_conv_${other.slice(0, 8)}__n_code.jsonl`,
  ])
  expect(readdirSync(folder)).toEqual(['All.ZIP'])
})

test('it brings the same trees as the lines that it was made of', async () => {
  const db = temporaryDatabase()
  richChat(db)
  say(db, addChat(db, { title: 'Second' }), null, { text: 'Another' })
  const lines = join(temporaryFolder(), 'all.jsonl')
  writeFileSync(lines, exported(db, { format: 'llamacpp', name: 'all.jsonl' }).text)
  const fromLines = await bringNew(lines)
  const fromZip = await bringNew((await zipped(db)).file)
  expect(fromZip.report).toMatchObject({ format: 'llamacpp', imported: 2 })
  expect(treesIn(fromZip.db)).toEqual(treesIn(fromLines.db))
  const again = await bringNew((await zipped(fromZip.db)).file)
  expect(treesIn(again.db)).toEqual(treesIn(fromZip.db))
})

test('an empty history makes an empty archive; one that is cancelled leaves nothing', async () => {
  const { file } = await zipped(temporaryDatabase())
  expect(await namesIn(file)).toEqual([])
  const db = temporaryDatabase()
  richChat(db)
  let asked = 0
  const impatient = { progress: () => undefined, isCancelled: () => (asked += 1) > 8 }
  const { folder, report } = await zipped(db, impatient)
  expect(report).toBeNull()
  expect(readdirSync(folder)).toEqual([])
})

test('what killed exports have left goes with the next one, when it is old', () => {
  const db = temporaryDatabase()
  const folder = temporaryFolder()
  const names = ['keepsake-0123456789ab.partial', 'keepsake-ba9876543210.partial', 'mine.partial']
  for (const name of names) writeFileSync(join(folder, name), 'left')
  const old = Date.now() / 1000 - 2 * 60 * 60
  for (const name of [names[0], names[2]]) utimesSync(join(folder, name ?? ''), old, old)
  const task = { scope: { all: true }, format: 'json', branches: 'all' } as const
  exportToFile(db, patient, { ...task, file: join(folder, 'a.json') })
  expect(readdirSync(folder)).toEqual(['a.json', ...names.slice(1)])
})
