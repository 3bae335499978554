import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { BackupPlan } from '@contract/backup'
import { backupName, dayName, isDue, NO_PLAN, type StoredPlan } from '../../../src-main/backup/plan'
import { planBackups, type PlanSurroundings } from '../../../src-main/backup/planned'
import { AppError } from '../../../src-main/errors'
import { silentLog } from '../../../src-main/log'
import { temporaryFolder } from '../world'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Noon, in local time. */
const NOON = new Date(2026, 7, 1, 12).getTime()

const daily: StoredPlan = { ...NO_PLAN, folder: '/x', every: 'daily', lastAt: NOON }

test('a backup is due on another day, or after a week, and where the clock was put back', () => {
  expect(isDue({ ...daily, lastAt: null }, NOON)).toBe(true)
  expect(isDue(daily, NOON + 11 * HOUR)).toBe(false)
  expect(isDue(daily, NOON + 13 * HOUR)).toBe(true)
  expect(isDue(daily, NOON - DAY)).toBe(true)
  expect(isDue({ ...daily, every: 'weekly' }, NOON + 6 * DAY)).toBe(false)
  expect(isDue({ ...daily, every: 'weekly' }, NOON + 7 * DAY)).toBe(true)
  expect(isDue({ ...daily, every: 'off' }, NOON + 9 * DAY)).toBe(false)
  expect(isDue({ ...daily, folder: null }, NOON + 9 * DAY)).toBe(false)
})

test('after a failure an hour passes, but a folder that is gone is looked for each time', () => {
  const failed = (code: 'file_disk_full' | 'backup_folder_missing') =>
    ({ ...daily, triedAt: NOON + DAY, failure: { code } }) satisfies StoredPlan
  const soon = NOON + DAY + 0.5 * HOUR
  expect(isDue(failed('file_disk_full'), soon)).toBe(false)
  expect(isDue(failed('file_disk_full'), NOON + DAY + HOUR)).toBe(true)
  expect(isDue(failed('backup_folder_missing'), soon)).toBe(true)
})

test('backups are named by their local time', () => {
  expect(backupName(NOON)).toBe('Keepsake 2026-08-01 12-00-00.keepsake')
  expect(dayName(NOON)).toBe('Keepsake 2026-08-01.keepsake')
})

/** Plans into a folder of its own, with a clock that the test moves and files instead of backups. */
function planned(more: Partial<StoredPlan> = {}) {
  vi.useFakeTimers({ now: NOON })
  onTestFinished(() => void vi.useRealTimers())
  const folder = temporaryFolder()
  const told: BackupPlan[] = []
  let stored: StoredPlan = { ...NO_PLAN, folder, every: 'daily', keep: 2, ...more }
  const make: PlanSurroundings['make'] = (file) => Promise.resolve(writeFileSync(file, 'backup'))
  const around = {
    read: () => stored,
    write: (plan: StoredPlan) => void (stored = plan),
    make: vi.fn<PlanSurroundings['make']>(make),
    tell: (plan: BackupPlan) => void told.push(plan),
    now: () => Date.now(),
    log: silentLog,
  }
  const plan = planBackups(around)
  onTestFinished(() => plan.end())
  return { plan, folder, told, around, stored: () => stored }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('one that was missed is made some minutes after the start, then one a day', async () => {
  const { folder, around, plan } = planned({ lastAt: NOON - 3 * DAY })
  await pass(60_000)
  expect(around.make).not.toHaveBeenCalled()
  await pass(HOUR)
  expect(around.make).toHaveBeenCalledTimes(1)
  expect(readdirSync(folder)).toEqual(['Keepsake 2026-08-01 12-03-00.keepsake'])
  await pass(DAY)
  expect(around.make).toHaveBeenCalledTimes(2)
  plan.end()
  await pass(3 * DAY)
  expect(around.make).toHaveBeenCalledTimes(2)
})

test('the newest stay, and nothing goes that the plan did not make', async () => {
  const { folder, plan } = planned()
  const foreign = ['Keepsake 2020-01-01 12-00-00.keepsake', 'letter.txt']
  for (const name of foreign) writeFileSync(join(folder, name), 'mine')
  for (let day = 0; day < 4; day += 1) {
    await plan.run()
    await pass(DAY)
  }
  const left = readdirSync(folder).filter((name) => !foreign.includes(name))
  expect(left).toHaveLength(2)
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(foreign))
})

test('a folder that is gone is said, looked for, and forgotten when it is there again', async () => {
  const { folder, plan, told, stored } = planned({ lastAt: NOON - 2 * DAY })
  rmSync(folder, { recursive: true })
  await pass(HOUR)
  const failure = { code: 'backup_folder_missing', values: { path: folder } }
  expect(plan.state()).toMatchObject({ failure, dismissed: false, running: false })
  expect(told.at(-1)).toMatchObject({ failure })
  plan.dismiss()
  expect(told.at(-1)).toMatchObject({ failure, dismissed: true })
  await pass(HOUR)
  expect(plan.state().dismissed).toBe(true)

  const other = temporaryFolder()
  plan.change({ folder: other })
  await pass(1000)
  expect(plan.state()).toMatchObject({ folder: other, failure: null, dismissed: false })
  expect(stored().made).toEqual(readdirSync(other))
})

test('a failed backup removes none of the old ones', async () => {
  const { folder, around, plan } = planned({ keep: 1 })
  await plan.run()
  const before = readdirSync(folder)
  await pass(HOUR)
  around.make.mockRejectedValue(new AppError('file_disk_full', 'no room'))
  await plan.run()
  expect(plan.state()).toMatchObject({ failure: { code: 'file_disk_full' }, lastAt: NOON })
  expect(readdirSync(folder)).toEqual(before)
})

test('one that was ended by closing is not one that was made', async () => {
  const { plan, around, stored } = planned()
  around.make.mockResolvedValue(null)
  await plan.run()
  expect(stored()).toMatchObject({ lastAt: null, failure: null, made: [] })
})

test('two wishes at once make one backup', async () => {
  const { plan, around } = planned()
  await Promise.all([plan.run(), plan.run()])
  expect(around.make).toHaveBeenCalledTimes(1)
})
