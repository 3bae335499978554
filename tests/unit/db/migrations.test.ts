import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { Migration } from '../../../src-main/db/migrate'
import {
  closeDatabase,
  openReadable,
  openWritable,
  type WritableDb,
} from '../../../src-main/db/open'
import { directStore } from '../directStore'
import { freshIndex } from '../../../src-main/domain/context'
import { keepIndexSound } from '../../../src-main/domain/upkeep'
import { AppError } from '../../../src-main/errors'
import { silentLog } from '../../../src-main/log'
import { contentColumns, contentHash } from '../content'
import { migrations, temporaryFolder } from '../world'
import { fillEveryTable } from './rows'

const newest = migrations.length

/** A history as a program left it that knew only the first migrations. */
function historyOf(schema: number) {
  const folder = temporaryFolder()
  const file = join(folder, 'keepsake.db')
  const copies = join(folder, 'backups')
  const db = open(file, migrations.slice(0, schema))
  fillEveryTable(db.$client)
  const columns = contentColumns(db.$client)
  // Its rows lie in other tables since; a test of its own says that they do.
  delete columns['import_map']
  const hash = contentHash(db.$client, columns)
  closeDatabase(db)
  return { file, copies, columns, hash }
}

function open(file: string, known: Migration[] = migrations): WritableDb {
  const db = openWritable(file, {
    migrations: known,
    copiesFolder: join(file, '../backups'),
    now: 0,
  })
  onTestFinished(() => closeDatabase(db))
  return db
}

function read<T>(file: string, look: (client: Database.Database) => T): T {
  const client = new Database(file, { readonly: true })
  try {
    return look(client)
  } finally {
    client.close()
  }
}

