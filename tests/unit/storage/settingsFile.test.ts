import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeFileAtomicSync } from '../../../src-main/storage/files'
import {
  activeProfile,
  FIRST_SETTINGS,
  type MachineSettings,
  openSettings,
  prepareSettings,
} from '../../../src-main/storage/settingsFile'
import { byRoot, canMount, smallDisk, temporaryFolder } from './disk'

/** The store's part, done here by replacing the file; the real one runs in tests/e2e. */
function open(folder: string) {
  const file = join(folder, 'settings.json')
  const problem = prepareSettings(file, 1234)
  const store = {
    get store(): MachineSettings {
      return JSON.parse(readFileSync(file, 'utf8'))
    },
    set store(settings: MachineSettings) {
      writeFileAtomicSync(file, JSON.stringify(settings))
    },
  }
  return { problem, settings: openSettings(file, store), file }
}

test('the first start makes the file, and a change is there at the next one', () => {
  const folder = temporaryFolder()
  const { settings, problem } = open(folder)
  expect(problem).toBeNull()
  expect(settings.get()).toEqual(FIRST_SETTINGS)
  settings.change({ activeProfile: 'work', window: { width: 900, height: 700, maximized: false } })
  expect(settings.get().activeProfile).toBe('work')
  expect(open(folder).settings.get()).toEqual({
    version: 1,
    theme: 'system',
    lastFolder: null,
    backupPlans: {},
    versions: {},
    activeProfile: 'work',
    window: { width: 900, height: 700, maximized: false },
  })
  expect(activeProfile(join(folder, 'settings.json'))).toBe('work')
})

test('a field that this version does not know stays in the file', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'settings.json')
  writeFileSync(file, JSON.stringify({ ...FIRST_SETTINGS, backups: { hours: 4 } }))
  open(folder).settings.change({ activeProfile: 'work' })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ backups: { hours: 4 } })
})

describe('a file that cannot be used', () => {
  const broken: [what: string, content: string, why: 'damaged' | 'newer'][] = [
    ['empty', '', 'damaged'],
    ['cut off', '{"version":1,"activePro', 'damaged'],
    ['zeros', '\0\0\0\0\0\0', 'damaged'],
    ['a list', '[]', 'damaged'],
    ['of wrong types', '{"version":1,"activeProfile":7,"window":"big"}', 'damaged'],
    ['of a newer version', '{"version":2,"somethingElse":true}', 'newer'],
  ]

  test.for(broken)('(%s) is kept, and the last good copy is used', ([, content, why]) => {
    const folder = temporaryFolder()
    open(folder).settings.change({ activeProfile: 'work' })
    open(folder)
    const file = join(folder, 'settings.json')
    writeFileSync(file, content)
    expect(activeProfile(file)).toBe('work')
    const { settings, problem } = open(folder)
    expect(settings.get().activeProfile).toBe('work')
    expect(problem).toEqual({ reason: why, kept: `${file}.${why}-1234` })
    expect(readFileSync(`${file}.${why}-1234`, 'utf8')).toBe(content)
    expect(JSON.parse(readFileSync(`${file}.bak`, 'utf8'))).toMatchObject({
      activeProfile: 'work',
    })
  })

  test('and whose copy is broken too gives the first settings, and both are kept', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'settings.json')
    writeFileSync(file, '')
    writeFileSync(`${file}.bak`, 'x')
    expect(open(folder).settings.get()).toEqual(FIRST_SETTINGS)
    expect(readdirSync(folder).toSorted()).toEqual([
      'settings.json',
      'settings.json.bak.damaged-1234',
      'settings.json.damaged-1234',
    ])
  })

  test('and is only missing comes back from the copy', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'settings.json')
    writeFileSync(`${file}.bak`, JSON.stringify({ ...FIRST_SETTINGS, activeProfile: 'work' }))
    const { settings, problem } = open(folder)
    expect(problem).toBeNull()
    expect(settings.get().activeProfile).toBe('work')
  })
})

test('a change that breaks the rules is refused and nothing is written', () => {
  const folder = temporaryFolder()
  const { settings, file } = open(folder)
  const before = readFileSync(file, 'utf8')
  expect(() => settings.change({ activeProfile: '../../etc' })).toThrow('activeProfile')
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('a change that did not reach the file is not reported as done', () => {
  const folder = temporaryFolder()
  const { file } = open(folder)
  const forgetful = { store: FIRST_SETTINGS }
  const settings = openSettings(file, forgetful)
  expect(() => settings.change({ activeProfile: 'work' })).toThrow('disk_error')
  expect(settings.get().activeProfile).toBe('default')
})

test('a read-only file is replaced, not written into', () => {
  const folder = temporaryFolder()
  const { settings, file } = open(folder)
  chmodSync(file, 0o444)
  settings.change({ activeProfile: 'work' })
  expect(activeProfile(file)).toBe('work')
})

test.skipIf(!canMount)(`on a full disk the settings stay as they were${byRoot}`, () => {
  const folder = temporaryFolder()
  const disk = join(folder, 'disk')
  smallDisk(disk, 1)
  const { settings, file } = open(disk)
  try {
    writeFileSync(join(disk, 'filler'), Buffer.alloc(2 * 1024 * 1024))
  } catch {
    // Full, as it should be.
  }
  expect(() => settings.change({ activeProfile: 'work' })).toThrow('ENOSPC')
  expect(settings.get().activeProfile).toBe('default')
  expect(activeProfile(file)).toBe('default')
  expect(existsSync(file)).toBe(true)
})
