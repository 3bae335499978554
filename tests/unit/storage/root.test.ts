import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLayout } from '../../../src-main/storage/layout'
import { describeRoot, resolveRoot } from '../../../src-main/storage/root'
import { byRoot, canMount, makeReadOnly, smallDisk, temporaryFolder } from './disk'
import { machine } from './machine'

describe('a folder that was asked for', () => {
  test('is made and used, by the argument before the environment', () => {
    const folder = temporaryFolder()
    const asked = join(folder, 'ünï cödé', '#1 100% ok', 'chats')
    const from = machine(folder, {
      argv: ['keepsake', `--data-dir=${asked}`, '--cli', 'where'],
      env: { KEEPSAKE_DATA_DIR: join(folder, 'other') },
    })
    expect(resolveRoot(from)).toMatchObject({
      path: asked,
      kind: 'explicit',
      reason: 'argument',
      fallback: false,
      tried: [],
    })
    const second = resolveRoot({ ...from, argv: ['keepsake'] })
    expect(second).toMatchObject({ path: join(folder, 'other'), reason: 'environment' })
    expect(resolveRoot({ ...from, argv: ['keepsake', '--data-dir', asked] }).path).toBe(asked)
  })

  test('is relative to where the command was typed, and knows the home folder', () => {
    const folder = temporaryFolder()
    const from = machine(folder, { argv: ['keepsake', '--data-dir=mine'] })
    expect(resolveRoot(from).path).toBe(join(folder, 'work', 'mine'))
    const typed = { ...from, env: { KEEPSAKE_CWD: join(folder, 'elsewhere'), HOME: folder } }
    expect(resolveRoot(typed).path).toBe(join(folder, 'elsewhere', 'mine'))
    const home = resolveRoot({ ...typed, argv: ['keepsake', '--data-dir=~/mine'] })
    expect(home.path).toBe(join(folder, 'mine'))
  })

  test.skipIf(process.platform === 'win32')('is the real folder behind a link', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'real'))
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    const from = machine(folder, { argv: ['keepsake', `--data-dir=${join(folder, 'link', 'x')}`] })
    expect(resolveRoot(from).path).toBe(join(folder, 'real', 'x'))
  })

  test('is refused without a fallback when it cannot be used', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const asked = (path: string) =>
      resolveRoot(machine(folder, { argv: ['keepsake', `--data-dir=${path}`] }))
    const failure = (reason: string) =>
      expect.objectContaining({
        failure: expect.objectContaining({
          code: 'folder_unusable',
          values: expect.objectContaining({ reason }),
        }),
      })
    expect(() => asked(join(folder, 'file'))).toThrow(failure('not_a_folder'))
    expect(() => asked(join(folder, 'program', 'data'))).toThrow(failure('inside_install'))
    expect(asked(join(folder, 'temp', 'data')).warnings).toContain('temporary_folder')
    openLayout(asked(join(folder, 'root')).path, 1)
    expect(() => asked(join(folder, 'root', 'profiles', 'mine'))).toThrow(failure('inside_root'))
    expect(() => asked('')).toThrow('names no folder')
    expect(readdirSync(join(folder, 'temp'))).toEqual(['data'])
  })

  test.skipIf(!canMount)(`is refused on a read-only and on a full disk${byRoot}`, () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'ro'))
    makeReadOnly(join(folder, 'ro'))
    smallDisk(join(folder, 'full'), 4)
    const asked = (path: string) =>
      resolveRoot(machine(folder, { argv: ['keepsake', `--data-dir=${path}`] }))
    expect(() => asked(join(folder, 'ro', 'data'))).toThrow('read_only')
    expect(() => asked(join(folder, 'full', 'data'))).toThrow('no_space')
  })
})

describe('a portable copy', () => {
  test('keeps its data beside the program when a marker or the data folder is there', () => {
    const folder = temporaryFolder()
    const from = machine(folder)
    expect(resolveRoot(from).kind).toBe('app-data')
    writeFileSync(join(folder, 'program', 'portable'), '')
    const data = join(folder, 'program', 'keepsake-data')
    expect(resolveRoot(from)).toMatchObject({
      path: data,
      kind: 'portable',
      reason: 'portable_marker',
    })
    expect(resolveRoot(from)).toMatchObject({
      path: data,
      kind: 'portable',
      reason: 'portable_folder',
    })
    expect(resolveRoot({ ...from, isPackaged: false }).kind).toBe('app-data')
  })

  test('is found by its launcher or its AppImage, packaged or not', () => {
    const folder = temporaryFolder()
    for (const name of ['stick', 'images']) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'portable'), '')
      writeFileSync(join(folder, name, 'Keepsake.exe'), '')
    }
    const launcher = {
      PORTABLE_EXECUTABLE_DIR: join(folder, 'stick'),
      PORTABLE_EXECUTABLE_FILE: join(folder, 'stick', 'Keepsake.exe'),
    }
    const from = machine(folder, { isPackaged: false, env: launcher })
    expect(resolveRoot(from).path).toBe(join(folder, 'stick', 'keepsake-data'))
    // An installed copy started with the variables of some other program.
    const gone = { ...launcher, PORTABLE_EXECUTABLE_FILE: join(folder, 'stick', 'gone.exe') }
    expect(resolveRoot({ ...from, env: gone }).kind).toBe('app-data')
    const env = { APPIMAGE: join(folder, 'images', 'Keepsake.AppImage') }
    expect(resolveRoot({ ...from, env }).path).toBe(join(folder, 'images', 'keepsake-data'))
  })

  test('falls back to the app-data folder and says why', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const from = machine(folder)
    writeFileSync(join(folder, 'program', 'keepsake-data'), 'a file')
    const root = resolveRoot(from)
    expect(root).toMatchObject({
      path: join(from.appDataDir, 'data'),
      kind: 'app-data',
      reason: 'not_a_folder',
      fallback: true,
    })
    const path = join(folder, 'program', 'keepsake-data')
    expect(root.tried).toEqual([{ path, kind: 'portable', reason: 'not_a_folder', history: false }])
    expect(describeRoot(root)).toContain(
      `storage=app-data root=${root.path} reason=not_a_folder tried=portable:${path}:not_a_folder`,
    )
  })

  test.skipIf(!canMount)(
    `on a read-only stick falls back, and the stick's history is named${byRoot}`,
    () => {
      const folder = temporaryFolder()
      const from = machine(folder)
      mkdirSync(join(folder, 'program', 'keepsake-data'))
      openLayout(join(folder, 'program', 'keepsake-data'), 1)
      makeReadOnly(join(folder, 'program'))
      const root = resolveRoot(from)
      expect(root).toMatchObject({ kind: 'app-data', reason: 'read_only', fallback: true })
      expect(root.tried).toMatchObject([{ reason: 'read_only', history: true }])
    },
  )
})
