import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tags } from '../../../src-main/db/schema/library'
import { upwards } from '../../../src-main/db/projectTree'
import type { WritableDb } from '../../../src-main/db/open'
import { everything, openPlace } from './importing'

/** The history in the form of our own export. */
function exported(db: WritableDb) {
  const known = db.select().from(tags).all()
  return everything(db).map(({ messages, ...conv }) => ({
    format: 'keepsake',
    version: 1,
    conv: {
      ...conv,
      tags: conv.tagIds.map((id) => known.find((tag) => tag.id === id)),
      projects: upwards(db, conv.projectId)
        .map(({ id, name }) => ({ id, name }))
        .toReversed(),
    },
    messages: messages.map((message) => ({ ...message, attachments: [] })),
  }))
}

/** What a conversation is, apart from its place in a database. */
function told(db: WritableDb) {
  const names = new Map(
    db
      .select()
      .from(tags)
      .all()
      .map(({ id, name }) => [id, name]),
  )
  return everything(db).map(({ messages, seq: _seq, projectId, tagIds, ...rest }) => ({
    ...rest,
    titleSource: 'import',
    projects: upwards(db, projectId).map(({ name }) => name),
    tags: tagIds.map((id) => names.get(id)),
    messages: messages.map(({ seq: _place, ...message }) => message),
  }))
}

test('our own export brings every field back into another history, and adds nothing to this one', async () => {
  const { db, folder, bring } = openPlace()
  await bring('open-webui/chat-export-1767225600000.json')
  await bring('litechat/litechat_full_config_2026-01-01_00-01-30.json')
  // Files are described in an export and not held by it.
  const whole = exported(db).filter(({ conv }) => !conv.title.startsWith('Receipt'))
  const file = join(folder, 'own.json')
  writeFileSync(file, JSON.stringify(whole))
  expect(await bring(file)).toMatchObject({ format: 'keepsake', imported: 0, updated: 0, total: 6 })
  const other = openPlace()
  expect(await other.bring(file)).toMatchObject({ imported: 6, updated: 0, skipped: [] })
  expect(told(other.db)).toEqual(told(db).filter(({ title }) => !title.startsWith('Receipt')))
  expect(await other.bring(file)).toMatchObject({ imported: 0, updated: 0 })
})
