import { existsSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setPointer } from '../../../src-main/moving/finish'
import { findRoots } from '../../../src-main/moving/found'
import { beginMove, moveData } from '../../../src-main/moving/move'
import { lastKnownFile, remember } from '../../../src-main/storage/lastKnown'
import { openLayout } from '../../../src-main/storage/layout'
import { machine } from '../storage/machine'
import { temporaryFolder } from '../world'
import { DATABASE, hashOf, makeRoot, NOW, silent } from './roots'

function place() {
  const folder = realpathSync(temporaryFolder())
  const { appDataDir } = machine(folder)
  const current = makeRoot(join(folder, 'current'))
  const find = (portable: string | null = null) =>
    findRoots({ appDataDir, current, portable, now: NOW })
  return { folder, appDataDir, current, find }
}

test('roots that something names are found with what is in them, and not touched', async () => {
  const { folder, appDataDir, current, find } = place()
  expect(await find()).toEqual([])
  const system = makeRoot(join(appDataDir, 'data'))
  const stick = makeRoot(join(folder, 'stick', 'keepsake-data'))
  const asked = makeRoot(join(folder, 'asked'))
  const pointed = makeRoot(join(folder, 'pointed'))
  setPointer(appDataDir, pointed)
  const known = { databaseId: 'd', conversations: 1, messages: 0, at: NOW }
  const memory = lastKnownFile({ path: asked, kind: 'explicit' }, appDataDir)
  await remember(memory, asked, 'default', known)
  const hashes = [system, stick, asked, pointed, current].map(hashOf)

  const found = await find(stick)
  expect(found.map(({ path }) => path).toSorted()).toEqual(
    [system, asked, pointed, stick].toSorted(),
  )
  for (const root of found) {
    expect(root).toMatchObject({ conversations: 1, messages: 0, canOpen: true, moveId: null })
    expect(root.profiles).toMatchObject([{ id: 'default', conversations: 1, messages: 0 }])
    expect(root.bytes).toBeGreaterThan(100_000)
    expect(Math.abs((root.usedAt ?? 0) - Date.now())).toBeLessThan(60_000)
  }
  expect([system, stick, asked, pointed, current].map(hashOf)).toEqual(hashes)
  expect(existsSync(join(system, `${DATABASE}-wal`))).toBe(false)
})

test('one that is gone, empty or another program’s is left out; a damaged one is not', async () => {
  const { folder, appDataDir, find } = place()
  openLayout(makeRoot(join(appDataDir, 'data')), NOW)
  rmSync(join(appDataDir, 'data', DATABASE))
  setPointer(appDataDir, join(folder, 'gone'))
  expect(await find()).toEqual([])
  writeFileSync(join(appDataDir, 'data', DATABASE), 'no database at all, but something')
  expect(await find()).toMatchObject([{ conversations: null, messages: null, canOpen: true }])
})

test('the old copy of a move can be deleted and not opened; a newer program’s root neither', async () => {
  const { folder, appDataDir, find } = place()
  const from = makeRoot(join(folder, 'first'))
  const current = join(folder, 'second')
  const move = beginMove({ path: from, kind: 'moved', reason: 'pointer' }, current, appDataDir, NOW)
  moveData(silent, { appDataDir, move, now: NOW })
  const there = { appDataDir, current, portable: null, now: NOW }
  expect(await findRoots(there)).toMatchObject([
    { path: from, conversations: 1, isOldCopy: true, canOpen: false, moveId: move.id },
  ])
  // Seen from a root of other data it is not this one's to delete.
  expect((await find()).map(({ path, moveId }) => [path, moveId])).toContainEqual([from, null])

  const newer = makeRoot(join(appDataDir, 'data'))
  writeFileSync(join(newer, 'root.json'), '{"id":"n","created":1,"layout":99}')
  const found = (await findRoots(there)).find(({ path }) => path === newer)
  expect(found).toMatchObject({ conversations: 1, canOpen: false, moveId: null })
  expect(readdirSync(newer)).toContain('root.json')
})
