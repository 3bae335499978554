import { readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkDatabase } from '../../src-main/db/doctor'
import { closeDatabase, openReadable } from '../../src-main/db/open'
import { openChild, temporaryPlace } from './childApp'
import { byRoot, canMount, smallDisk } from './disks'
import { databaseOf } from './program'
import { figure } from './report'

test.skipIf(!canMount)(
  `F10 a film that the disk has no room for is refused, and nothing is left of it${byRoot}`,
  async () => {
    const disk = smallDisk(140)
    const { root: elsewhere, appData } = temporaryPlace()
    const place = { root: join(disk.path, 'root'), appData }
    const film = (name: string, megabytes: number) => {
      const path = `${elsewhere}-${name}`
      writeFileSync(path, '')
      truncateSync(path, megabytes * 1_000_000)
      return { draftId: 'new', source: { path } }
    }
    const child = await openChild(place)
    const store = join(place.root, 'profiles/default/attachments')
    const kept = async () =>
      (await child.call('attachments.ofDraft', { draftId: 'new' })).map(({ bytes }) => bytes)
    const refusal = async (input: ReturnType<typeof film>) => {
      const answer = await child.ask('attachments.add', input)
      return answer.ok ? null : answer.error.code
    }

    expect(await refusal(film('short', 20))).toBe(null)
    expect(await refusal(film('long', 90))).toBe('attachment_no_room')
    disk.fill()
    expect(await refusal(film('other', 30))).toBe('attachment_no_room')
    expect(await kept()).toEqual([20_000_000])
    const left = readdirSync(store, { recursive: true, encoding: 'utf8' })
    expect(left.filter((name) => name.includes('.partial'))).toEqual([])
    disk.empty()
    expect(await refusal(film('other', 30))).toBe(null)
    expect(await kept()).toEqual([20_000_000, 30_000_000])
    expect(await child.close()).toBe(0)

    const db = openReadable(databaseOf(place))
    expect(checkDatabase(db).checks.filter(({ ok }) => !ok)).toEqual([])
    closeDatabase(db)
    figure('F10 a film on a disk without room for it', 'refused, nothing left of it')
  },
)
