import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mendReferences } from '../../../src-main/backup/mend'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { fillEveryTable } from '../db/rows'
import { migrations, temporaryFolder } from '../world'

// What a rescue may bring: any row, and of what it refers to nothing.
const ROOTS = ['conversations', 'messages', 'projects', 'tags', 'providers', 'attachments']

test.each(ROOTS)('where rows of %s are missing, nothing refers to them any more', (table) => {
  const folder = temporaryFolder()
  const db = openWritable(join(folder, 'x.db'), { migrations, copiesFolder: folder, now: 0 })
  const client = db.$client
  fillEveryTable(client)
  client.pragma('foreign_keys = OFF')
  client.exec(`DELETE FROM "${table}"`)
  expect(client.pragma('foreign_key_check')).not.toEqual([])

  mendReferences(client)
  expect(client.pragma('foreign_key_check')).toEqual([])
  closeDatabase(db)
})
