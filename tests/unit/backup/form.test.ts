import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { PACKED_UP_TO } from '../../../src-main/backup/archive'
import { openArchive } from '../../../src-main/backup/readArchive'
import { restoreBackup } from '../../../src-main/backup/restoreBackup'
import { verifyBackup } from '../../../src-main/backup/verify'
import { endOfList, listed } from '../../../src-main/backup/zip'
import { noiseOf } from './history'
import { CHECKOUT } from '../../faults/program'
import { migrations, temporaryFolder } from '../world'
import {
  addFile,
  backUp,
  change,
  fullProfile,
  hashOf,
  keysOf,
  newProfile,
  restoring,
} from './profile'

const supported = migrations.length
const noMatter = () => Promise.resolve()
const FIRST = join(CHECKOUT, 'tests/fixtures/backup/format1.keepsake')

test('a backup of the first form is read, its key comes along, and a flipped byte in it is noticed', async () => {
  const passphrase = 'open sesame'
  expect(await verifyBackup(FIRST, { supported, passphrase })).toMatchObject({
    ok: true,
    manifest: { format: 1 },
    secrets: { 'api_keys-1': 'sk-of-format-1' },
  })
  const target = newProfile()
  const keys = () => Promise.resolve({ store: keysOf(target, 'b'), allowPlain: false })
  const options = restoring({ passphrase, keys })
  const restored = await restoreBackup(target, FIRST, options, noMatter)
  expect(restored).toMatchObject({
    categories: { conversations: { adds: 4 }, messages: { adds: 27 } },
    attachments: 4,
    keys: { restored: 1 },
  })
  const good = readFileSync(FIRST)
  const bad = join(temporaryFolder(), 'bad.keepsake')
  for (const at of [20, 5000, 40_000, good.length - 200, good.length - 90, good.length - 1]) {
    const bytes = Buffer.from(good)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(bad, bytes)
    expect([at, await verifyBackup(bad, { supported })]).toMatchObject([at, { ok: false }])
  }
}, 60_000)

test('a large history is in its backup as it is, and each byte of it counts', async () => {
  const place = fullProfile(1)
  change(place, (client) => {
    const update = client.prepare('UPDATE attachments SET extracted_text = ? WHERE seq = 1')
    update.run(noiseOf(PACKED_UP_TO / 2 + 1).toString('hex'))
  })
  const { file, bytes } = await backUp(place)
  expect(bytes).toBeGreaterThan(PACKED_UP_TO)
  const archive = await openArchive(file)
  archive.zip.close()
  const database = archive.entries.get('keepsake.db')
  expect(database).toMatchObject({
    compressionMethod: 0,
    uncompressedSize: database?.compressedSize,
  })
  const target = newProfile()
  await restoreBackup(target, file, restoring(), noMatter)
  expect(hashOf(target)).toBe(hashOf(place))
  const bad = join(temporaryFolder(), 'bad.keepsake')
  copyFileSync(file, bad)
  const all = readFileSync(bad)
  all[9_999_999] = (all[9_999_999] ?? 0) ^ 1
  writeFileSync(bad, all)
  expect((await verifyBackup(bad, { supported })).problems).toEqual([
    { code: 'damaged', detail: 'keepsake.db: its bytes have changed' },
  ])
}, 60_000)

test('what is left out because it is damaged leaves no trace in the file', async () => {
  const place = fullProfile(1)
  const [sha256 = ''] = change(place, (client) =>
    client.prepare('SELECT sha256 FROM attachments ORDER BY sha256 DESC').pluck().all(),
  ) as string[]
  const rotten = noiseOf(3_000_000)
  writeFileSync(join(place.attachments, sha256.slice(0, 2), sha256), rotten)
  addFile(place, Buffer.from('nobody refers to it'))
  const { file, missing, bytes } = await backUp(place)
  expect(missing).toEqual([sha256])
  expect(bytes).toBeLessThan(rotten.length)
  expect(await verifyBackup(file, { supported })).toMatchObject({ ok: true })
})

test('more things than 65,535, and one beyond four gigabytes, are listed', async () => {
  const large = { bytes: 5e9, packed: 5e9, at: 6e9, crc: 7, isDeflated: false }
  const entries = Array.from({ length: 70_000 }, (_, n) => {
    if (n === 3) return { name: 'large', ...large }
    return { name: `n${n}`, at: n, bytes: 1, packed: 1, crc: n, isDeflated: false }
  })
  const list = Buffer.concat(entries.map(listed))
  const zip = await fromBufferPromise(
    Buffer.concat([list, endOfList(entries.length, 0, list.length, 0)]),
  )
  expect(zip.entryCount).toBe(70_000)
  const found = []
  for await (const entry of zip.eachEntry()) found.push(entry)
  expect(found[3]).toMatchObject({
    fileName: 'large',
    uncompressedSize: 5e9,
    compressedSize: 5e9,
    relativeOffsetOfLocalHeader: 6e9,
    crc32: 7,
  })
  expect(found.at(-1)).toMatchObject({ fileName: 'n69999', uncompressedSize: 1 })
})
