import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canSalvage, salvage } from '../../../src-main/backup/salvage'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openReadable } from '../../../src-main/db/open'
import { migrations, temporaryFolder } from '../world'
import { contentOf, fill, noise, NOW, openHistory, write } from './history'

/** A history as a killed program leaves it: `chats` in the file, `more` only in the log. */
function killed(chats: number, more: number) {
  const folder = temporaryFolder()
  const db = openHistory(join(folder, 'live.db'))
  fill(db, chats)
  db.$client.pragma('wal_checkpoint(TRUNCATE)')
  db.$client.pragma('wal_autocheckpoint = 0')
  if (more > 0) fill(db, more)
  const file = join(folder, 'keepsake.db')
  copyFileSync(join(folder, 'live.db'), file)
  copyFileSync(join(folder, 'live.db-wal'), `${file}-wal`)
  const content = contentOf(join(folder, 'live.db'))
  closeDatabase(db)
  return { file, content }
}

function salvaged(file: string) {
  const target = join(temporaryFolder(), 'saved.db')
  const { report } = salvage(file, target, { migrations, now: NOW })
  const db = openReadable(target)
  expect(checkDatabase(db).checks.filter((check) => !check.ok)).toEqual([])
  closeDatabase(db)
  return { report, content: contentOf(target) }
}

test('what only the log holds is salvaged with the rest', () => {
  const { file, content } = killed(5, 5)
  expect(salvaged(file).content).toEqual(content)
})

test('an emptied file is salvaged from its log', () => {
  const { file, content } = killed(0, 5)
  truncateSync(file, 0)
  expect(canSalvage(file, migrations)).toBe(true)
  expect(salvaged(file).content).toEqual(content)
})

test('bad frames of the log cost what is on their pages, not all that was written after', () => {
  const { file } = killed(5, 20)
  const frame = 24 + 4096
  for (const bad of [30, 40, 50]) {
    write(`${file}-wal`, 32 + frame * bad + 1000, Buffer.alloc(2000, 'noise '))
  }
  const saved = salvaged(file)
  expect(saved.report.messages).toBeGreaterThan(25 * 24 * 0.9)
  expect(saved.report.messages).toBeLessThan(25 * 24)
  const strange = [...saved.content.values()].filter((row) => row.includes('noise noise'))
  expect(strange).toEqual([])
})

test.each([
  ['random', () => Buffer.alloc(40_000, 'noise')],
  ['of another history', () => readFileSync(`${killed(0, 3).file}-wal`)],
])('a log that is %s adds nothing and takes nothing away', (_, log) => {
  const { file } = killed(5, 0)
  const content = contentOf(file)
  writeFileSync(`${file}-wal`, log())
  noise(file, 1)
  const saved = salvaged(file)
  expect([...saved.content.keys()].toSorted()).toEqual([...content.keys()].toSorted())
  expect(saved.report.lost).toBe(0)
})
