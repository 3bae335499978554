import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { renewIndex } from '../../../src-main/db/upkeep'
import { freshIndex } from '../../../src-main/domain/context'
import { keepIndexSound } from '../../../src-main/domain/upkeep'
import { silentLog } from '../../../src-main/log'
import { directStore } from '../../unit/directStore'

// Makes the search index of one history anew, in a process that a test ends at any write.
const [file = '', schema = '', how = ''] = process.argv.slice(2)
const known = Array.from({ length: Number(schema) }, () => ({ sql: [], hash: '', folderMillis: 0 }))
const db = openWritable(file, { migrations: known, copiesFolder: '', now: 0 })
if (how === 'renew') db.$client.transaction(renewIndex).immediate(db)
// What is done in the background keeps no process alive.
const alive = setInterval(() => undefined, 1000)
await keepIndexSound({
  ...directStore(db),
  index: freshIndex(),
  turns: new Map(),
  log: silentLog,
  publish: () => undefined,
})
closeDatabase(db)
clearInterval(alive)
