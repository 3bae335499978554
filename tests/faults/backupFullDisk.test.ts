import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeBackup } from '../../src-main/backup/make'
import { verifyBackup } from '../../src-main/backup/verify'
import { NOW } from '../unit/backup/history'
import { fullProfile } from '../unit/backup/profile'
import { migrations } from '../unit/world'
import { byRoot, canMount, smallDisk } from './disks'

const supported = migrations.length

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
