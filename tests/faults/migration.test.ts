import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { closeDatabase, openWritable } from '../../src-main/db/open'
import { readMigrations } from '../../src-main/db/migrate'
import { expectSound } from './chat'
import { copyOf, openChild, type Place, temporaryPlace } from './childApp'
import { CHECKOUT, databaseOf } from './program'
import { figure, isLong } from './report'
import { byTrace, canTrace, killedAt } from './trace'

const STEP = isLong ? 1 : 60
const CALLS = isLong ? ['pwrite64', 'fsync', 'rename'] : ['pwrite64']
const MESSAGES = 200

const migrations = readMigrations(join(CHECKOUT, 'migrations'))
const older = migrations.map((_, index) => index).filter((schema) => schema > 0)

describe.skipIf(!canTrace)(`F4 killed at each write of a migration${byTrace}`, () => {
  test.for(older)('from schema %i', async (schema) => {
    const place = historyOf(schema)
    const content = contentOf(databaseOf(place))
    let kills = 0
    for (const calls of CALLS) {
      for (let when = 1; ; when += STEP) {
        const copy = copyOf(place)
        const child = await openChild(copy, killedAt(calls, when)).catch(() => null)
        if (child) {
          // As it ends, nothing is migrated any more.
          await child.close()
          break
        }
        kills += 1
        const found = schemaOf(copy)
        expect([schema, migrations.length]).toContain(found)
        expect(contentOf(databaseOf(copy))).toBe(content)
        if (found === migrations.length) expectCopy(copy, schema, content)

        const again = await openChild(copy)
        expect(await again.call('recovery.state')).toBe(null)
        expect(schemaOf(copy)).toBe(migrations.length)
        expect(contentOf(databaseOf(copy))).toBe(content)
        await expect.poll(() => isSound(copy)).toBe(true)
        expect(await again.close()).toBe(0)
        expectCopy(copy, schema, content)
        expect(unfinishedIn(dirname(databaseOf(copy)))).toEqual([])
      }
    }
    expect(kills).toBeGreaterThan(0)
    figure(`F4 killed while migrating from schema ${schema}`, `${kills} times, before or after`)
  })
})

/** A history as a program of that time left it. */
function historyOf(schema: number): Place {
  const place = temporaryPlace()
  const file = databaseOf(place)
  mkdirSync(dirname(file), { recursive: true })
  const options = { migrations: migrations.slice(0, schema), copiesFolder: place.root, now: 0 }
  const db = openWritable(file, options)
  const { $client: client } = db
  client.exec(
    `INSERT INTO conversations (id, title, current_message_id, message_count, created_at, updated_at)
     VALUES ('c', 'Old', 'm${MESSAGES}', 0, 1, 1)`,
  )
  const insert = client.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, status, parts, created_at, updated_at)
     VALUES (?, 'c', ?, 'user', 'complete', ?, 1, 1)`,
  )
  for (let n = 1; n <= MESSAGES; n += 1) {
    const parts = JSON.stringify([{ type: 'text', text: `Number ${n} `.repeat(40) }])
    insert.run(`m${n}`, n > 1 ? `m${n - 1}` : null, parts)
  }
  client.exec(`UPDATE conversations SET message_count = ${MESSAGES}`)
  closeDatabase(db)
  return place
}

function schemaOf(place: Place): unknown {
  return query(databaseOf(place), (db) => db.pragma('user_version', { simple: true }))
}

/** All that a user wrote, as one hash. */
function contentOf(file: string): string {
  return query(file, (db) => {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const rows = db
      .prepare('SELECT id, conversation_id, parent_id, role, parts FROM messages')
      .all()
    const titles = db.prepare('SELECT id, title, current_message_id FROM conversations').all()
    return createHash('sha256')
      .update(JSON.stringify([rows, titles]))
      .digest('hex')
  })
}

/** Where the schema has changed, the copy made before is there and whole. */
function expectCopy(place: Place, schema: number, content: string): void {
  const folder = join(dirname(databaseOf(place)), 'backups')
  const copies = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.db'))
    : []
  const old = copies.map((name) => join(folder, name))
  const schemas = old.map((file) =>
    query(file, (db) => db.pragma('user_version', { simple: true })),
  )
  expect(schemas).toContain(schema)
  for (const file of old) expect(contentOf(file)).toBe(content)
}

/** What a program that was killed had begun to write. */
function unfinishedIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.includes('.partial'))
}

function isSound(place: Place): boolean {
  try {
    expectSound(databaseOf(place))
    return true
  } catch {
    return false
  }
}

function query<T>(file: string, ask: (db: Database.Database) => T): T {
  const db = new Database(file, { readonly: true })
  try {
    return ask(db)
  } finally {
    db.close()
  }
}
