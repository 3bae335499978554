import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMoves } from '../../../src-main/moving/journal'
import { deleteOldCopy } from '../../../src-main/moving/left'
import { lastKnownFile, recall, remember } from '../../../src-main/storage/lastKnown'
import { openLayout } from '../../../src-main/storage/layout'
import { acquireLock } from '../../../src-main/storage/lock'
import { resolveRoot } from '../../../src-main/storage/root'
import { hashOf, NOW, place } from './roots'

describe('the old copy', () => {
  test('is deleted file by file, with its memory; what others put there stays', async () => {
    const { appDataDir, from, to, move } = place()
    // The program that ends may still note how large its window was.
    const noteWindow = () => writeFileSync(join(from, 'settings.json'), '{}')
    const memory = lastKnownFile({ path: from, kind: 'moved' }, appDataDir)
    await remember(memory, from, 'default', {
      databaseId: 'd',
      conversations: 1,
      messages: 0,
      at: NOW,
    })
    move(to)
    noteWindow()
    writeFileSync(join(from, 'profiles', 'mine.txt'), 'mine')
    const [done] = readMoves(appDataDir, NOW)
    if (!done) throw new Error('there is no move')
    const bytes = deleteOldCopy({ appDataDir, move: done, current: to, now: NOW })
    expect(bytes).toBeGreaterThan(100_000)
    expect(readdirSync(from, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
      'profiles',
      'profiles/mine.txt',
    ])
    expect(recall(memory, 'default')).toBe(null)
    expect(readMoves(appDataDir, NOW)).toEqual([])
    expect(existsSync(join(appDataDir, 'moves'))).toBe(true)
    expect(readdirSync(join(appDataDir, 'moves'))).toEqual([])
  })

  test('is not deleted when it was changed, is open, or is the only one', () => {
    const { appDataDir, from, to, move } = place()
    move(to)
    const [done] = readMoves(appDataDir, NOW)
    if (!done) throw new Error('there is no move')
    const old = { appDataDir, move: done, current: to, now: Date.now() }
    const hash = hashOf(from)
    expect(() => deleteOldCopy({ ...old, current: from })).toThrow('not_found')

    rmSync(join(from, 'lock.json'))
    const lock = acquireLock(join(from, 'lock.json'), Date.now(), () => undefined)
    expect(() => deleteOldCopy(old)).toThrow('root_locked')
    lock.release()

    const log = join(from, 'profiles/default/keepsake.db-wal')
    writeFileSync(log, 'newer')
    expect(() => deleteOldCopy(old)).toThrow('old_copy_changed')
    rmSync(log)
    expect(hashOf(from)).toBe(hash)

    const keys = readFileSync(join(from, 'profiles/default/keys.json'))
    writeFileSync(join(from, 'profiles/default/keys.json'), keys)
    expect(() => deleteOldCopy(old)).toThrow('old_copy_changed')
    expect(hashOf(from)).toBe(hash)
    rmSync(to, { recursive: true })
    expect(() => deleteOldCopy(old)).toThrow('not_found')
  })

  test('is not taken for data of its own where another root was made in the new folder', () => {
    const { world, from, to, move } = place()
    move(to)
    rmSync(to, { recursive: true })
    mkdirSync(to)
    openLayout(to, NOW)
    expect(resolveRoot(world).path).toBe(to)
    expect(resolveRoot({ ...world, argv: ['x', `--data-dir=${from}`] })).toMatchObject({
      path: from,
      warnings: ['moved_away'],
    })
  })
})
