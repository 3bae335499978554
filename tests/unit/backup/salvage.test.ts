import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import Database from 'better-sqlite3'
import { canSalvage, salvage, salvageInPlace } from '../../../src-main/backup/salvage'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openReadable } from '../../../src-main/db/open'
import { migrations, temporaryFolder } from '../world'
import { contentOf, makeHistory, noise, NOW, pagesOf, snapshot } from './history'

const whole = join(mkdtempSync(join(tmpdir(), 'keepsake-whole-')), 'keepsake.db')
beforeAll(() => makeHistory(whole, 60))

test('time', () => {
  const folder = temporaryFolder()
  const out = join(folder, 'o.db')
  console.log(salvage(whole, out, { migrations, now: NOW }))
  expect(contentOf(out)).toEqual(contentOf(whole))
  const db = openReadable(out)
  console.log(checkDatabase(db))
  const dump = (d: Database.Database) => (d.prepare(`select name from sqlite_schema where type='table' and name not like 'messages_fts%' and name not like '\\_\\_%' escape '\\'`).pluck().all() as string[]).map((t) => [t, d.prepare(`select * from ${t}`).all().length, JSON.stringify(d.prepare(`select * from ${t}`).all())])
  const w = new Database(whole)
  const a = dump(db.$client), b = dump(w)
  console.log(a.map(([t,n])=>t+' '+n).join())
  expect(a).toEqual(b)
  closeDatabase(db)
})
