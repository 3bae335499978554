import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { openArchive } from '../../src-main/backup/readArchive'
import { readOnce } from '../../src-main/backup/readOnce'
import { verifyBackup } from '../../src-main/backup/verify'
import { backUp, fullProfile } from '../unit/backup/profile'
import { migrations, temporaryFolder } from '../unit/world'
import { figure, isLong } from './report'

const FLIPS = isLong ? 2000 : 60
const CUTS = isLong ? 100 : 30

/** Made once: it is small, so that many of its bytes can be tried. */
let made: Promise<Buffer> | undefined
function goodBackup(): Promise<Buffer> {
  made ??= backUp(fullProfile(1)).then(({ file }) => readFileSync(file))
  return made
}

async function verdictOn(bytes: Buffer): Promise<boolean> {
  const file = join(temporaryFolder(), 'bad.keepsake')
  writeFileSync(file, bytes)
  const { ok, problems } = await verifyBackup(file, { supported: migrations.length })
  expect(problems.every(({ detail }) => detail.length > 0)).toBe(true)
  return ok
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
  return copy
}

test('F18 a flipped byte is noticed wherever it is', async () => {
  const good = await goodBackup()
  expect(await verdictOn(good)).toBe(true)
  const step = Math.floor(good.length / FLIPS)
  for (let at = 0; at < good.length; at += step) {
    expect([at, await verdictOn(flipped(good, at))]).toEqual([at, false])
  }
  figure('F18 bytes flipped in a backup', `${Math.ceil(good.length / step)}, all noticed`)
})

/** Whether the zip file opens, and its frame is as it was written. */
async function isFrameWhole(file: string): Promise<boolean> {
  try {
    const archive = await openArchive(file)
    try {
      return (await readOnce(file, archive)).isSealed
    } finally {
      archive.zip.close()
    }
  } catch {
    return false
  }
}

test('F18 a flipped byte is noticed in each byte of what makes it a zip file', async () => {
  const good = await goodBackup()
  const file = join(temporaryFolder(), 'bad.keepsake')
  writeFileSync(file, good)
  expect(await isFrameWhole(file)).toBe(true)
  const directory = good.indexOf('PK\u0001\u0002')
  const heads: number[] = []
  for (let at = good.indexOf('PK\u0003\u0004'); at >= 0;) {
    for (let byte = 0; byte < 30; byte += 1) heads.push(at + byte)
    at = good.indexOf('PK\u0003\u0004', at + 4)
  }
  for (let at = directory; at < good.length; at += 1) heads.push(at)
  expect(heads.length).toBeGreaterThan(900)
  for (const at of heads) {
    writeFileSync(file, flipped(good, at))
    expect([at, await isFrameWhole(file)]).toEqual([at, false])
  }
  figure('F18 bytes flipped in the frame of a backup', `${heads.length}, all noticed`)
})

test('F18 a backup that was cut is noticed wherever that was', async () => {
  const good = await goodBackup()
  for (let n = 0; n < CUTS; n += 1) {
    const length = Math.floor((good.length * n) / CUTS)
    expect([length, await verdictOn(good.subarray(0, length))]).toEqual([length, false])
  }
  figure('F18 cuts of a backup', `${CUTS}, all noticed`)
})

test('F18 what would unpack to a disk full of zeros is refused before it does', async () => {
  const bomb = join(temporaryFolder(), 'bomb.keepsake')
  const zip = new ZipFile()
  for (const name of ['keepsake.db', 'settings.json', 'manifest.json']) {
    zip.addBuffer(Buffer.alloc(1 << 29), name, { compress: true })
  }
  zip.end()
  await pipeline(zip.outputStream as Readable, createWriteStream(bomb))
  expect((await verifyBackup(bomb, { supported: migrations.length })).problems).toContainEqual({
    code: 'not_a_backup',
    detail: 'it is packed too densely',
  })
})
