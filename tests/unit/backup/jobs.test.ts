import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ALL } from '../../../src-main/backup/categories'
import {
  backupJob,
  checkJob,
  openBackupJob,
  previewRestoreJob,
  restoreJob,
  unlockBackup,
  verifyJob,
} from '../../../src-main/backup/jobs'
import { examineSnapshot } from '../../../src-main/backup/examine'
import { lastRestoreIn } from '../../../src-main/backup/copyNames'
import type { HelpedControl } from '../../../src-main/jobs/control'
import type { Keys } from '../../../src-main/storage/keys'
import type { Paths } from '../../../src-main/storage/layout'
import { migrations, temporaryFolder } from '../world'
import { NOW, snapshot } from './history'
import { backUp, change, fullProfile, hashOf, keysOf, newProfile, tableHashes } from './profile'

const supported = migrations.length

/** What a job is given in its thread; `endAt` is the step at which it is cancelled. */
function control({ endAt = '', keys }: { endAt?: string; keys?: Keys } = {}) {
  const steps: string[] = []
  const asked: string[] = []
  let isCancelled = false
  const all: HelpedControl & { steps: string[]; asked: string[] } = {
    steps,
    asked,
    progress(done, total, step = 'copying') {
      expect([step, done >= 0, total === 0 || done <= total]).toEqual([step, true, true])
      if (!steps.includes(step)) steps.push(step)
      isCancelled ||= step === endAt && (done > 0 || total === 0)
    },
    isCancelled: () => isCancelled,
    async ask(name, ...args) {
      asked.push(name)
      const [id, secret, options] = args as [string, string, { allowPlain: boolean }]
      if (name === 'keyState') return keys?.state(id)
      if (name === 'readKey') return keys?.read(id)
      if (name === 'saveKey') return keys?.save(id, secret, options)
      if (name === 'examine')
        return examineSnapshot(...(args as Parameters<typeof examineSnapshot>))
      return undefined
    },
  }
  return all
}

function backupTask(paths: Paths, file: string) {
  const options = { overwrite: false, app: '1', supported, now: NOW }
  return { ...options, paths, file, passphrase: null as string | null }
}

test.each(['copying', 'packing', 'verifying'])(
  'a backup that is cancelled while %s leaves nothing, and no name',
  async (endAt) => {
    const place = fullProfile()
    const folder = temporaryFolder()
    const before = hashOf(place)
    const made = await backupJob(control({ endAt }), backupTask(place, join(folder, 'x.keepsake')))
    expect([made, readdirSync(folder)]).toEqual([null, []])
    expect(hashOf(place)).toBe(before)
  },
)

test('a backup goes through its steps, and what it replaces is there until it is whole', async () => {
  const place = fullProfile()
  const folder = temporaryFolder()
  const task = { ...backupTask(place, join(folder, 'x.keepsake')), overwrite: true }
  const first = control()
  const made = await backupJob(first, task)
  expect(first.steps).toEqual(['copying', 'packing', 'verifying'])
  expect(made).toMatchObject({ file: task.file, counts: { conversations: 5 }, missing: 0 })
  const bytes = readFileSync(task.file)
  expect(await backupJob(control({ endAt: 'verifying' }), task)).toBeNull()
  expect(readFileSync(task.file)).toEqual(bytes)
  expect(await backupJob(control(), { ...task, now: NOW + 1 })).not.toBeNull()
  expect(readFileSync(task.file)).not.toEqual(bytes)
})

test('a history is not what a backup may replace, and a bad place is said of the file', async () => {
  const place = fullProfile(1)
  const before = snapshot(place.profile)
  const over = { ...backupTask(place, place.database), overwrite: true }
  await expect(backupJob(control(), over)).rejects.toThrow('file_refused')
  expect(snapshot(place.profile)).toEqual(before)
  const nowhere = backupTask(place, join(temporaryFolder(), 'gone', 'x.keepsake'))
  await expect(backupJob(control(), nowhere)).rejects.toThrow('file_refused')
})

