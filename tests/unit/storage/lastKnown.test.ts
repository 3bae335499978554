import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { compare, lastKnownFile, recall, remember } from '../../../src-main/storage/lastKnown'
import { temporaryFolder } from './disk'

const known = { databaseId: 'a', conversations: 412, messages: 9000, at: 1 }

test('a history that was remembered is missed when it is gone, empty or another one', () => {
  expect(compare(known, null)).toBe('database_missing')
  expect(compare(known, { databaseId: 'a', conversations: 0, messages: 0 })).toBe(
    'database_missing',
  )
  expect(compare(known, { databaseId: 'b', conversations: 412, messages: 1 })).toBe(
    'database_foreign',
  )
})

test('a history that shrank, lies in the trash, or was never there is no reason to stop', () => {
  expect(compare(known, { databaseId: 'a', conversations: 1, messages: 2 })).toBeNull()
  const emptied = { databaseId: 'a', conversations: 0, messages: 0, emptiedOnPurpose: true }
  expect(compare(known, emptied)).toBeNull()
  expect(compare(known, { ...emptied, databaseId: 'b' })).toBe('database_foreign')
  expect(compare(known, { databaseId: 'a', conversations: 0, messages: 9000 })).toBeNull()
  expect(compare(null, null)).toBeNull()
  expect(compare({ ...known, conversations: 0 }, null)).toBeNull()
})

test('each root and profile is remembered by itself, outside the root', async () => {
  const folder = temporaryFolder()
  const appData = join(folder, 'app-data')
  const one = lastKnownFile({ path: join(folder, 'one'), kind: 'explicit' }, appData)
  const two = lastKnownFile({ path: join(folder, 'two'), kind: 'moved' }, appData)
  await remember(one, join(folder, 'one'), 'default', known)
  await remember(one, join(folder, 'one'), 'work', { ...known, databaseId: 'b' })
  await remember(two, join(folder, 'two'), 'default', { ...known, databaseId: 'c' })
  expect(recall(one, 'default')).toEqual(known)
  expect(recall(one, 'work')?.databaseId).toBe('b')
  expect(recall(two, 'default')?.databaseId).toBe('c')
  expect(recall(two, 'work')).toBeNull()
  await remember(one, join(folder, 'one'), 'default', null)
  expect(recall(one, 'default')).toBeNull()
  expect(recall(one, 'work')?.databaseId).toBe('b')
  expect(one && readFileSync(one, 'utf8')).toContain(JSON.stringify(join(folder, 'one')))
})

test('a portable copy is remembered beside its data and nowhere else', async () => {
  const folder = temporaryFolder()
  const appData = join(folder, 'app-data')
  const path = join(folder, 'stick', 'keepsake-data')
  const file = lastKnownFile({ path, kind: 'portable' }, appData)
  expect(file).toBe(join(folder, 'stick', 'keepsake-last-known.json'))
  expect(lastKnownFile({ path, kind: 'explicit' }, appData)).toBe(file)
  await remember(file, path, 'default', known)
  expect(recall(file, 'default')).toEqual(known)
  expect(existsSync(appData)).toBe(false)
})

test('a temporary root promises nothing', async () => {
  const folder = temporaryFolder()
  expect(lastKnownFile({ path: folder, kind: 'temporary' }, folder)).toBeNull()
  await remember(null, folder, 'default', known)
  expect(recall(null, 'default')).toBeNull()
  expect(readdirSync(folder)).toEqual([])
})

test('a damaged memory is kept and begun again', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'keepsake-last-known.json')
  writeFileSync(file, '{"half')
  expect(recall(file, 'default')).toBeNull()
  await remember(file, folder, 'default', known)
  expect(recall(file, 'default')).toEqual(known)
  const kept = readdirSync(dirname(file)).find((name) => name.includes('.damaged-'))
  expect(kept && readFileSync(join(folder, kept), 'utf8')).toBe('{"half')
})
