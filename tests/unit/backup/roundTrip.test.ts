import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { attachmentName } from '../../../src-main/backup/manifest'
import { previewRestore } from '../../../src-main/backup/preview'
import { ALL } from '../../../src-main/backup/categories'
import { restoreBackup, undoRestore } from '../../../src-main/backup/restoreBackup'
import { suspect } from '../../../src-main/backup/suspect'
import { verifyBackup } from '../../../src-main/backup/verify'
import { checkDatabase } from '../../../src-main/db/doctor'
import { closeDatabase, openWritable } from '../../../src-main/db/open'
import { ensureDefaults } from '../../../src-main/db/settings'
import { contentTables } from '../content'
import { migrations } from '../world'
import { fill, noise, NOW, pagesOf, snapshot } from './history'
import {
  backUp,
  change,
  emptyPlace,
  fullProfile,
  hashOf,
  keysOf,
  newProfile,
  restoring,
} from './profile'

const supported = migrations.length
const noMatter = () => Promise.resolve()
const NEEDLE = 'sk-TEST-NEEDLE-0123456789'

test.each([
  ['where nothing is', emptyPlace],
  ['into a profile as the first start makes it', newProfile],
])('a backup of every table and every attachment comes back equal %s', async (_, make) => {
  const place = fullProfile()
  const filled = change(place, (client) =>
    contentTables(client).map((table) => client.prepare(`SELECT 1 FROM ${table}`).get()),
  )
  expect(filled).not.toContain(undefined)
  const before = hashOf(place)
  const made = await backUp(place)
  expect(readdirSync(dirname(made.file))).toEqual(['full.keepsake'])
  expect(made).toMatchObject({ secrets: 'excluded', missing: [], counts: { conversations: 5 } })
  expect(await verifyBackup(made.file, { supported })).toMatchObject({ ok: true, problems: [] })
  const target = make()
  await restoreBackup(target, made.file, restoring(), noMatter)
  expect(hashOf(target)).toBe(before)
  expect(readdirSync(target.profile).filter((name) => /incoming|partial/.test(name))).toEqual([])
  expect(hashOf(place)).toBe(before)
})

test('what a restore replaced can be put back, and no word of it is lost', async () => {
  const made = await backUp(fullProfile())
  const target = fullProfile(1)
  const before = hashOf(target)
  const restored = await restoreBackup(target, made.file, restoring({ replace: ALL }), noMatter)
  expect(hashOf(target)).not.toBe(before)
  expect(restored.before).toContain('before-restore-')
  expect(restored.setAside).toEqual([])
  expect(readdirSync(target.profile).toSorted()).toEqual(['attachments', 'backups', 'keepsake.db'])
  undoRestore(target, { migrations, now: NOW + 90_000 })
  const [rows = ''] = JSON.parse(hashOf(target)) as string[]
  expect(before).toContain(rows)
})

test.each([
  ['that is known to be', suspect],
  ['that nobody has noticed', () => {}],
])('a damaged history %s is replaced as a whole or not at all, and is kept', async (_, mark) => {
  const place = fullProfile()
  const made = await backUp(place)
  const target = fullProfile(1)
  noise(target.database, pagesOf(target.database, 'messages', 'leaf')[0] ?? 0)
  const damaged = readFileSync(target.database)
  mark(target.database)
  const partly = restoring({ replace: ALL, only: ['conversations'] })
  for (const options of [restoring(), partly]) {
    const restored = restoreBackup(target, made.file, options, noMatter)
    await expect(restored).rejects.toThrow('database_damaged')
    expect(readFileSync(target.database).equals(damaged)).toBe(true)
  }
  const { before, setAside } = await restoreBackup(
    target,
    made.file,
    restoring({ replace: ALL }),
    noMatter,
  )
  expect(before).toBeNull()
  expect(hashOf(target)).toBe(hashOf(place))
  expect(readFileSync(setAside[0] ?? '').equals(damaged)).toBe(true)
})

