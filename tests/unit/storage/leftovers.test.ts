import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { clearLeftovers } from '../../../src-main/storage/leftovers'
import { silentLog } from '../../../src-main/log'
import { temporaryFolder } from '../world'

const BEGAN = Date.UTC(2026, 7, 1, 12)

const LEFT = [
  'settings.json.0a1b2c3d.partial',
  'profiles/default/keys.json.0a1b2c3d.partial',
  'profiles/default/backups/before-schema-5-2026-08-01T11-00-00-000Z.db.partial',
  'profiles/default/backups/before-schema-5-2026-08-01T11-00-00-000Z.db.partial-journal',
  'profiles/other/backups/daily-2026-08-01T11-00-00-000Z.db.partial',
  'trash/Keepsake 2026-08-01 11-00-00.keepsake.partial',
  'trash/Keepsake 2026-08-01 11-00-00.keepsake.snapshot.partial',
]
const KEPT = [
  'settings.json',
  'profiles/default/backups/daily-2026-08-01T11-00-00-000Z.db',
  'profiles/default/backups/mine.partial',
  'profiles/default/attachments/ab/0a1b2c3d.partial',
  'trash/Keepsake 2026-08-01 11-00-00.keepsake',
]

function rootWith(names: string[], at: number): string {
  const root = temporaryFolder()
  for (const name of names) {
    const file = join(root, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'half of it')
    utimesSync(file, at / 1000, at / 1000)
  }
  return root
}

function filesIn(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).toSorted()
}

test('what a killed program had begun to write is removed, and nothing else', () => {
  const root = rootWith([...LEFT, ...KEPT], BEGAN - 1000)
  clearLeftovers(root, BEGAN, silentLog)
  expect(filesIn(root)).toEqual(KEPT.toSorted())
})

test('what somebody may still be writing is left to them', () => {
  const root = rootWith(LEFT, BEGAN + 1000)
  clearLeftovers(root, BEGAN, silentLog)
  expect(filesIn(root)).toEqual(LEFT.toSorted())
})

test('a folder that cannot be read is no reason not to start', () => {
  const root = rootWith(['profiles'], BEGAN)
  expect(() => clearLeftovers(root, BEGAN, silentLog)).not.toThrow()
})
