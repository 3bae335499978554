import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { step, unfinished } from '../../../src-main/db/importUndo'
import { closeDatabase, openWritable, type WritableDb } from '../../../src-main/db/open'
import { ensureDefaults } from '../../../src-main/db/settings'
import { importFrom } from '../../../src-main/transfer/import'
import { directStore } from '../directStore'
import { migrations, newId, temporaryFolder } from '../world'
import { conversation, everything, NOW, shown } from './importing'

/** The schema before what a run wrote to a conversation was one row. */
const FORMER = 6

/** Two chats of four messages, and the file that they came from. */
function exported(folder: string) {
  const file = join(folder, 'export.json')
  const node = (n: number) => ({
    id: `${n}`,
    type: 'text',
    role: n % 2 ? 'assistant' : 'user',
    parent: n ? `${n - 1}` : null,
    timestamp: 1767225600000 + n,
    content: `Words ${n}`,
  })
  const messages = [0, 1, 2, 3].map(node)
  const chats = ['one', 'two'].map((id) => ({ conv: { id, name: id, currNode: '3' }, messages }))
  writeFileSync(file, JSON.stringify(chats))
  return { file, chats, node }
}

function open(folder: string, known = migrations): WritableDb {
  const place = { migrations: known, copiesFolder: join(folder, 'backups'), now: 0 }
  const db = openWritable(join(folder, 'keepsake.db'), place)
  onTestFinished(() => closeDatabase(db))
  return db
}

function bring(db: WritableDb, folder: string, file: string) {
  const { write } = directStore(db)
  const attachments = join(folder, 'attachments')
  const target = { db, write, attachments, copy: () => null, now: () => NOW, step: () => undefined }
  return importFrom(target, file)
}

/** The history as it was left by the former program, which noted each message in a row of its own. */
async function formerHistory() {
  const folder = temporaryFolder()
  const source = exported(folder)
  const now = open(temporaryFolder())
  ensureDefaults(now, newId(), 0)
  await bring(now, folder, source.file)
  const db = open(folder, migrations.slice(0, FORMER))
  ensureDefaults(db, newId(), 0)
  for (const table of ['import_runs', 'conversations', 'messages']) {
    const rows = now.$client.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][]
    for (const row of rows) {
      const places = row.map(() => '?').join(', ')
      db.$client.prepare(`INSERT INTO ${table} VALUES (${places})`).run(row)
    }
  }
  db.$client.exec(`UPDATE conversations SET message_count = 4`)
  const note = db.$client.prepare('INSERT INTO import_map VALUES (?, ?, ?, ?, ?)')
  const noted = now.$client.prepare('SELECT * FROM import_conversations').all() as {
    format: string
    foreign_id: string
    run_id: string
    conversation_id: string
    messages: string
  }[]
  for (const row of noted) {
    note.run(row.format, row.foreign_id, row.conversation_id, '', row.run_id)
    for (const [id, [key, hash]] of Object.entries(
      JSON.parse(row.messages) as Record<string, [string, string]>,
    )) {
      note.run(row.format, `m${row.foreign_id}:${key}`, id, hash, row.run_id)
    }
  }
  const [first] = noted
  if (!first) throw new Error('nothing was imported')
  note.run(first.format, 't:tag', newId(), '', first.run_id)
  return { folder, db, note, noted, first, ...source }
}

test('what was imported before is known: nothing comes twice, and a newer export adds what is new', async () => {
  const { folder, db: former, file, chats, node } = await formerHistory()
  closeDatabase(former)
  const db = open(folder)
  const again = await bring(db, folder, file)
  expect(again).toMatchObject({ imported: 0, updated: 0, messages: 0, total: 2 })
  const [one, two] = chats
  const longer = { ...one, messages: [0, 1, 2, 3, 4].map(node) }
  const changed = [0, 1, 2].map(node).concat({ ...node(3), content: 'Other words' })
  writeFileSync(file, JSON.stringify([longer, { ...two, messages: changed }]))
  expect(await bring(db, folder, file)).toMatchObject({ imported: 0, updated: 2, messages: 2 })
  expect(shown(conversation(db, 'one'))).toHaveLength(5)
  expect(shown(conversation(db, 'two')).at(-1)).toBe('Other words')
  const entries = db.$client.prepare('SELECT foreign_id FROM import_entries').pluck()
  expect(entries.all()).toEqual(['t:tag'])
})

test('an import that was broken off before is taken back, and what it had updated is as it was', async () => {
  const { folder, db: former, note, first } = await formerHistory()
  const [later, added, leaf] = [newId(), newId(), newId()]
  const client = former.$client
  client.exec(`UPDATE import_runs SET finished_at = 1`)
  client.exec(`INSERT INTO import_runs (id, format, file_name, started_at)
    VALUES ('${later}', '${first.format}', 'newer.json', 2)`)
  const before = client
    .prepare(
      'SELECT current_message_id AS leaf, updated_at AS updatedAt FROM conversations WHERE id = ?',
    )
    .get(first.conversation_id) as { leaf: string; updatedAt: number }
  const message = client.prepare(`INSERT INTO messages
    (id, conversation_id, parent_id, role, status, parts, created_at, updated_at)
    VALUES (?, ?, ?, 'user', 'complete', '[]', 5, 5)`)
  message.run(added, first.conversation_id, before.leaf)
  message.run(leaf, first.conversation_id, added)
  client.exec(`UPDATE conversations SET current_message_id = '${leaf}', updated_at = 9
    WHERE id = '${first.conversation_id}'`)
  note.run(first.format, `m${first.foreign_id}:4`, added, 'x', later)
  note.run(first.format, `m${first.foreign_id}:5`, leaf, 'y', later)
  const was = JSON.stringify({ ...before, became: 9 })
  note.run(first.format, `before:${first.foreign_id}`, first.conversation_id, was, later)
  closeDatabase(former)
  const db = open(folder)
  expect(unfinished(db).map(({ id }) => id)).toEqual([later])
  expect(step(db, later, newId(), 1000)).toMatchObject({ isDone: true, removed: 1, kept: 0 })
  const restored = everything(db).find(({ id }) => id === first.conversation_id)
  expect(restored).toMatchObject({ currentMessageId: before.leaf, updatedAt: before.updatedAt })
  expect(restored?.messages).toHaveLength(4)
})
