import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { copyOf, openChild } from './childApp'
import {
  CHATS,
  contentOf,
  importing,
  isUndoing,
  isWriting,
  prepareImport,
  runsOf,
} from './importing'
import { figure, isLong } from './report'

const KILLS = isLong ? 60 : 4

test(`F3 an import killed ${KILLS} times is there whole or not at all after the next start`, async () => {
  const { used, file, empty, whole, duration } = await prepareImport()
  let parts = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const place = copyOf(used)
    const child = await openChild(place)
    const { done } = importing(child, file)
    // The moment is what is tried, so that this is no wait for an outcome.
    await setTimeout((duration * (kill + 0.5)) / KILLS)
    await child.kill()
    await done.catch(() => undefined)
    const left = contentOf(place)
    expect(left.filter((each) => !whole.includes(each))).toEqual([])
    if (left.length > empty.length && left.length < whole.length) parts += 1

    // The start that takes it back is killed as well, at once or soon after.
    const second = await openChild(place)
    await setTimeout(kill % 7)
    await second.kill()
    const isWhole = left.length === whole.length && runsOf(place, 'finished_at IS NULL') === 0
    const third = await openChild(place)
    await expect.poll(() => contentOf(place), { interval: 20 }).toEqual(isWhole ? whole : empty)
    await expect.poll(() => runsOf(place, 'finished_at IS NULL')).toBe(0)
    expect(await importing(third, file).done).toMatchObject({
      ok: true,
      value: { cancelled: false, undone: null },
    })
    expect(await third.close()).toBe(0)
    expect(contentOf(place)).toEqual(whole)
  }
  expect(parts).toBeGreaterThan(0)
  figure(
    'F3 imports killed, each whole or gone after the next start',
    `${KILLS}, ${parts} half-way`,
  )
})

test(`F3 a cancelled import killed ${KILLS} times while it is taken back is gone after the next start`, async () => {
  const { used, file, empty, whole } = await prepareImport()
  let parts = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const place = copyOf(used)
    const child = await openChild(place)
    const { id, done } = importing(child, file)
    await expect.poll(() => isWriting(child, CHATS / 2), { interval: 5 }).toBe(true)
    await child.call('jobs.cancel', { id })
    await expect.poll(() => isUndoing(child), { interval: 1 }).toBe(true)
    await setTimeout(kill * 4)
    await child.kill()
    await done.catch(() => undefined)
    const left = contentOf(place)
    expect(left.filter((each) => !whole.includes(each))).toEqual([])
    if (left.length > empty.length) parts += 1

    // The start that goes on with it is killed as well, one at once, one soon after.
    const second = await openChild(place)
    await setTimeout(kill)
    await second.kill()
    const third = await openChild(place)
    await expect.poll(() => runsOf(place), { interval: 20 }).toBe(0)
    expect(contentOf(place)).toEqual(empty)
    expect(await third.close()).toBe(0)
  }
  expect(parts).toBeGreaterThan(0)
  figure('F3 imports killed while taken back, nothing left', `${KILLS}, ${parts} half-way`)
})

test('F3 another profile is opened while an import runs: it ends, and is taken back on return', async () => {
  const { used, file, empty } = await prepareImport()
  const place = copyOf(used)
  const child = await openChild(place)
  const { done } = importing(child, file)
  await expect.poll(() => isWriting(child, 1), { interval: 5 }).toBe(true)
  const { id } = await child.call('profiles.create', { name: 'Other' })
  await child.call('profiles.switch', { id })
  expect(await done).toMatchObject({ ok: true, value: { cancelled: true } })
  await child.call('profiles.switch', { id: 'default' })
  await expect.poll(() => contentOf(place), { interval: 20 }).toEqual(empty)
  expect(await child.close()).toBe(0)
})
