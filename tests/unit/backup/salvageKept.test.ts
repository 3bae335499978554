import { copyFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { salvage, salvageInPlace } from '../../../src-main/backup/salvage'
import { closeDatabase } from '../../../src-main/db/open'
import { Cancelled } from '../../../src-main/jobs/control'
import { migrations, newId, temporaryFolder } from '../world'
import { fill, NOW, openHistory, pagesOf, noise, snapshot, wholeHistory } from './history'

const whole = wholeHistory(20)

/** A history with what `write` adds to it, salvaged; answers the new file. */
function salvagedWith(write: string, spoil: (file: string) => void = () => undefined): string {
  const file = join(temporaryFolder(), 'keepsake.db')
  const db = openHistory(file)
  fill(db, 2)
  db.$client.exec(write)
  closeDatabase(db)
  spoil(file)
  const target = join(temporaryFolder(), 'saved.db')
  salvage(file, target, { migrations, now: NOW })
  return target
}

function rowsOf(file: string, query: string): unknown[] {
  const client = new Database(file, { readonly: true })
  try {
    return client.prepare(query).all()
  } finally {
    client.close()
  }
}

test('a reply that was being written is kept with the text that had arrived', () => {
  const reply = newId()
  const file = salvagedWith(`
    INSERT INTO messages (id, conversation_id, role, status, parts, created_at, updated_at)
      SELECT '${reply}', id, 'assistant', 'streaming', '[]', 1, 1 FROM conversations LIMIT 1;
    INSERT INTO message_chunks VALUES ('${reply}', 0, 5, 'text', ' kettle'),
      ('${reply}', 0, 0, 'text', 'The b'), ('${reply}', 0, 12, 'text', ' is on.')`)
  const query = `SELECT status, parts FROM messages WHERE id = '${reply}'`
  expect(rowsOf(file, query)).toEqual([
    { status: 'interrupted', parts: '[{"type":"text","text":"The b kettle is on."}]' },
  ])
  expect(rowsOf(file, 'SELECT * FROM message_chunks')).toEqual([])
})

test('a project stays that lay in one which is lost, and so does what refers to lost rows', () => {
  const [lost, inner] = [newId(), newId()]
  const file = salvagedWith(`
    PRAGMA foreign_keys = OFF;
    INSERT INTO projects (id, parent_id, name, provider_id, created_at, updated_at)
      VALUES ('${inner}', '${lost}', 'Cellar', '${newId()}', 1, 1);
    UPDATE conversations SET project_id = '${lost}', provider_id = '${newId()}' WHERE seq = 1`)
  const query = `SELECT parent_id, provider_id FROM projects WHERE id = '${inner}'`
  expect(rowsOf(file, query)).toEqual([{ parent_id: null, provider_id: null }])
  const chats = 'SELECT seq, project_id IS NULL AS none FROM conversations WHERE seq = 1'
  expect(rowsOf(file, chats)).toEqual([{ seq: 1, none: 1 }])
})

test('what hung on a lost row and cannot be without it goes, also where there is much of it', () => {
  const file = salvagedWith('SELECT 1', (damaged) => {
    for (const page of pagesOf(damaged, 'attachments', 'leaf')) noise(damaged, page)
  })
  expect(rowsOf(file, 'SELECT * FROM message_attachments')).toEqual([])
  expect(rowsOf(file, 'SELECT count(*) AS count FROM messages')).toEqual([{ count: 48 }])
})

test('it tells how many bytes were read, of all that there are', () => {
  const target = join(temporaryFolder(), 'saved.db')
  const told: [string, number, number][] = []
  salvage(whole.file, target, { migrations, now: NOW, tell: (...far) => told.push(far) })
  const { size } = statSync(whole.file)
  const read = told.filter(([step]) => step === 'reading')
  expect(read[0]).toEqual(['reading', 0, size])
  expect(read.at(-1)).toEqual(['reading', size, size])
  expect(read.map(([, done]) => done)).toEqual(
    read.map(([, done]) => done).toSorted((a, b) => a - b),
  )
  expect(told.at(-1)).toEqual(['mending', 5, 5])
})

test.each(['reading', 'mending'])('ended while %s, everything is as it was', (step) => {
  const file = join(temporaryFolder(), 'keepsake.db')
  copyFileSync(whole.file, file)
  noise(file, 1)
  const before = snapshot(join(file, '..'))
  const tell = (now: string, done: number) => {
    if (now === step && done > 0) throw new Cancelled()
  }
  expect(() => salvageInPlace(file, { migrations, now: NOW, tell })).toThrow(Cancelled)
  expect(snapshot(join(file, '..'))).toEqual(before)
})
