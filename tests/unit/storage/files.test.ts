import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rename,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  folderSize,
  renamePatiently,
  renamePatientlySync,
  writeFileAtomic,
  writeFileAtomicSync,
} from '../../../src-main/storage/files'
import { probe } from '../../../src-main/storage/probe'
import { asNobody, byRoot, canMount, makeReadOnly, smallDisk, temporaryFolder } from './disk'

const isPosix = process.platform !== 'win32'

describe('writing a file as a whole', () => {
  test('replaces the content and leaves nothing else behind', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'ünï #1 100%.json')
    await writeFileAtomic(file, 'one')
    await writeFileAtomic(file, 'two')
    expect(readFileSync(file, 'utf8')).toBe('two')
    writeFileAtomicSync(file, Buffer.from('three'))
    expect(readFileSync(file, 'utf8')).toBe('three')
    expect(readdirSync(folder)).toEqual(['ünï #1 100%.json'])
  })

  test.skipIf(!isPosix)('makes a file that only its owner can read', async () => {
    const folder = temporaryFolder()
    await writeFileAtomic(join(folder, 'a'), 'secret')
    writeFileAtomicSync(join(folder, 'b'), 'secret')
    for (const name of ['a', 'b']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  })

  test('lets many writers of one file each write it whole', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'shared.json')
    const texts = Array.from({ length: 20 }, (_, n) =>
      JSON.stringify({ n, text: 'x'.repeat(9999) }),
    )
    await Promise.all(texts.map((text) => writeFileAtomic(file, text)))
    expect(texts).toContain(readFileSync(file, 'utf8'))
    expect(readdirSync(folder)).toEqual(['shared.json'])
  })

  test.skipIf(!canMount)(`keeps the old content when the disk is full${byRoot}`, async () => {
    const folder = temporaryFolder()
    const disk = join(folder, 'disk')
    smallDisk(disk, 1)
    const file = join(disk, 'settings.json')
    await writeFileAtomic(file, 'old')
    const tooMuch = randomBytes(2 * 1024 * 1024)
    await expect(writeFileAtomic(file, tooMuch)).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(() => writeFileAtomicSync(file, tooMuch)).toThrow('ENOSPC')
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(readdirSync(disk)).toEqual(['settings.json'])
  })

  test('waits while a virus scanner holds the file, and gives up on anything else', async () => {
    const folder = temporaryFolder()
    const from = join(folder, 'from')
    const to = join(folder, 'to')
    const scanned = (code: string) => {
      let held = 3
      return () => {
        if (held-- > 0) throw Object.assign(new Error('held'), { code })
      }
    }
    writeFileSync(from, 'x')
    const busy = scanned('EBUSY')
    const move = async (one: string, other: string) => {
      busy()
      await promisify(rename)(one, other)
    }
    await renamePatiently(from, to, move as never, 'win32')
    const denied = scanned('EPERM')
    const moveSync: typeof renameSync = (one, other) => {
      denied()
      renameSync(one, other)
    }
    renamePatientlySync(to, from, moveSync, 'win32')
    expect(readFileSync(from, 'utf8')).toBe('x')
    expect(() => renamePatientlySync(join(folder, 'gone'), to, renameSync, 'win32')).toThrow(
      'ENOENT',
    )
    expect(() => renamePatientlySync(from, to, scanned('EPERM'), 'linux')).toThrow('held')
  })
})

describe('the trial of a folder', () => {
  test('makes a missing folder with its parents and leaves it empty', () => {
    const folder = temporaryFolder()
    const deep = join(folder, 'a', 'ü b', 'c')
    expect(probe(deep)).toMatchObject({ ok: true })
    expect(readdirSync(deep)).toEqual([])
  })

  test.skipIf(!isPosix)('makes folders that nobody else can look into', () => {
    const deep = join(temporaryFolder(), 'a', 'b')
    probe(deep)
    expect(statSync(join(deep, '..')).mode & 0o777).toBe(0o700)
    expect(statSync(deep).mode & 0o777).toBe(0o700)
  })

  test('sees a file in the place of the folder, or above it', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(probe(join(folder, 'file'))).toMatchObject({ ok: false, reason: 'not_a_folder' })
    expect(probe(join(folder, 'file', 'deep'))).toMatchObject({ ok: false, reason: 'not_a_folder' })
  })

  test.skipIf(!isPosix)('follows a link to a folder and sees a link to nowhere', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'real'))
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling'))
    expect(probe(join(folder, 'link'))).toMatchObject({ ok: true })
    expect(probe(join(folder, 'dangling'))).toMatchObject({ ok: false, reason: 'missing' })
    expect(existsSync(join(folder, 'gone'))).toBe(false)
  })

  test('works far beyond 260 characters, and says when a name is too long', () => {
    const folder = temporaryFolder()
    const long = join(folder, ...Array.from({ length: 8 }, (_, n) => `${n}`.repeat(60)))
    expect(long.length).toBeGreaterThan(480)
    expect(probe(long)).toMatchObject({ ok: true })
    const failure = probe(join(folder, 'x'.repeat(300)))
    expect(failure).toMatchObject({ ok: false, reason: 'path_too_long' })
  })

  test.skipIf(!canMount)(`sees a read-only disk${byRoot}`, () => {
    const folder = temporaryFolder()
    makeReadOnly(folder)
    expect(probe(folder)).toMatchObject({ ok: false, reason: 'read_only' })
    expect(probe(join(folder, 'new'))).toMatchObject({ ok: false, reason: 'read_only' })
  })

  test.skipIf(!canMount)(`sees that another user may write and this one not${byRoot}`, () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    expect(asNobody(() => probe(folder))).toMatchObject({ ok: false, reason: 'no_permission' })
  })

  test.skipIf(!canMount)(`wants ten free megabytes of a new folder${byRoot}`, () => {
    const folder = temporaryFolder()
    const disk = join(folder, 'disk')
    smallDisk(disk, 4)
    expect(probe(join(disk, 'a', 'b'))).toMatchObject({ ok: false, reason: 'no_space' })
    expect(readdirSync(disk)).toEqual([])
    expect(probe(join(disk, 'a', 'b'), 0)).toMatchObject({ ok: true })
  })
})

test('a size counts every file below the folder once', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'a', 'b'), { recursive: true })
  writeFileSync(join(folder, 'one'), Buffer.alloc(1000))
  writeFileSync(join(folder, 'a', 'b', 'two'), Buffer.alloc(234))
  expect(await folderSize(folder)).toBe(1234)
  expect(await folderSize(join(folder, 'nothing'))).toBe(0)
})

test.skipIf(!isPosix)('a size does not go round in circles', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'one'), Buffer.alloc(1000))
  symlinkSync(folder, join(folder, 'loop'))
  expect(await folderSize(folder)).toBeLessThan(1300)
})
