import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bringFrom, importFrom } from '../../../src-main/transfer/import'
import type { KeyPlace } from '../../../src-main/transfer/importEntries'
import { newId } from '../world'
import { added, FULL, rows, undo, withStore } from './configuring'
import { openPlace } from './importing'

test('where a key cannot be kept, nothing at all is imported', async () => {
  const place = openPlace()
  const { target } = withStore(place, false)
  await expect(importFrom(target, FULL, { withKeys: true })).rejects.toThrow('key_store_missing')
  await undo(target)
  expect(added(place.db)).toEqual({})
  expect(rows(place.db, 'import_runs')).toEqual([])
})

test('a failure in the middle leaves the history, and the keys, as they were', async () => {
  const place = openPlace()
  place.db.$client.exec(
    `CREATE TRIGGER stop BEFORE INSERT ON prompt_templates WHEN NEW.kind = 'task'
     BEGIN SELECT RAISE(ABORT, 'stopped here'); END`,
  )
  const { store, keys, target } = withStore(place)
  const ids: string[] = []
  const noting: KeyPlace = {
    ...keys,
    save(id, secret) {
      ids.push(id)
      return keys.save(id, secret)
    },
  }
  const failing = { ...target, keys: noting }
  await expect(importFrom(failing, FULL, { withKeys: true })).rejects.toThrow('stopped here')
  await undo(failing)
  expect(added(place.db)).toEqual({})
  expect(rows(place.db, 'import_runs')).toEqual([])
  expect(ids).toHaveLength(1)
  expect(await store.state(ids[0] ?? '')).toBe('enter_again')
})

test('taken back, nothing of a configuration is left, except what somebody uses by now', async () => {
  const place = openPlace()
  const { db } = place
  const { store, target } = withStore(place)
  const file = join(place.folder, 'dark.json')
  const dark = { ...JSON.parse(readFileSync(FULL, 'utf8')), settings: { theme: 'dark' } }
  writeFileSync(file, JSON.stringify(dark))
  db.$client.prepare(`INSERT INTO tags (id, name, created_at) VALUES ('t', 'WRITING', 1)`).run()
  const before = added(db)
  const settings = rows(db, 'settings')
  for (const used of [false, true]) {
    const { ended } = await bringFrom(target, file, newId(), { withKeys: true })
    expect(ended.settings).not.toEqual([])
    expect(rows(db, 'settings')).toEqual(settings)
    const [key] = rows(db, 'api_keys')
    const openRouter = `SELECT id FROM providers WHERE name = 'OpenRouter'`
    if (used) db.$client.exec(`UPDATE settings SET default_provider_id = (${openRouter})`)
    await undo(target)
    const kept = { providers: 1, api_keys: 1 }
    expect(added(db)).toEqual({ ...before, ...(used && kept) })
    expect(await store.state(String(key?.['id']))).toBe(used ? 'stored_plain' : 'enter_again')
  }
  const report = await importFrom(target, file, { withKeys: true })
  expect(report.entries.some(({ what }) => what.includes('OpenRouter'))).toBe(false)
  expect(rows(db, 'settings')).toMatchObject([{ theme: 'dark' }])
})
