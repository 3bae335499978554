import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ALL } from '../../src-main/backup/categories'
import { makeBackup } from '../../src-main/backup/make'
import { restoreBackup } from '../../src-main/backup/restoreBackup'
import { verifyBackup } from '../../src-main/backup/verify'
import { closeDatabase, openWritable } from '../../src-main/db/open'
import { paths } from '../../src-main/storage/layout'
import { fill, NOW } from '../unit/backup/history'
import { backUp, fullProfile, restoring, tableHashes } from '../unit/backup/profile'
import { migrations } from '../unit/world'
import { byRoot, canMount, smallDisk } from './disks'

const supported = migrations.length
const noMatter = () => Promise.resolve()

test.skipIf(!canMount).each(['copying', 'packing', 'verifying'] as const)(
  `F39 a disk that becomes full while %s leaves no file with the final name${byRoot}`,
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

test.skipIf(!canMount)(
  `F39 a restore on a disk that is full, or becomes full, changes nothing${byRoot}`,
  async () => {
    const { file } = await backUp(fullProfile(60))
    const disk = smallDisk(96)
    const place = paths(join(disk.path, 'root'), 'default')
    mkdirSync(place.profile, { recursive: true })
    const db = openWritable(place.database, { migrations, copiesFolder: place.backups, now: NOW })
    fill(db, 1)
    closeDatabase(db)
    const before = [tableHashes(place), readdirSync(place.profile)]
    const tell = () => disk.fill()
    for (const replace of [[], ALL]) {
      const options = restoring({ replace, tell })
      await expect(restoreBackup(place, file, options, noMatter)).rejects.toThrow('disk_full')
      disk.empty()
      disk.fill()
      await expect(restoreBackup(place, file, restoring(), noMatter)).rejects.toThrow('disk_full')
      disk.empty()
      expect([tableHashes(place), readdirSync(place.profile)]).toEqual(before)
    }
    // With room it works at once.
    const restored = await restoreBackup(place, file, restoring(), noMatter)
    expect(restored.categories.conversations).toMatchObject({ adds: 63 })
  },
  60_000,
)
