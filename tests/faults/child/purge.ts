import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { runQuery } from '../../../src-main/db/queries'

// Empties the trash of one history, in a process that a test ends at any write.
const [file = '', id = '', schema = ''] = process.argv.slice(2)
const known = Array.from({ length: Number(schema) }, () => ({ sql: [], hash: '', folderMillis: 0 }))
const db = openWritable(file, { migrations: known, copiesFolder: '', now: 0 })
runQuery(db, { file: 'conversations', name: 'purge', args: [[id]] })
closeDatabase(db)
