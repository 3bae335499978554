import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeBackup } from '../../../src-main/backup/make'
import { isSealed } from '../../../src-main/backup/readArchive'
import { restoreBackup } from '../../../src-main/backup/restoreBackup'
import { verifyBackup } from '../../../src-main/backup/verify'
import { byRoot, canMount, smallDisk } from '../../faults/disks'
import { migrations, temporaryFolder } from '../world'
import { noise, NOW, pagesOf, snapshot } from './history'
import { backUp, emptyPlace, fullProfile, hashOf, restoring } from './profile'

const supported = migrations.length
const long = process.env['KEEPSAKE_FAULTS'] === 'long'
const noMatter = () => Promise.resolve()

/** Made once: it is small, so that many of its bytes can be tried. */
let made: Promise<Buffer> | undefined
function goodBackup(): Promise<Buffer> {
  made ??= backUp(fullProfile(1)).then(({ file }) => readFileSync(file))
  return made
}

async function verdictOn(bytes: Buffer | string) {
  const file = join(temporaryFolder(), 'bad.keepsake')
  writeFileSync(file, bytes)
  const { ok, problems } = await verifyBackup(file, { supported })
  expect(problems.every(({ detail }) => detail.length > 0)).toBe(true)
  return ok
}

function flipped(bytes: Buffer, at: number) {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
  return copy
}

test('a flipped byte is noticed wherever it is', async () => {
  const good = await goodBackup()
  expect(await verdictOn(good)).toBe(true)
  const step = Math.floor(good.length / (long ? 2000 : 60))
  for (let at = 0; at < good.length; at += step) {
    expect([at, await verdictOn(flipped(good, at))]).toEqual([at, false])
  }
}, 300_000)

test('a flipped byte is noticed in each byte of what makes it a zip file', async () => {
  const good = await goodBackup()
  const file = join(temporaryFolder(), 'bad.keepsake')
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
    expect([at, await isSealed(file)]).toEqual([at, false])
  }
}, 120_000)

test('a backup that was cut is noticed wherever that was, and so is one with more at its end', async () => {
  const good = await goodBackup()
  for (let n = 0; n < 100; n += 1) {
    const length = Math.floor((good.length * n) / 100)
    expect([length, await verdictOn(good.subarray(0, length))]).toEqual([length, false])
  }
  expect(await verdictOn(good.subarray(0, -1))).toBe(false)
  expect(await verdictOn(Buffer.concat([good, Buffer.from('x')]))).toBe(false)
}, 300_000)

test('what is no backup is said to be none', async () => {
  for (const content of ['', 'Dear diary', Buffer.alloc(5000), 'SQLite format 3\0']) {
    expect(await verdictOn(content)).toBe(false)
  }
  const folder = temporaryFolder()
  for (const file of [folder, join(folder, 'nothing')]) {
    expect(await verifyBackup(file, { supported })).toMatchObject({ ok: false })
  }
})

test('a plain copy of a database is verified, too, and is not changed by it', async () => {
  const { database } = fullProfile()
  const copy = join(temporaryFolder(), 'copy.db')
  copyFileSync(database, copy)
  const before = snapshot(dirname(copy))
  expect(await verifyBackup(copy, { supported })).toMatchObject({ ok: true, kind: 'database' })
  expect(snapshot(dirname(copy))).toEqual(before)
  expect(await verifyBackup(copy, { supported: 1 })).toMatchObject({
    problems: [{ code: 'newer' }],
  })
  noise(copy, pagesOf(copy, 'messages', 'leaf')[0] ?? 0)
  expect(await verifyBackup(copy, { supported })).toMatchObject({ ok: false })
})

test('a damaged backup restores nothing and changes nothing', async () => {
  const good = await goodBackup()
  const target = fullProfile(1)
  const file = join(temporaryFolder(), 'bad.keepsake')
  writeFileSync(file, flipped(good, good.length >> 1))
  const before = [hashOf(target), snapshot(target.profile), readdirSync(target.profile)]
  for (const bad of [file, join(target.profile, 'nothing')]) {
    await expect(restoreBackup(target, bad, restoring(), noMatter)).rejects.toThrow(
      /backup_damaged|bad_input/,
    )
  }
  expect([hashOf(target), snapshot(target.profile), readdirSync(target.profile)]).toEqual(before)
})

test('an older backup is not written over, and nothing is made where there is no folder', async () => {
  const place = fullProfile(1)
  const { file } = await backUp(place)
  const before = snapshot(dirname(file))
  const options = { app: '1', supported, now: NOW }
  await expect(makeBackup(place, file, options)).rejects.toThrow('bad_input')
  await expect(makeBackup(place, join(file, 'x'), options)).rejects.toThrow('bad_input')
  await expect(makeBackup(emptyPlace(), `${file}2`, options)).rejects.toThrow('database_missing')
  expect(snapshot(dirname(file))).toEqual(before)
})

test('a damaged history is not backed up', async () => {
  const place = fullProfile()
  noise(place.database, pagesOf(place.database, 'messages', 'leaf')[0] ?? 0)
  const folder = temporaryFolder()
  const options = { app: '1', supported, now: NOW }
  await expect(makeBackup(place, join(folder, 'x.keepsake'), options)).rejects.toThrow('damaged')
  expect(readdirSync(folder)).toEqual([])
})

test.skipIf(!canMount).each(['copying', 'packing', 'verifying'] as const)(
  `a disk that becomes full while %s leaves no file with the final name${byRoot}`,
  async (when) => {
    const place = fullProfile(40)
    const disk = smallDisk(64)
    let isFull = false
    const made = makeBackup(place, join(disk.path, 'x.keepsake'), {
      app: '1',
      supported,
      now: NOW,
      tell(step) {
        if (step === when && !isFull) disk.fill()
        isFull ||= step === when
      },
    })
    // What is packed at the end may already be in memory: then it is whole, and read back.
    const outcome = await made.then(() => 'made', String)
    disk.empty()
    if (when === 'copying') expect(outcome).toContain('disk_full')
    expect(isFull).toBe(true)
    const left = readdirSync(disk.path)
    expect(left).toEqual(outcome === 'made' ? ['x.keepsake'] : [])
    if (outcome !== 'made') expect(outcome).toContain('disk_full')
    else
      expect(await verifyBackup(join(disk.path, 'x.keepsake'), { supported })).toMatchObject({
        ok: true,
      })
  },
  60_000,
)