const leftTables = ({ $client }: WritableDb) =>
  $client.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'search_left%'`).pluck().all()

const version = (client: Database.Database) => client.pragma('user_version', { simple: true })

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')

function failureOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error.failure
    throw error
  }
  return null
}

test.for(migrations.map((_, index) => index + 1))(
  'a history of schema %i keeps every row on the way to the newest',
  async (schema) => {
    const { file, copies, columns, hash } = historyOf(schema)
    const db = open(file)
    expect(version(db.$client)).toBe(newest)
    expect(contentHash(db.$client, columns)).toBe(hash)
    expect(db.$client.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.$client.pragma('foreign_key_check')).toEqual([])

    const made = existsSync(copies) ? readdirSync(copies) : []
    expect(made).toHaveLength(schema < newest ? 1 : 0)
    for (const copy of made) {
      expect(read(join(copies, copy), version)).toBe(schema)
      expect(read(join(copies, copy), (copied) => contentHash(copied, columns))).toBe(hash)
    }

    const around = {
      index: freshIndex(),
      turns: new Map(),
      log: silentLog,
      publish: () => undefined,
    }
    await keepIndexSound({ ...directStore(db), ...around })
    const find = db.$client.prepare(
      `SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'needle'`,
    )
    expect(find.pluck().all()).toEqual([1, 2, 3])
    // An index that was made anew was only set aside, which is over by now.
    expect(leftTables(db)).toEqual([])
  },
)

test('with the library a history keeps what was chosen, and its search index is made anew', () => {
  const { file } = historyOf(2)
  const chosen = read(file, (client) => client.prepare('SELECT * FROM settings').get())
  const { $client: client } = open(file)
  const all = (sql: string) => client.prepare(sql).pluck().all()
  expect(client.prepare('SELECT * FROM settings').get()).toEqual({
    ...(chosen as object),
    list_sort: 'activity',
    trash_days: null,
    size_limit: null,
    make_room: 0,
    notify_when_done: 1,
    keys: '{}',
  })
  for (const table of ['search_entries', 'search_titles', 'search_words']) {
    expect(all(`SELECT count(*) FROM ${table}`)).toEqual([0])
  }
  expect(all('SELECT count(*) FROM messages_fts_docsize')).toEqual([0])

  client.exec(`INSERT INTO search_titles SELECT seq, title FROM conversations;
    INSERT INTO search_entries SELECT seq + 100, seq, 1, role, 0 FROM messages;
    INSERT INTO messages_fts (rowid, content) SELECT seq + 100, 'needle' FROM messages;
    DELETE FROM conversations WHERE seq = 2`)
  expect(all('SELECT conversation FROM search_titles')).toEqual([1, 3])
  expect(all('SELECT message FROM search_entries')).toEqual(all('SELECT seq FROM messages'))
  expect(all(`SELECT rowid - 100 FROM messages_fts WHERE messages_fts MATCH 'needle'`)).toEqual(
    all('SELECT seq FROM messages'),
  )
  expect(all('SELECT count(*) FROM messages')).toEqual([2])
})

test('with smaller blocks of words the search index is made anew, and titles stay', () => {
  const { file } = historyOf(5)
  const before = open(file, migrations.slice(0, 5))
  before.$client.exec(`INSERT INTO search_titles SELECT seq, title FROM conversations;
    INSERT INTO search_words (word) VALUES ('needle');
    INSERT INTO search_entries SELECT seq + 100, seq, 1, role, 0 FROM messages;
    INSERT INTO messages_fts (rowid, content) SELECT seq + 100, 'needle' FROM messages`)
  closeDatabase(before)
  const db = open(file)
  // To drop a large index would keep a start waiting.
  expect(leftTables(db).length).toBeGreaterThan(8)
  const { $client: client } = db
  const all = (sql: string) => client.prepare(sql).pluck().all()
  for (const table of ['search_entries', 'search_words', 'messages_fts_docsize']) {
    expect(all(`SELECT count(*) FROM ${table}`)).toEqual([0])
  }
  expect(all('SELECT name FROM search_tasks')).toEqual(['fill'])
  expect(all('SELECT conversation FROM search_titles')).toEqual(
    all('SELECT seq FROM conversations'),
  )
  client.exec(`INSERT INTO search_entries SELECT seq + 100, seq, 1, role, 0 FROM messages;
    INSERT INTO messages_fts (rowid, content) SELECT seq + 100, 'needle' FROM messages;
    DELETE FROM conversations WHERE seq = 2`)
  expect(all(`SELECT rowid - 100 FROM messages_fts WHERE messages_fts MATCH 'needle'`)).toEqual(
    all('SELECT seq FROM messages'),
  )
})

const failing: [what: string, sql: string[]][] = [
  ['breaks off in the middle', [`UPDATE messages SET parts = '[]'`, 'CREATE TABLE half (x', 'x']],
  ['throws at its end', ['DROP TABLE tags', `INSERT INTO tag_rules VALUES (NULL, NULL)`]],
  ['leaves rows without what they refer to', [`UPDATE conversations SET project_id = 'none'`]],
  ['ends well, but loses rows', [`DELETE FROM drafts`]],
]

test.for(failing)('a migration that %s leaves all as it was, and a copy', ([, sql]) => {
  const { file, copies, hash } = historyOf(newest)
  const next = { sql, hash: 'next', folderMillis: 1 }
  expect(failureOf(() => open(file, [...migrations, next]))).toMatchObject({
    code: 'migration_failed',
    values: { from: newest, to: newest + 1 },
  })
  expect(read(file, version)).toBe(newest)
  expect(read(file, contentHash)).toBe(hash)
  const made = readdirSync(copies)
  expect(made).toEqual([expect.stringMatching(/^before-schema-\d+-.*\.db$/)])
  for (const copy of made) expect(read(join(copies, copy), contentHash)).toBe(hash)
  // And the program that made it opens it again.
  expect(contentHash(open(file).$client)).toBe(hash)
})

test('without room for the copy nothing is migrated', () => {
  const { file, copies, hash } = historyOf(newest)
  writeFileSync(copies, 'in the way')
  const next = { sql: ['DROP TABLE tags'], hash: 'next', folderMillis: 1 }
  expect(() => open(file, [...migrations, next])).toThrow(/EEXIST|ENOTDIR/)
  expect(read(file, contentHash)).toBe(hash)
})

test.for(['at rest', 'with a log beside it'])(
  'a newer history (%s) is left byte by byte',
  (how) => {
    const { file } = historyOf(newest)
    const writer = new Database(file)
    if (how === 'with a log beside it') writer.pragma('wal_autocheckpoint = 0')
    writer.pragma(`user_version = 999`)
    if (how === 'at rest') writer.close()
    else onTestFinished(() => void writer.close())
    // Looking at a file may leave an empty log beside it.
    const bytes = () =>
      [file, `${file}-wal`].map((path) =>
        existsSync(path) ? sha256(readFileSync(path)) : sha256(''),
      )
    const before = bytes()
    expect(failureOf(() => open(file))).toMatchObject({
      code: 'database_newer',
      values: { schema: 999, supported: newest },
    })
    expect(bytes()).toEqual(before)
  },
)

test('what is not ours is refused and left as it is', () => {
  const folder = temporaryFolder()
  const foreign = join(folder, 'foreign.db')
  const other = new Database(foreign)
  other.exec('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)')
  other.close()
  const letter = join(folder, 'letter.db')
  writeFileSync(letter, 'Dear aunt, this is not a database. '.repeat(200))
  const directory = join(folder, 'directory.db')
  mkdirSync(directory)
  for (const [file, code] of [
    [foreign, 'database_foreign'],
    [letter, 'database_damaged'],
  ] as const) {
    const before = readFileSync(file)
    expect(failureOf(() => open(file))?.code).toBe(code)
    expect(failureOf(() => openReadable(file))?.code).toBe(code)
    expect(readFileSync(file)).toEqual(before)
  }
  expect(failureOf(() => open(directory))?.code).toBe('database_damaged')
  expect(failureOf(() => openReadable(join(folder, 'none.db')))?.code).toBe('database_missing')
})

test('a file of no bytes becomes a history, because there is nothing in it to lose', () => {
  const file = join(temporaryFolder(), 'keepsake.db')
  writeFileSync(file, '')
  expect(version(open(file).$client)).toBe(newest)
})
