import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storageSizes } from '../../../src-main/storage/health'
import { isRoot, openLayout, paths } from '../../../src-main/storage/layout'
import {
  createProfile,
  deleteProfile,
  ensureProfile,
  findProfile,
  listProfiles,
  renameProfile,
} from '../../../src-main/storage/profiles'
import { temporaryFolder } from './disk'

test('a folder becomes a root once and keeps its id', () => {
  const folder = temporaryFolder()
  const root = openLayout(folder, 1000)
  expect(root).toMatchObject({ created: 1000, layout: 1 })
  expect(openLayout(folder, 2000)).toEqual(root)
  expect(isRoot(folder)).toBe(true)
  expect(readdirSync(folder).toSorted()).toEqual(['chromium', 'logs', 'profiles', 'root.json'])
})

test('a root that a newer program arranged is refused and left as it was', () => {
  const folder = temporaryFolder()
  const text = '{"id":"x","created":1,"layout":2,"new":true}'
  writeFileSync(join(folder, 'root.json'), text)
  expect(() => openLayout(folder, 1)).toThrow('database_newer')
  expect(readdirSync(folder)).toEqual(['root.json'])
  expect(readFileSync(join(folder, 'root.json'), 'utf8')).toBe(text)
})

test('a damaged root.json is kept and the root goes on', () => {
  const folder = temporaryFolder()
  openLayout(folder, 1)
  writeFileSync(join(folder, 'root.json'), '')
  expect(openLayout(folder, 2)).toMatchObject({ created: 2 })
  expect(existsSync(join(folder, 'root.json.damaged-2'))).toBe(true)
})

test('the first start makes a profile, and a later one opens the one last used', () => {
  const folder = temporaryFolder()
  expect(ensureProfile(folder, 'default', 1)).toEqual({
    id: 'default',
    name: 'Default',
    createdAt: 1,
  })
  const work = createProfile(folder, 'Work', 2)
  expect(ensureProfile(folder, work.id, 3)).toEqual(work)
  expect(ensureProfile(folder, 'gone', 3).id).toBe('default')
})

test('profiles are listed oldest first, with what they take', async () => {
  const folder = temporaryFolder()
  ensureProfile(folder, 'default', 1)
  const { id } = createProfile(folder, 'Work & Spaß', 2)
  writeFileSync(paths(folder, id).database, Buffer.alloc(5000))
  const list = await listProfiles(folder)
  expect(list.map(({ name }) => name)).toEqual(['Default', 'Work & Spaß'])
  expect(list[1]?.bytes).toBeGreaterThan(5000)
  expect(list[0]?.bytes).toBeLessThan(5000)
})

test('a profile whose file is damaged or gone is still listed, and can be named again', async () => {
  const folder = temporaryFolder()
  for (const id of ['one', 'two']) {
    mkdirSync(paths(folder, id).profile, { recursive: true })
    writeFileSync(paths(folder, id).database, 'history')
  }
  writeFileSync(paths(folder, 'one').profileFile, '{"id":')
  expect((await listProfiles(folder)).map(({ name }) => name).toSorted()).toEqual(['one', 'two'])
  expect(renameProfile(folder, 'one', 'Mine', 77)).toMatchObject({ id: 'one', name: 'Mine' })
  expect(findProfile(folder, 'one').name).toBe('Mine')
  expect(readFileSync(`${paths(folder, 'one').profileFile}.damaged-77`, 'utf8')).toBe('{"id":')
})

test('a copied profile folder is a profile of its own', () => {
  const folder = temporaryFolder()
  ensureProfile(folder, 'default', 1)
  mkdirSync(paths(folder, 'copy').profile)
  writeFileSync(
    paths(folder, 'copy').profileFile,
    readFileSync(paths(folder, 'default').profileFile),
  )
  expect(findProfile(folder, 'copy')).toMatchObject({ id: 'copy', name: 'Default' })
})

test('a deleted profile lies in the trash with every byte', async () => {
  const folder = temporaryFolder()
  ensureProfile(folder, 'default', 1)
  const { id } = createProfile(folder, 'Work', 2)
  writeFileSync(paths(folder, id).database, 'history')
  const { folder: trashed, bytes } = await deleteProfile(folder, id, 99)
  expect(trashed).toBe(join(folder, 'trash', `${id}-99`))
  expect(readFileSync(join(trashed, 'keepsake.db'), 'utf8')).toBe('history')
  expect(bytes).toBeGreaterThan(7)
  expect((await listProfiles(folder)).map((profile) => profile.id)).toEqual(['default'])
})

test('the last profile stays, and one that is not there is not found', async () => {
  const folder = temporaryFolder()
  ensureProfile(folder, 'default', 1)
  await expect(deleteProfile(folder, 'default', 2)).rejects.toThrow('bad_input')
  await expect(deleteProfile(folder, 'gone', 2)).rejects.toThrow('not_found')
  expect(() => renameProfile(folder, 'gone', 'x', 2)).toThrow('not_found')
  expect(() => createProfile(folder, ' ', 2)).toThrow('name')
  expect(readdirSync(join(folder, 'profiles'))).toEqual(['default'])
})

test('sizes are told by kind, and the rest is other', async () => {
  const folder = temporaryFolder()
  openLayout(folder, 1)
  ensureProfile(folder, 'default', 1)
  const place = paths(folder, 'default')
  writeFileSync(place.database, Buffer.alloc(1000))
  writeFileSync(`${place.database}-wal`, Buffer.alloc(200))
  mkdirSync(join(place.attachments, 'ab'), { recursive: true })
  writeFileSync(join(place.attachments, 'ab', 'file'), Buffer.alloc(30))
  mkdirSync(place.backups)
  writeFileSync(join(place.backups, 'one'), Buffer.alloc(4))
  rmSync(join(folder, 'root.json'))
  rmSync(place.profileFile)
  writeFileSync(join(place.logs, 'main.log'), Buffer.alloc(5))
  const { sizes, free } = await storageSizes(folder, 'default')
  expect(sizes).toEqual({ database: 1200, attachments: 30, backups: 4, other: 5 })
  expect(free).toBeGreaterThan(0)
})
