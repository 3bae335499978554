import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLayout } from '../../../src-main/storage/layout'
import { resolveRoot } from '../../../src-main/storage/root'
import type { RootEnvironment } from '../../../src-main/storage/rootRules'
import { asNobody, byRoot, canMount, smallDisk, temporaryFolder } from './disk'
import { machine } from './machine'

function moveTo(from: RootEnvironment, root: string) {
  mkdirSync(from.appDataDir, { recursive: true })
  writeFileSync(join(from.appDataDir, 'location.json'), JSON.stringify({ root }))
}

describe('data that was moved', () => {
  test('is where the pointer says', () => {
    const folder = temporaryFolder()
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

  test('is not made anew in the empty mount point of a disk that is not there', () => {
    const folder = temporaryFolder()
    const from = machine(folder)
    mkdirSync(join(folder, 'usb'))
    moveTo(from, join(folder, 'usb'))
    expect(resolveRoot(from)).toMatchObject({ kind: 'app-data', reason: 'missing', fallback: true })
    expect(readdirSync(join(folder, 'usb'))).toEqual([])
  })

  test('does not stay in the temporary folder, nor does a portable copy', () => {
    const folder = temporaryFolder()
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

  test('is missed, and not forgotten, when the pointer is damaged', () => {
    const folder = temporaryFolder()
    const from = machine(folder)
    mkdirSync(from.appDataDir, { recursive: true })
    writeFileSync(join(from.appDataDir, 'location.json'), '')
    expect(resolveRoot(from)).toMatchObject({
      kind: 'app-data',
      reason: 'pointer_damaged',
      fallback: true,
    })
  })

  test.skipIf(!canMount)(`stays in use while its disk is filling up${byRoot}`, () => {
    const folder = temporaryFolder()
    const from = machine(folder)
    smallDisk(join(folder, 'usb'), 4)
    openLayout(join(folder, 'usb'), 1)
    moveTo(from, join(folder, 'usb'))
    expect(resolveRoot(from)).toMatchObject({
      kind: 'moved',
      fallback: false,
      warnings: ['nearly_full'],
    })
  })
})

describe('where nothing that was chosen works', () => {
  test('an AppImage keeps the data beside itself', () => {
    const folder = temporaryFolder()
    const from = machine(folder, { env: { APPIMAGE: join(folder, 'work', 'Keepsake.AppImage') } })
    writeFileSync(join(folder, 'app-data'), 'a file')
    expect(resolveRoot(from)).toMatchObject({
      path: join(folder, 'work', 'keepsake-data'),
      kind: 'portable',
      reason: 'not_a_folder',
      fallback: true,
    })
  })

  test('no place is tried twice', () => {
    const folder = temporaryFolder()
    const from = machine(folder)
    writeFileSync(join(folder, 'program', 'keepsake-data'), 'a file')
    writeFileSync(join(folder, 'app-data'), 'a file')
    const root = resolveRoot(from)
    expect(root.kind).toBe('temporary')
    expect(root.tried.map(({ kind }) => kind)).toEqual(['portable', 'app-data'])
  })

  test.skipIf(process.platform !== 'linux')(
    'an installed program uses a temporary folder, the same one again',
    () => {
      const folder = temporaryFolder()
      const opt = join('/opt', randomUUID())
      const from = machine(folder)
      const installed = { ...from, execPath: join(opt, 'keepsake'), installDir: opt }
      writeFileSync(join(folder, 'app-data'), 'a file')
      const root = resolveRoot(installed)
      expect(root).toMatchObject({ kind: 'temporary', reason: 'not_a_folder', fallback: true })
      expect(root.path).toBe(join(folder, 'temp', `keepsake-temporary-${userInfo().uid}`))
      expect(resolveRoot(installed).path).toBe(root.path)
    },
  )

  test.skipIf(!canMount)(
    `a temporary folder that belongs to somebody else is not used${byRoot}`,
    () => {
      const folder = temporaryFolder()
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

  test.skipIf(!canMount)(`the program says so when not even that works${byRoot}`, () => {
    const folder = temporaryFolder()
    const from = machine(folder, { isPackaged: false })
    expect(() => asNobody(() => resolveRoot(from))).toThrow('folder_unusable')
  })
})
