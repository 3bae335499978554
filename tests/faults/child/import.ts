import { randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import { readMigrations } from '../../../src-main/db/migrate'
import { unfinished } from '../../../src-main/db/importUndo'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { ensureDefaults } from '../../../src-main/db/settings'
import { importFrom, tryImport } from '../../../src-main/transfer/import'
import { copyOnce, writesOf } from '../../../src-main/transfer/intoDatabase'
import { takeBack } from '../../../src-main/transfer/takeBack'

// A process of its own, to be killed while it imports, or to be asked how much memory it took.

const [what, folder = '', file = ''] = process.argv.slice(2)
const database = join(folder, 'keepsake.db')
const [attachments, backups] = [join(folder, 'attachments'), join(folder, 'backups')]
const options = { migrations: readMigrations('migrations'), copiesFolder: backups, now: 0 }
const db = openWritable(database, options)
ensureDefaults(db, randomUUIDv7(), 0)
const now = () => Date.UTC(2026, 7, 1)
const write = writesOf(db)
const removeKey = () => Promise.resolve()
await takeBack({ runs: unfinished(db), write: write.importUndo, attachments, removeKey })
const target = {
  db,
  write,
  attachments,
  copy: copyOnce(db, { database, backups }, now),
  now,
  step: () => undefined,
}
const before = process.memoryUsage().rss
const report = await doneBy(what)
const { maxRSS } = process.resourceUsage()
process.stdout.write(JSON.stringify({ ...report, grown: maxRSS * 1024 - before }))
closeDatabase(db)

/** A start does what is done above, and makes findable what is there. */
async function doneBy(name: string | undefined) {
  if (name === 'try') return tryImport(target, file)
  const report = name === 'start' ? null : await importFrom(target, file)
  for (let next: number | null = 0; next !== null;) {
    next = (await write.upkeep.fillIndex(next, 5)).next
  }
  return report
}
