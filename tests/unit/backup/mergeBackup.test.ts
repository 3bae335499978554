import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { ALL, CATEGORIES, parseCategories, partsOf } from '../../../src-main/backup/categories'
import { previewRestore } from '../../../src-main/backup/preview'
import { restoreBackup } from '../../../src-main/backup/restoreBackup'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { contentTables } from '../content'
import { migrations } from '../world'
import { fill, NOW } from './history'
import { backUp, change, fullProfile, hashOf, newProfile, restoring, tableHashes } from './profile'

const noMatter = () => Promise.resolve()

/** A profile with two real conversations, and a backup of it. */
async function withBackup() {
  const place = newProfile()
  const db = openWritable(place.database, { migrations, copiesFolder: place.backups, now: NOW })
  fill(db, 2)
  closeDatabase(db)
  const { file } = await backUp(place)
  return { place, file }
}

function expectSound(place: { database: string; backups: string }) {
  const db = openWritable(place.database, { migrations, copiesFolder: place.backups, now: NOW })
  expect(checkDatabase(db).checks.filter(({ ok }) => !ok)).toEqual([])
  closeDatabase(db)
}

test('every table of a history belongs to a category', () => {
  const known = Object.values(CATEGORIES).flatMap((parts) => parts.map(({ table }) => table))
  const tables = change(fullProfile(0), contentTables)
  expect([...new Set(known)].toSorted()).toEqual(tables)
})

test('categories are named as the switches are, and nothing else is understood', () => {
  expect(parseCategories('settings, rules,rulesAndTags')).toEqual(['settings', 'rulesAndTags'])
  for (const list of ['', ',', 'everything', 'settings,constructor']) {
    expect(() => parseCategories(list)).toThrow('bad_input')
  }
})

test('a merge of what is there already changes nothing', async () => {
  const { place, file } = await withBackup()
  const before = hashOf(place)
  const preview = await previewRestore(place, file, restoring())
  expect(preview.conversations).toEqual({
    adds: 0,
    updates: 0,
    identical: 2,
    conflicts: 0,
    removes: 0,
  })
  expect(preview.messages).toMatchObject({ identical: 48 })
  const { categories } = await restoreBackup(place, file, restoring(), noMatter)
  expect(categories).toEqual(preview)
  expect(hashOf(place)).toBe(before)
})

test('a merge adds what is missing, takes what is newer, and keeps what is newer here', async () => {
  const { place, file } = await withBackup()
  const [gone, older, newer] = change(place, (client) => {
    const ids = client.prepare('SELECT id FROM conversations ORDER BY seq').pluck().all()
    client.pragma('foreign_keys = ON')
    client.prepare('DELETE FROM conversations WHERE id = ?').run(ids[0])
    const set = client.prepare('UPDATE messages SET parts = ?, updated_at = ? WHERE id = ?')
    const messages = client.prepare('SELECT id FROM messages ORDER BY seq').pluck().all()
    set.run('[{"type":"text","text":"staler than the backup"}]', NOW - 1, messages[0])
    set.run('[{"type":"text","text":"written since"}]', NOW + 1, messages[1])
    client.exec(`INSERT INTO tags (id, name, created_at) VALUES ('mine', 'made since', 1)`)
    return [ids[0], messages[0], messages[1]]
  })
  const preview = await previewRestore(place, file, restoring())
  expect(preview.conversations).toMatchObject({ adds: 1, identical: 1 })
  expect(preview.messages).toMatchObject({ adds: 24, updates: 1, conflicts: 1, identical: 22 })
  const { categories } = await restoreBackup(place, file, restoring(), noMatter)
  expect(categories).toEqual(preview)
  const found = change(place, (client) => ({
    gone: client.prepare('SELECT message_count FROM conversations WHERE id = ?').pluck().get(gone),
    older: client.prepare('SELECT parts FROM messages WHERE id = ?').pluck().get(older),
    newer: client.prepare('SELECT parts FROM messages WHERE id = ?').pluck().get(newer),
    tag: client.prepare(`SELECT name FROM tags WHERE id = 'mine'`).pluck().get(),
  }))
  expect(found).toMatchObject({ gone: 23, tag: 'made since' })
  expect(found.older).not.toContain('staler')
  expect(found.newer).toContain('written since')
  expectSound(place)
})

test('settings are taken as they were asked for, and say whose they are', async () => {
  const { place, file } = await withBackup()
  change(place, (client) => client.exec(`UPDATE settings SET theme = 'dark', database_id = 'kept'`))
  const { categories } = await restoreBackup(
    place,
    file,
    restoring({ only: ['settings'] }),
    noMatter,
  )
  expect(categories).toEqual({
    settings: { adds: 0, updates: 1, identical: 0, conflicts: 0, removes: 0 },
  })
  const row = change(place, (client) => client.prepare('SELECT * FROM settings').get())
  expect(row).toMatchObject({ theme: 'system', database_id: 'kept' })
})