test.each(['verifying'])('a check that is cancelled while %s answers nothing', async (endAt) => {
  const { file } = await backUp(fullProfile())
  expect(await verifyJob(control({ endAt }), { file, supported })).toBeNull()
  const verified = await verifyJob(control(), { file, supported })
  expect(verified).toEqual({ file, ok: true, problems: [] })
})

test('a preview reads the backup once, counts for each choice, and can be cancelled', async () => {
  const { file } = await backUp(fullProfile())
  const paths = newProfile()
  const before = snapshot(paths.profile)
  const folder = temporaryFolder()
  const task = { file, folder, migrations }
  expect(await openBackupJob(control({ endAt: 'reading' }), { ...task })).toBeNull()
  const opened = await openBackupJob(control(), { ...task, folder: temporaryFolder() })
  expect(opened).toMatchObject({ kind: 'backup', created: NOW, app: '1.2.3', hasKeys: false })

  const staged = temporaryFolder()
  await openBackupJob(control(), { ...task, folder: staged })
  const choice = { paths, folder: staged, only: ALL, replace: [], migrations }
  const tallies = await previewRestoreJob(control(), choice)
  expect(tallies).toMatchObject({ conversations: { adds: 5 } })
  expect(await previewRestoreJob(control({ endAt: 'merging' }), choice)).toBeNull()
  expect(snapshot(paths.profile)).toEqual(before)
})

test('keys are opened one by one by the shell, and come to another machine the same way', async () => {
  const place = fullProfile(1)
  const [id = ''] = change(place, (client) =>
    client.prepare('SELECT id FROM api_keys ORDER BY seq').pluck().all(),
  ) as string[]
  const keys = keysOf(place, 'one')
  await keys.save(id, 'sk-NEEDLE', { allowPlain: false })
  const file = join(temporaryFolder(), 'x.keepsake')
  const told = control({ keys })
  const made = await backupJob(told, { ...backupTask(place, file), passphrase: 'open sesame' })
  expect(made?.secrets).toBe('encrypted')
  expect(JSON.stringify(made)).not.toContain('NEEDLE')
  expect(told.asked).toContain('readKey')
  expect(readFileSync(file).includes('sk-NEEDLE')).toBe(false)
  await expect(unlockBackup(file, 'open says me')).rejects.toThrow('passphrase_wrong')
  await unlockBackup(file, 'open sesame')

  const target = newProfile()
  const other = keysOf(target, 'two')
  const options = { migrations, only: ALL, replace: [], allowPlain: false, now: NOW }
  const task = { ...options, paths: target, file, passphrase: 'open sesame' }
  const restoring = control({ keys: other })
  const restored = await restoreJob(restoring, task)
  expect(restored?.keys).toMatchObject({ restored: 1, refused: 0 })
  expect(await other.read(id)).toBe('sk-NEEDLE')
  // The history is forgotten only when the next step is the one that replaces it.
  expect(restoring.asked.at(-1)).toBe('forget')
}, 30_000)

test.each(['reading', 'attachments', 'merging'])(
  'a restore is cancelled while %s, and then nothing is changed, nor can be undone',
  async (endAt) => {
    const { file } = await backUp(fullProfile())
    const place = fullProfile(1)
    const before = [tableHashes(place), readdirSync(place.profile)]
    const options = { migrations, only: ALL, replace: ALL, allowPlain: false, now: NOW }
    const task = { ...options, paths: place, file, passphrase: null }
    const ended = control({ endAt })
    expect(await restoreJob(ended, task)).toBeNull()
    const rows = tableHashes(place)
    const left = readdirSync(place.profile).filter((name) => name !== 'backups')
    expect([rows, left]).toEqual(before)
    expect(lastRestoreIn(place.backups)).toBeNull()
    expect(ended.asked).toEqual([])
    // A key that was saved cannot be taken back.
    if (endAt === 'merging') {
      expect(await restoreJob(control({ endAt }), { ...task, passphrase: 'x' })).not.toBeNull()
    }
  },
)

test('each examination of the database is told, and it can be ended between them', async () => {
  const { database } = fullProfile(1)
  const checks = await checkJob(control(), { database })
  expect(checks?.map(({ name }) => name)).toContain('integrity')
  expect(await checkJob(control({ endAt: 'checking' }), { database })).toBeNull()
})
