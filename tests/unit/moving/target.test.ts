import { mkdirSync, realpathSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planMove } from '../../../src-main/moving/target'
import { openLayout } from '../../../src-main/storage/layout'
import { byRoot, canMount, makeReadOnly, smallDisk } from '../storage/disk'
import { machine } from '../storage/machine'
import { temporaryFolder } from '../world'
import { makeRoot, NOW } from './roots'

function place() {
  const folder = realpathSync(temporaryFolder())
  const world = machine(folder)
  const from = makeRoot(join(folder, 'data', 'old'))
  const plan = (to: string, isChosen = true) => planMove({ from, to, isChosen, world })
  return { folder, world, from, plan }
}

test('an empty or a new folder takes the data, and looking leaves nothing there', () => {
  const { folder, from, plan } = place()
  const to = join(folder, 'new')
  const { free, ...rest } = plan(to)
  expect(rest).toMatchObject({ from, to, refusal: null })
  expect(rest.bytes).toBeGreaterThan(100_000)
  expect(free).toBeGreaterThan(0)
  expect(existsSync(to)).toBe(false)
  mkdirSync(to)
  symlinkSync(to, join(folder, 'link'))
  expect(plan(join(folder, 'link'))).toMatchObject({ to, refusal: null })
})

test('a folder with other things in it gets one for the data', () => {
  const { folder, plan } = place()
  mkdirSync(join(folder, 'stick'))
  writeFileSync(join(folder, 'stick', 'photo.jpg'), '')
  const own = join(folder, 'stick', 'Keepsake')
  expect(plan(join(folder, 'stick'))).toMatchObject({ to: own, refusal: null })
  mkdirSync(own)
  writeFileSync(join(own, 'mine'), '')
  expect(plan(own)).toMatchObject({ to: join(own, 'Keepsake'), refusal: null })
  expect(plan(own, false)).toMatchObject({ to: own, refusal: 'not_empty' })
  expect(plan(join(folder, 'stick'))).toMatchObject({ to: own, refusal: 'not_empty' })
})

test('a bad folder is refused, and it is said why', () => {
  const { folder, from, world, plan } = place()
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const other = join(folder, 'other')
  mkdirSync(other)
  openLayout(other, NOW)
  mkdirSync(join(folder, 'half'))
  writeFileSync(join(folder, 'half', 'moving.json'), '{"id":"x"}')
  const refusals: Record<string, string> = {
    [from]: 'same_folder',
    [join(from, 'profiles')]: 'inside_root',
    [other]: 'is_root',
    [join(other, 'in')]: 'inside_root',
    [join(folder, 'half')]: 'unfinished_move',
    [world.tempDir]: 'inside_temp',
    [world.installDir]: 'inside_install',
    [file]: 'not_a_folder',
    [join(folder, 'x'.repeat(300))]: 'path_too_long',
  }
  for (const [path, refusal] of Object.entries(refusals)) {
    expect([path, plan(path).refusal]).toEqual([path, refusal])
  }
  expect(plan(join(folder, 'data'), false).refusal).toBe('holds_root')
})

test.skipIf(!canMount)(`a disk that is too small or read-only is named${byRoot}`, () => {
  const { folder, plan } = place()
  smallDisk(join(folder, 'small'), 8)
  const small = plan(join(folder, 'small'))
  expect(small).toMatchObject({ refusal: 'too_small', warnings: ['nearly_full'] })
  expect(small.free).toBeLessThan(9_000_000)
  mkdirSync(join(folder, 'fixed'))
  makeReadOnly(join(folder, 'fixed'))
  expect(plan(join(folder, 'fixed', 'new')).refusal).toBe('read_only')
})

test('a folder that a cloud service copies is warned of', () => {
  const { folder, plan } = place()
  mkdirSync(join(folder, 'Dropbox'))
  expect(plan(join(folder, 'Dropbox', 'new'))).toMatchObject({
    refusal: null,
    warnings: ['cloud_sync'],
  })
})