test.each(ALL.filter((name) => name !== 'attachments'))(
  'restoring only %s leaves every other table as it was',
  async (category) => {
    const { file } = await backUp(fullProfile())
    for (const replace of [false, true]) {
      const target = fullProfile(1)
      change(target, (client) => {
        client.pragma('foreign_keys = ON')
        // Something differs, something is missing, and something is more than the backup has.
        for (const { table, where = '1' } of partsOf(category)) {
          if (table === 'settings') client.exec(`UPDATE settings SET theme = 'other'`)
          else
            client.exec(
              `DELETE FROM ${table} WHERE (${where}) AND rowid_of = 3`.replace(
                'rowid_of',
                firstColumn(client, table),
              ),
            )
        }
      })
      const before = tableHashes(target)
      await restoreBackup(
        target,
        file,
        restoring({ only: [category], replace: replace ? ALL : [] }),
        noMatter,
      )
      const after = tableHashes(target)
      const own = partsOf(category).map(({ table }) => table)
      for (const table of Object.keys(before).filter((name) => !own.includes(name))) {
        expect([table, after[table]]).toEqual([table, before[table]])
      }
    }
  },
  60_000,
)

/** A column in which few rows hold the number three. */
function firstColumn(client: Parameters<Parameters<typeof change>[1]>[0], table: string): string {
  const columns = client.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table)
  return columns.includes('seq') ? 'seq' : String(columns[0])
}

test('what is replaced is as it was, but for what the rest of the history still needs', async () => {
  const { place, file } = await withBackup()
  const [used, unused] = [randomUUIDv7(), randomUUIDv7()]
  change(place, (client) => {
    const add = client.prepare(
      'INSERT INTO projects (id, name, created_at, updated_at) VALUES (?, ?, 1, 1)',
    )
    for (const id of [used, unused]) add.run(id, 'since')
    client.prepare('UPDATE conversations SET project_id = ?').run(used)
    client.exec(
      `UPDATE projects SET name = 'renamed since', updated_at = ${NOW + 9} WHERE name = 'House'`,
    )
  })
  const options = restoring({ only: ['projects'], replace: ALL })
  const { categories } = await restoreBackup(place, file, options, noMatter)
  expect(categories).toEqual({
    projects: { adds: 0, updates: 1, identical: 0, conflicts: 1, removes: 1 },
  })
  const projects = change(place, (client) =>
    client.prepare('SELECT id, name FROM projects ORDER BY seq').raw().all(),
  )
  expect(projects).toEqual([
    [expect.any(String), 'House'],
    [used, 'since'],
  ])
  expectSound(place)
})

test('conversations come without what was not asked for, and refer to nothing that is not there', async () => {
  const { file } = await backUp(fullProfile())
  const target = newProfile()
  const { categories } = await restoreBackup(
    target,
    file,
    restoring({ only: ['conversations'] }),
    noMatter,
  )
  expect(categories.conversations).toMatchObject({ adds: 5 })
  const broken = change(target, (client) => client.pragma('foreign_key_check'))
  expect(broken).toEqual([])
  const rows = change(target, (client) =>
    client.prepare('SELECT count(*) FROM projects').pluck().get(),
  )
  expect(rows).toBe(0)
})

test('a backup of an older schema is brought up to date, and a newer history refuses an old program', async () => {
  const place = newProfile()
  const old = migrations.slice(0, 1)
  const target = newProfile()
  const { paths } = await import('../../../src-main/storage/layout')
  const aged = paths(`${place.root}-old`, 'default')
  const db = openWritable(aged.database, { migrations: old, copiesFolder: aged.backups, now: NOW })
  db.$client.exec(
    `INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c', 'Old', 1, 1)`,
  )
  closeDatabase(db)
  const { file } = await backUp(aged)
  const restored = await restoreBackup(target, file, restoring(), noMatter)
  expect(restored.categories.conversations).toMatchObject({ adds: 1 })
  const version = change(target, (client) => client.pragma('user_version', { simple: true }))
  expect(version).toBe(migrations.length)
  const earlier = restoring({ migrations: migrations.slice(0, -1) })
  await expect(restoreBackup(target, file, earlier, noMatter)).rejects.toThrow('database_newer')
})

test('a backup cannot send a key of this machine to another server', async () => {
  const { place } = await withBackup()
  const add = (target: typeof place, url: string) =>
    change(target, (client) => {
      client.exec(`INSERT INTO api_keys (id, name, created_at) VALUES ('k', 'Key', 1)`)
      client
        .prepare(
          `INSERT INTO providers (id, kind, name, base_url, api_key_id, created_at, updated_at)
           VALUES ('p', 'openai-compatible', 'Server', ?, 'k', 1, ?)`,
        )
        .run(url, url.length)
    })
  const evil = newProfile()
  add(evil, 'https://evil.example/much/longer')
  const { file } = await backUp(evil)
  add(place, 'https://good.example')
  for (const more of [{}, { replace: ALL }]) {
    await restoreBackup(place, file, restoring(more), noMatter)
    const row = change(place, (client) =>
      client.prepare(`SELECT * FROM providers WHERE id = 'p'`).get(),
    )
    expect(row).toMatchObject({ base_url: 'https://evil.example/much/longer', api_key_id: null })
    change(place, (client) =>
      client.exec(
        `UPDATE providers SET base_url = 'https://good.example', api_key_id = 'k', updated_at = 1 WHERE id = 'p'`,
      ),
    )
  }
})
