import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { readMigrations } from '../../src-main/db/migrate'
import { openChild, type Place, temporaryPlace } from './childApp'
import { byRoot, canMount, smallDisk } from './disks'
import {
  byStore,
  cannot,
  copyOfLarge,
  MESSAGES,
  numberIn,
  problemsOf,
  timeStart,
} from './largeStore'
import { CHECKOUT, databaseOf } from './program'
import { figure } from './report'
import { byTrace, canTrace, killedAt } from './trace'

const SCHEMA = readMigrations(join(CHECKOUT, 'migrations')).length
/** Undoes the newest migration. */
const UNDONE = `DROP TABLE import_conversations;
  DROP TABLE import_entries;
  CREATE TABLE import_map (format TEXT NOT NULL, foreign_id TEXT NOT NULL, local_id TEXT NOT NULL,
    hash TEXT NOT NULL, run_id TEXT NOT NULL, PRIMARY KEY (format, foreign_id));
  CREATE INDEX import_map_local ON import_map (local_id);
  CREATE INDEX import_map_run ON import_map (run_id)`
/** The copy has some 500,000 pages; strace counts no further than 65,535. */
const WRITES = 60_000
const ROOM_MEGABYTES = 3072

test.skipIf(cannot || !canTrace)(
  `F41 a migration of a million messages that is killed in its copy leaves all as it was${byStore || byTrace}`,
  async () => {
    const place = olderStore(copyOfLarge())
    expect(await openChild(place, killedAt('pwrite64', WRITES)).catch(() => null)).toBe(null)
    const begun = copiesOf(place)
    expect(begun).not.toEqual([])
    for (const name of begun) expect(name).toMatch(/^before-schema-.*\.db\.partial(-journal)?$/)
    expect(schemaOf(databaseOf(place))).toBe(SCHEMA - 1)

    const { child, milliseconds } = await timeStart(place)
    expect(await child.call('recovery.state')).toBe(null)
    figure('F41 a migration of a million messages, copied and read back', seconds(milliseconds))
    expect(await child.close()).toBe(0)
    const [copy = '', ...more] = copiesOf(place)
    expect(more).toEqual([])
    expect(copy).toMatch(/^before-schema-.*\.db$/)
    const file = join(dirname(databaseOf(place)), 'backups', copy)
    for (const each of [file, databaseOf(place)]) {
      expect(numberIn(each, 'SELECT count(*) FROM messages')).toBe(MESSAGES)
    }
    expect([schemaOf(file), schemaOf(databaseOf(place))]).toEqual([SCHEMA - 1, SCHEMA])
    expect(problemsOf(place)).toEqual(['ok'])
  },
)

test.skipIf(cannot || !canMount)(
  `F41 a migration of a million messages for whose copy there is no room is not begun${byStore || byRoot}`,
  async () => {
    const disk = smallDisk(ROOM_MEGABYTES)
    const place = olderStore(copyOfLarge({ ...temporaryPlace(), root: join(disk.path, 'root') }))
    const before = statSync(databaseOf(place)).mtimeMs
    const child = await openChild(place)
    expect(await child.call('recovery.state')).toMatchObject({ problem: { code: 'disk_full' } })
    expect(await child.close()).toBe(0)
    expect(copiesOf(place)).toEqual([])
    expect(schemaOf(databaseOf(place))).toBe(SCHEMA - 1)
    expect(statSync(databaseOf(place)).mtimeMs).toBe(before)
  },
)

/** As the version before the newest migration left it. */
function olderStore(place: Place): Place {
  const db = new Database(databaseOf(place))
  try {
    db.exec(UNDONE)
    db.exec(
      'DELETE FROM __drizzle_migrations WHERE id = (SELECT max(id) FROM __drizzle_migrations)',
    )
    db.pragma(`user_version = ${SCHEMA - 1}`)
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
  return place
}

function copiesOf(place: Place): string[] {
  const folder = join(dirname(databaseOf(place)), 'backups')
  return existsSync(folder) ? readdirSync(folder) : []
}

function schemaOf(file: string): number {
  return numberIn(file, 'PRAGMA user_version')
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`
}
