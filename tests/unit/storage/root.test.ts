import { mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { openLayout } from '../../../src-main/storage/layout'
import { describeRoot, resolveRoot } from '../../../src-main/storage/root'
import type { RootEnvironment } from '../../../src-main/storage/rootRules'
import { asNobody, byRoot, canMount, test } from './disk'

/** A machine in a folder: an installed program, an app-data folder and a temporary one. */
function machine(folder: string, more: Partial<RootEnvironment> = {}): RootEnvironment {
  const home = realpathSync(folder)
  for (const name of ['program', 'temp', 'work']) mkdirSync(join(home, name), { recursive: true })
  return {
    argv: ['keepsake'],
    env: {},
    cwd: join(home, 'work'),
    execPath: join(home, 'program', 'keepsake'),
    appDataDir: join(home, 'app-data', 'Keepsake'),
    tempDir: join(home, 'temp'),
    installDir: join(home, 'program'),
    platform: process.platform,
    isPackaged: true,
    ...more,
  }
}

function moveTo(from: RootEnvironment, root: string) {
  mkdirSync(from.appDataDir, { recursive: true })
  writeFileSync(join(from.appDataDir, 'location.json'), JSON.stringify({ root }))
}

describe('a folder that was asked for', () => {
  test('is made and used, by the argument before the environment', ({ folder }) => {
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

  test('is relative to where the command was typed, and knows the home folder', ({ folder }) => {
    const from = machine(folder, { argv: ['keepsake', '--data-dir=mine'] })
    expect(resolveRoot(from).path).toBe(join(folder, 'work', 'mine'))
    const typed = { ...from, env: { KEEPSAKE_CWD: join(folder, 'elsewhere'), HOME: folder } }
    expect(resolveRoot(typed).path).toBe(join(folder, 'elsewhere', 'mine'))
    const home = resolveRoot({ ...typed, argv: ['keepsake', '--data-dir=~/mine'] })
    expect(home.path).toBe(join(folder, 'mine'))
  })

  test.skipIf(process.platform === 'win32')('is the real folder behind a link', ({ folder }) => {
    mkdirSync(join(folder, 'real'))
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    const from = machine(folder, { argv: ['keepsake', `--data-dir=${join(folder, 'link', 'x')}`] })
    expect(resolveRoot(from).path).toBe(join(folder, 'real', 'x'))
  })

  test('is refused without a fallback when it cannot be used', ({ folder }) => {
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

  test.skipIf(!canMount)(
    `is refused on a read-only and on a full disk${byRoot}`,
    ({ folder, readOnly, small }) => {
      mkdirSync(join(folder, 'ro'))
      readOnly(join(folder, 'ro'))
      small(join(folder, 'full'), 4)
      const asked = (path: string) =>
        resolveRoot(machine(folder, { argv: ['keepsake', `--data-dir=${path}`] }))
      expect(() => asked(join(folder, 'ro', 'data'))).toThrow('read_only')
      expect(() => asked(join(folder, 'full', 'data'))).toThrow('no_space')
    },
  )
})

describe('a portable copy', () => {
  test('keeps its data beside the program when a marker or the data folder is there', ({
    folder,
  }) => {
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

  test('is found by its launcher or its AppImage, packaged or not', ({ folder }) => {
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

  test('falls back to the app-data folder and says why', ({ folder }) => {
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
    ({ folder, readOnly }) => {
      const from = machine(folder)
      mkdirSync(join(folder, 'program', 'keepsake-data'))
      openLayout(join(folder, 'program', 'keepsake-data'), 1)
      readOnly(join(folder, 'program'))
      const root = resolveRoot(from)
      expect(root).toMatchObject({ kind: 'app-data', reason: 'read_only', fallback: true })
      expect(root.tried).toMatchObject([{ reason: 'read_only', history: true }])
    },
  )
})

describe('data that was moved', () => {
  test('is where the pointer says', ({ folder }) => {
    const from = machine(folder)
    const moved = join(folder, 'big disk', 'keepsake')
    mkdirSync(moved, { recursive: true })
    openLayout(moved, 1)
    moveTo(from, moved)
    expect(resolveRoot(from)).toMatchObject({
      path: moved,
      kind: 'moved',
      reason: 'pointer',
      fallback: false,
    })
  })

  test('is not made anew in the empty mount point of a disk that is not there', ({ folder }) => {
    const from = machine(folder)
    mkdirSync(join(folder, 'usb'))
    moveTo(from, join(folder, 'usb'))
    expect(resolveRoot(from)).toMatchObject({ kind: 'app-data', reason: 'missing', fallback: true })
    expect(readdirSync(join(folder, 'usb'))).toEqual([])
  })

  test('does not stay in the temporary folder, nor does a portable copy', ({ folder }) => {
    const from = machine(folder)
    const inTemp = join(folder, 'temp', 'keepsake-data')
    mkdirSync(inTemp)
    openLayout(inTemp, 1)
    moveTo(from, inTemp)
    expect(resolveRoot(from)).toMatchObject({ kind: 'app-data', reason: 'inside_temp' })
    const env = { APPIMAGE: join(folder, 'temp', 'Keepsake.AppImage') }
    expect(resolveRoot({ ...from, env }).tried).toMatchObject([
      { kind: 'portable', reason: 'inside_temp', history: true },
      { kind: 'moved', reason: 'inside_temp' },
    ])
  })

  test('is missed, and not forgotten, when the pointer is damaged', ({ folder }) => {
    const from = machine(folder)
    mkdirSync(from.appDataDir, { recursive: true })
    writeFileSync(join(from.appDataDir, 'location.json'), '')
    expect(resolveRoot(from)).toMatchObject({
      kind: 'app-data',
      reason: 'pointer_damaged',
      fallback: true,
    })
  })

  test.skipIf(!canMount)(
    `stays in use while its disk is filling up${byRoot}`,
    ({ folder, small }) => {
      const from = machine(folder)
      small(join(folder, 'usb'), 4)
      openLayout(join(folder, 'usb'), 1)
      moveTo(from, join(folder, 'usb'))
      expect(resolveRoot(from)).toMatchObject({
        kind: 'moved',
        fallback: false,
        warnings: ['nearly_full'],
      })
    },
  )
})

describe('where nothing that was chosen works', () => {
  test('an AppImage keeps the data beside itself', ({ folder }) => {
    const from = machine(folder, { env: { APPIMAGE: join(folder, 'work', 'Keepsake.AppImage') } })
    writeFileSync(join(folder, 'app-data'), 'a file')
    expect(resolveRoot(from)).toMatchObject({
      path: join(folder, 'work', 'keepsake-data'),
      kind: 'portable',
      reason: 'not_a_folder',
      fallback: true,
    })
  })

  test.skipIf(process.platform !== 'linux')(
    'an installed program uses a temporary folder, the same one again',
    ({ folder }) => {
      const from = machine(folder)
      const installed = { ...from, execPath: '/opt/Keepsake/keepsake', installDir: '/opt/Keepsake' }
      writeFileSync(join(folder, 'app-data'), 'a file')
      const root = resolveRoot(installed)
      expect(root).toMatchObject({ kind: 'temporary', reason: 'not_a_folder', fallback: true })
      expect(root.path).toBe(join(folder, 'temp', `keepsake-temporary-${userInfo().uid}`))
      expect(resolveRoot(installed).path).toBe(root.path)
    },
  )

  test.skipIf(!canMount)(
    `a temporary folder that belongs to somebody else is not used${byRoot}`,
    ({ folder }) => {
      const from = machine(folder, { isPackaged: false })
      writeFileSync(join(folder, 'app-data'), 'a file')
      symlinkSync(
        join(folder, 'work'),
        join(folder, 'temp', `keepsake-temporary-${userInfo().uid}`),
      )
      const root = resolveRoot(from)
      expect(root.kind).toBe('temporary')
      expect(root.path).not.toContain('work')
      expect(readdirSync(join(folder, 'work'))).toEqual([])
    },
  )

  test.skipIf(!canMount)(`the program says so when not even that works${byRoot}`, ({ folder }) => {
    const from = machine(folder, { isPackaged: false })
    expect(() => asNobody(() => resolveRoot(from))).toThrow('folder_unusable')
  })
})
