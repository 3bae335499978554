import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { automaticCopies, copyBefore, makeDailyCopy } from '../../../src-main/backup/automatic'
import { findCopies, listCopies } from '../../../src-main/backup/copies'
import { type Schedule, startDailyCopies } from '../../../src-main/backup/schedule'
import { silentLog } from '../../../src-main/log'
import { byRoot, canMount, smallDisk } from '../../faults/disks'
import { temporaryFolder } from '../world'
import { contentOf, makeHistory, NOW, wholeHistory } from './history'
import { fullProfile, newProfile } from './profile'

const whole = wholeHistory(2)
const DAY = 86_400_000

type Make = Schedule['make']

test('there is one copy a day, whole, and it is not made twice', () => {
  const folder = join(temporaryFolder(), 'backups')
  const made = makeDailyCopy(whole.file, folder, NOW) as { made: string }
  expect(contentOf(made.made)).toEqual(whole.content)
  expect(makeDailyCopy(whole.file, folder, NOW + 1000)).toEqual({ skipped: 'exists' })
  expect(makeDailyCopy(whole.file, folder, NOW + DAY)).toMatchObject({ removed: [] })
  expect(readdirSync(folder)).toHaveLength(2)
})

test('a history in which nothing is yet is not copied', () => {
  const { database, backups } = newProfile()
  expect(makeDailyCopy(database, backups, NOW)).toEqual({ skipped: 'empty' })
  expect(existsSync(backups)).toBe(false)
})

test('old copies go, what somebody put there stays, and for a while the last of another kind', () => {
  const folder = join(temporaryFolder(), 'backups')
  mkdirSync(folder)
  const before = (days: number) => {
    return copyBefore(whole.file, folder, 'delete', NOW - days * DAY) as { made: string }
  }
  const older = before(25)
  const last = before(18)
  writeFileSync(join(folder, 'mine.db'), 'mine')
  writeFileSync(join(folder, 'daily-of-mine.db'), 'mine')
  for (let day = 20; day >= 0; day -= 1) makeDailyCopy(whole.file, folder, NOW - day * DAY)
  const left = readdirSync(folder)
  expect(left).toContain('mine.db')
  expect(left).toContain('daily-of-mine.db')
  expect([older, last].map(({ made }) => existsSync(made))).toEqual([false, true])
  makeDailyCopy(whole.file, folder, NOW + 20 * DAY)
  expect(existsSync(last.made)).toBe(false)
  expect(left.filter((name) => name.startsWith('daily-2'))).toHaveLength(9)
}, 60_000)

test('a copy that was cut is not the good one for which others go', () => {
  const folder = join(temporaryFolder(), 'backups')
  const first = makeDailyCopy(whole.file, folder, NOW - 90 * DAY) as { made: string }
  const cut = makeDailyCopy(whole.file, folder, NOW - DAY) as { made: string }
  truncateSync(cut.made, 8192)
  makeDailyCopy(whole.file, folder, NOW)
  expect(existsSync(first.made)).toBe(true)
})

test('what a crash left of a copy is no copy', () => {
  const folder = join(temporaryFolder(), 'backups')
  mkdirSync(folder)
  writeFileSync(join(folder, 'daily-2026-08-01T12-00-00-000Z.db.partial'), 'half')
  expect([automaticCopies(folder), listCopies(folder), findCopies(folder)]).toEqual([[], [], []])
})

test.skipIf(!canMount)(`on a disk that is nearly full no copy is made${byRoot}`, () => {
  const disk = smallDisk(64)
  const file = join(disk.path, 'keepsake.db')
  makeHistory(file, 2)
  const folder = join(disk.path, 'backups')
  expect(makeDailyCopy(file, folder, NOW)).toEqual({ skipped: 'nearly_full' })
  expect(copyBefore(file, folder, 'delete', NOW)).toEqual({ skipped: 'nearly_full' })
  expect(existsSync(folder)).toBe(false)
})

test('the copy is made while the program runs, and a skipped one is said in the log', async () => {
  const { database, backups: folder } = fullProfile()
  const warn = vi.fn<typeof silentLog.warn>()
  const make = vi.fn<Make>(() => Promise.resolve(makeDailyCopy(database, folder, NOW)))
  const common = { folder, now: () => NOW, log: { ...silentLog, warn }, firstAfter: 1 }
  const stop = startDailyCopies({ ...common, make })
  await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1))
  stop()
  const again = startDailyCopies({ ...common, make })
  const full = vi.fn<Make>(() => Promise.resolve({ skipped: 'nearly_full' }))
  const stopFull = startDailyCopies({ ...common, folder: `${folder}2`, make: full })
  await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce())
  expect(make).toHaveBeenCalledOnce()
  stopFull()
  again()
})
