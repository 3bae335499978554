import { execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openChild, temporaryPlace } from './childApp'
import { byPower, canCutPower, powerDisk } from './disks'
import { CHATS, contentOf, importing, isUndoing, isWriting, prepareImport } from './importing'
import { figure, isLong } from './report'

const CUTS = isLong ? 20 : 3

test.skipIf(!canCutPower)(
  `F8 ${CUTS} power cuts during an import leave whole chats with their files, and the next is whole${byPower}`,
  async () => {
    const { used, file, empty, whole, duration } = await prepareImport()
    let parts = 0
    for (let cut = 0; cut < CUTS; cut += 1) {
      const { disk, place } = diskWith(used.root)
      const child = await openChild(place)
      const { done } = importing(child, file)
      await expect.poll(() => isWriting(child, 1), { interval: 2 }).toBe(true)
      await setTimeout((duration * cut) / CUTS)
      disk.cutPower()
      await child.kill()
      await done.catch(() => undefined)
      disk.restart()
      const left = contentOf(place)
      expect(left.filter((each) => !whole.includes(each))).toEqual([])
      expect(left).toEqual(expect.arrayContaining(empty))
      if (left.length > empty.length && left.length < whole.length) parts += 1

      const next = await openChild(place)
      const again = await importing(next, file).done
      expect(again).toMatchObject({ ok: true, value: { cancelled: false } })
      expect(await next.close()).toBe(0)
      expect(contentOf(place)).toEqual(whole)
      disk.detach()
    }
    expect(parts).toBeGreaterThan(0)
    figure(
      `F8 ${CUTS} power cuts during an import`,
      `${parts} half-way, each taken back and done again`,
    )
  },
)

test.skipIf(!canCutPower)(
  `F8 ${CUTS} power cuts while a cancelled import is taken back: the next start ends it${byPower}`,
  async () => {
    const { used, file, empty, whole } = await prepareImport()
    let parts = 0
    for (let cut = 0; cut < CUTS; cut += 1) {
      const { disk, place } = diskWith(used.root)
      const child = await openChild(place)
      const { id, done } = importing(child, file)
      await expect.poll(() => isWriting(child, CHATS / 2), { interval: 5 }).toBe(true)
      await child.call('jobs.cancel', { id })
      await expect.poll(() => isUndoing(child), { interval: 1 }).toBe(true)
      await setTimeout(cut * 4)
      disk.cutPower()
      await child.kill()
      await done.catch(() => undefined)
      disk.restart()
      const left = contentOf(place)
      expect(left.filter((each) => !whole.includes(each))).toEqual([])
      if (left.length > empty.length) parts += 1

      const next = await openChild(place)
      await expect.poll(() => contentOf(place), { interval: 20 }).toEqual(empty)
      expect(await next.close()).toBe(0)
      disk.detach()
    }
    expect(parts).toBeGreaterThan(0)
    figure(`F8 ${CUTS} power cuts while an import is taken back`, `${parts} half-way, nothing left`)
  },
)

/** A disk whose power can be cut, with a copy of a root on it. */
function diskWith(root: string) {
  const disk = powerDisk(128)
  const place = { ...temporaryPlace(), root: join(disk.path, 'root') }
  cpSync(root, place.root, { recursive: true })
  execFileSync('sync', ['-f', disk.path])
  return { disk, place }
}