test('a preview says what would be done and changes nothing', async () => {
  const made = await backUp(fullProfile())
  const target = newProfile()
  const before = [snapshot(target.profile), readdirSync(target.profile)]
  const preview = await previewRestore(target, made.file, restoring())
  expect([snapshot(target.profile), readdirSync(target.profile)]).toEqual(before)
  expect(preview.conversations).toMatchObject({ adds: 5, updates: 0, conflicts: 0 })
  expect(preview.attachments).toMatchObject({ adds: 4 })
  const nowhere = emptyPlace()
  expect(await previewRestore(nowhere, made.file, restoring())).toMatchObject({
    conversations: { adds: 5 },
  })
  expect(readdirSync(nowhere.profile)).toEqual([])
})

test('a restored history opens, is sound, and is found by searching', async () => {
  const place = newProfile()
  const db = openWritable(place.database, { migrations, copiesFolder: place.backups, now: NOW })
  fill(db, 2)
  closeDatabase(db)
  const made = await backUp(place)
  const target = newProfile()
  change(target, (client) =>
    client.exec(`INSERT INTO tags (id, name, created_at) VALUES ('t', 'mine', 1)`),
  )
  await restoreBackup(target, made.file, restoring(), noMatter)
  const opened = openWritable(target.database, {
    migrations,
    copiesFolder: target.backups,
    now: NOW,
  })
  ensureDefaults(opened, 'never used', NOW)
  expect(checkDatabase(opened).checks.filter(({ ok }) => !ok)).toEqual([])
  closeDatabase(opened)
})

test('an attachment that is gone or damaged is said to be, and stops nothing else', async () => {
  const place = fullProfile()
  const [gone = '', rotten = ''] = change(place, (client) =>
    client.prepare('SELECT sha256 FROM attachments ORDER BY seq').pluck().all(),
  ) as string[]
  rmSync(join(place.profile, attachmentName(gone)))
  writeFileSync(join(place.profile, attachmentName(rotten)), 'rotten')
  const made = await backUp(place)
  expect(made.missing.toSorted()).toEqual([gone, rotten].toSorted())
  expect(await verifyBackup(made.file, { supported })).toMatchObject({ ok: true })
})

test('without a passphrase no key is in a backup; with one they come to another machine', async () => {
  const place = fullProfile()
  const id = 'api_keys-1'
  await keysOf(place, 'a').save(id, NEEDLE, { allowPlain: false })
  const plain = await backUp(place)
  const secrets = { passphrase: 'open sesame', keys: keysOf(place, 'a') }
  const sealed = await backUp(place, { secrets })
  expect(sealed).toMatchObject({ secrets: 'encrypted', keysLeftOut: 2 })
  for (const { file } of [plain, sealed]) {
    const bytes = readFileSync(file)
    for (const needle of [
      NEEDLE,
      Buffer.from(NEEDLE).toString('base64'),
      [...NEEDLE].toReversed().join(''),
    ])
      expect(bytes.includes(needle)).toBe(false)
  }
  const ask = (passphrase: string) => verifyBackup(sealed.file, { supported, passphrase })
  expect(await ask('wrong')).toMatchObject({ problems: [{ code: 'passphrase_wrong' }] })
  expect(await ask('open sesame')).toMatchObject({ ok: true, secrets: { [id]: NEEDLE } })
  const target = newProfile()
  const options = restoring({
    passphrase: 'open sesame',
    keys: () => Promise.resolve({ store: keysOf(target, 'b'), allowPlain: false }),
  })
  const restored = await restoreBackup(target, sealed.file, options, noMatter)
  expect(restored.keys).toEqual({ restored: 1, refused: 0 })
  expect(await keysOf(target, 'b').read(id)).toBe(NEEDLE)
  const wrong = restoreBackup(target, sealed.file, { ...options, passphrase: 'no' }, noMatter)
  await expect(wrong).rejects.toThrow('passphrase_wrong')
}, 60_000)
