import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeBackup } from '../../../src-main/backup/make'
import { restoreBackup } from '../../../src-main/backup/restoreBackup'
import { verifyBackup } from '../../../src-main/backup/verify'
import { migrations, temporaryFolder } from '../world'
import { noise, NOW, pagesOf, snapshot } from './history'
import { backUp, emptyPlace, fullProfile, hashOf, restoring } from './profile'

const supported = migrations.length
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

test('a flipped byte, a cut, and one byte more are noticed', async () => {
  const good = await goodBackup()
  expect(await verdictOn(good)).toBe(true)
  const directory = good.indexOf('PK\u0001\u0002')
  for (const at of [0, 40, good.length >> 1, directory + 20, good.length - 1]) {
    expect([at, await verdictOn(flipped(good, at))]).toEqual([at, false])
  }
  for (const length of [0, 1, good.length >> 1, good.length - 1]) {
    expect([length, await verdictOn(good.subarray(0, length))]).toEqual([length, false])
  }
  expect(await verdictOn(Buffer.concat([good, Buffer.from('x')]))).toBe(false)
})

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
