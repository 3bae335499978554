import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rootWarnings } from '../../../src-main/storage/rootWarnings'
import { temporaryFolder } from './disk'

const PLENTY = 1e12

test('a local folder with room has no warning', () => {
  const folder = temporaryFolder()
  expect(rootWarnings(folder, PLENTY, {})).toEqual([])
})

test('a disk with little room is told before saving fails', () => {
  const folder = temporaryFolder()
  expect(rootWarnings(folder, 100_000_000, {})).toEqual(['nearly_full'])
})

test.for(['nfs4', 'cifs', 'fuse.sshfs', '9p'])('a folder on %s is a network folder', (type) => {
  const mounts = [
    '41 40 0:45 / /mnt/my\\040share/local rw - ext4 /dev/sdb1 rw',
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    `40 22 0:44 / /mnt/my\\040share rw,relatime shared:2 - ${type} host:/x rw`,
  ].join('\n')
  expect(rootWarnings('/mnt/my share/chats', PLENTY, {}, mounts)).toEqual(['network'])
  expect(rootWarnings('/mnt/my share/local/chats', PLENTY, {}, mounts)).toEqual([])
  expect(rootWarnings('/mnt/my share2', PLENTY, {}, mounts)).toEqual([])
})

test.for([
  'OneDrive',
  'OneDrive - Contoso',
  'Dropbox',
  'Dropbox (Personal)',
  'Google Drive',
  'Mobile Documents',
  'Nextcloud',
])('a folder in "%s" is copied by a cloud service', (name) => {
  const folder = temporaryFolder()
  expect(rootWarnings(join(folder, name, 'keepsake'), PLENTY, {})).toEqual(['cloud_sync'])
  expect(rootWarnings(join(folder, `My ${name} notes`), PLENTY, {})).toEqual([])
})

test('a folder that a sync client marked is known under any name', () => {
  const folder = temporaryFolder()
  for (const marker of ['.stfolder', '.dropbox.cache', '.sync_ab12cd34.db', '.nextcloudsync.log']) {
    const synced = join(folder, `with ${marker}`)
    mkdirSync(join(synced, 'deep', 'keepsake'), { recursive: true })
    writeFileSync(join(synced, marker), '')
    expect(rootWarnings(join(synced, 'deep', 'keepsake'), PLENTY, {})).toEqual(['cloud_sync'])
  }
  const own = join(folder, 'Documents')
  expect(rootWarnings(join(own, 'x'), PLENTY, { OneDrive: own })).toEqual(['cloud_sync'])
})
