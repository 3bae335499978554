import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  copyAfterUpdate,
  copyBefore,
  makeCopyNow,
  makeDailyCopy,
} from '../../../src-main/backup/automatic'
import { listCopies } from '../../../src-main/backup/copies'
import { lastRestoreIn } from '../../../src-main/backup/copyNames'
import { restoreBackup, undoRestore } from '../../../src-main/backup/restoreBackup'
import { copyDatabase } from '../../../src-main/db/copy'
import { migrations, temporaryFolder } from '../world'
import { NOW, wholeHistory } from './history'
import { backUp, change, fullProfile, restoring, tableHashes } from './profile'

const noMatter = () => Promise.resolve()

test('a restore is undone once, and what was written since is kept as a copy', async () => {
  const { file } = await backUp(fullProfile(3))
  const place = fullProfile(1)
  const before = tableHashes(place)
  expect(lastRestoreIn(place.backups)).toBeNull()
  await restoreBackup(place, file, restoring(), noMatter)
  expect(lastRestoreIn(place.backups)).toMatchObject({ at: NOW + 60_000 })
  change(place, (client) => client.exec(`UPDATE conversations SET title = 'since'`))
  const since = tableHashes(place)

  const options = { migrations, now: NOW + 90_000 }
  undoRestore(place, options)
  expect(tableHashes(place)).toEqual(before)
  expect(readdirSync(place.profile).filter((name) => name.includes('damaged'))).toEqual([])
  const kept = readdirSync(place.backups).find((name) => name.startsWith('before-undo')) ?? ''
  expect(tableHashes({ ...place, database: join(place.backups, kept) })).toEqual(since)

  // A second time would take back what was written after the first.
  expect(lastRestoreIn(place.backups)).toBeNull()
  expect(() => undoRestore(place, options)).toThrow('bad_input')
})

test('one category is replaced while another is merged, and what that needs stays', async () => {
  const place = fullProfile(1)
  const { file } = await backUp(place)
  change(place, (client) => {
    client.exec(`INSERT INTO tags (id, name, created_at) VALUES ('since', 'made since', 1);
      INSERT INTO projects (id, name, created_at, updated_at) VALUES ('used', 'used', 1, 1);
      INSERT INTO projects (id, name, created_at, updated_at) VALUES ('idle', 'idle', 1, 1);
      UPDATE conversations SET project_id = 'used' WHERE seq = 1`)
  })
  const choice = { only: ['projects', 'rulesAndTags', 'conversations'], replace: ['projects'] }
  const { categories } = await restoreBackup(place, file, restoring(choice as object), noMatter)
  expect(categories.projects).toMatchObject({ removes: 1, conflicts: 1 })
  expect(categories.rulesAndTags).toMatchObject({ removes: 0 })
  const left = change(place, (client) => ({
    tags: client.prepare(`SELECT count(*) FROM tags WHERE id = 'since'`).pluck().get(),
    projects: client.prepare(`SELECT id FROM projects WHERE id IN ('used', 'idle')`).pluck().all(),
  }))
  expect(left).toEqual({ tags: 1, projects: ['used'] })
})

const whole = wholeHistory(2)

test('copies are listed newest first, with why they were made and what is in them', () => {
  const folder = join(temporaryFolder(), 'backups')
  makeDailyCopy(whole.file, folder, NOW)
  copyBefore(whole.file, folder, 'delete', NOW + 1)
  makeCopyNow(whole.file, folder, NOW + 2)
  const listed = listCopies(folder)
  expect(listed.map(({ kind }) => kind)).toEqual(['manual', 'before-delete', 'daily'])
  expect(listed[0]).toMatchObject({ createdAt: NOW + 2, conversations: 2 })
  expect(listCopies(join(folder, 'nowhere'))).toEqual([])
})

test('after an update a copy is made, unless the change of the schema was copied just now', () => {
  const folder = join(temporaryFolder(), 'backups')
  expect(copyAfterUpdate(whole.file, folder, NOW)).toMatchObject({ removed: [] })
  expect(listCopies(folder).map(({ kind }) => kind)).toEqual(['before-update'])
  copyDatabase(whole.file, folder, 'before-schema-9', NOW)
  expect(copyAfterUpdate(whole.file, folder, NOW + 1000)).toEqual({ skipped: 'exists' })
})
