import { createHash } from 'node:crypto'
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { writeArchive } from '../../../src-main/backup/archive'
import { restoreBackup } from '../../../src-main/backup/restoreBackup'
import { verifyBackup } from '../../../src-main/backup/verify'
import { migrations, temporaryFolder } from '../world'
import { NOW } from './history'
import { backUp, change, fullProfile, newProfile, restoring } from './profile'

const supported = migrations.length
const noMatter = () => Promise.resolve()

const BOMB = 1 << 20

type Entry = [name: string, bytes: Buffer]

/** A zip file with its seal, as somebody could make one who means ill. */
async function forged(entries: Entry[], manifest: (entries: object[]) => object): Promise<string> {
  const file = join(temporaryFolder(), 'forged.keepsake')
  const contents = entries.map(([name, data]) => ({ name, data, compress: true }))
  const manifestOf = (made: object[]) => Buffer.from(JSON.stringify(manifest(made)))
  await writeArchive(file, contents, manifestOf, () => {})
  return file
}

const manifestOf = (entries: object[]) => ({
  format: 2,
  app: '1',
  schema: supported,
  created: NOW,
  counts: {},
  rows: {},
  secrets: 'excluded',
  missing: [],
  entries,
})

test('a newer form is refused in words, and so is a newer schema', async () => {
  const newer = await forged([], (entries) => ({ ...manifestOf(entries), format: 3, more: true }))
  const problems = [{ code: 'newer', detail: 'it was made by a newer version of Keepsake' }]
  expect(await verifyBackup(newer, { supported })).toMatchObject({ ok: false, problems })
  const target = newProfile()
  const restored = restoreBackup(target, newer, restoring(), noMatter)
  await expect(restored).rejects.toThrow('backup_newer')
  const { file } = await backUp(fullProfile(1))
  expect(await verifyBackup(file, { supported: supported - 1 })).toMatchObject({
    ok: false,
    problems,
  })
})

test('names that lead elsewhere, names that come twice, and bombs are refused', async () => {
  const row = Buffer.from('x')
  for (const names of [
    ['evil.sh'],
    ['attachments/aa/../../x'],
    ['attachments/ab/cd'],
    ['sub/keepsake.db'],
  ]) {
    const file = await forged(
      names.map((name) => [name.replaceAll('..', 'zz'), row]),
      manifestOf,
    )
    // The library that writes them refuses such names.
    const bytes = readFileSync(file).toString('latin1').replaceAll('zz', '..')
    writeFileSync(file, resealed(Buffer.from(bytes, 'latin1')))
    const { problems } = await verifyBackup(file, { supported })
    expect(problems).toMatchObject([{ code: 'not_a_backup' }])
  }
  const twice = await forged(
    [
      ['settings.json', row],
      ['settings.json', row],
    ],
    manifestOf,
  )
  expect((await verifyBackup(twice, { supported })).problems).toMatchObject([
    { code: 'not_a_backup' },
  ])
  const bomb = join(temporaryFolder(), 'bomb.keepsake')
  const zip = new ZipFile()
  for (const name of ['keepsake.db', 'settings.json', 'manifest.json']) {
    zip.addBuffer(Buffer.alloc(BOMB), name, { compress: true })
  }
  zip.end()
  await pipeline(zip.outputStream as Readable, createWriteStream(bomb))
  writeFileSync(bomb, claiming(readFileSync(bomb), 1 << 29))
  expect((await verifyBackup(bomb, { supported })).problems).toContainEqual({
    code: 'not_a_backup',
    detail: 'it is packed too densely',
  })
})

test('a backup whose database is not what its manifest says is refused', async () => {
  const place = fullProfile(1)
  const database = readFileSync(place.database)
  const wrong = await forged([['keepsake.db', database]], (entries) => ({
    ...manifestOf(entries),
    rows: { messages: 1 },
  }))
  expect((await verifyBackup(wrong, { supported })).problems).toMatchObject([{ code: 'damaged' }])
  change(place, (client) => client.exec('CREATE VIEW v AS SELECT 1'))
  const view = await forged([['keepsake.db', readFileSync(place.database)]], manifestOf)
  expect((await verifyBackup(view, { supported })).problems).toMatchObject([
    { detail: 'the view v does not belong to it' },
    {},
  ])
})

/** Has the list of a zip file say of each thing that it is so large. */
function claiming(bytes: Buffer, size: number): Buffer {
  const list = Buffer.from('PK\u0001\u0002')
  for (let at = bytes.indexOf(list); at >= 0; at = bytes.indexOf(list, at + 1)) {
    bytes.writeUInt32LE(size, at + 24)
  }
  return bytes
}

function resealed(bytes: Buffer): Buffer {
  const body = bytes.subarray(0, -64)
  return Buffer.concat([body, Buffer.from(createHash('sha256').update(body).digest('hex'))])
}
