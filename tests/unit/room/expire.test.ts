import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lookAtRoom } from '../../../src-main/domain/room'
import { readTrashWatch, writeTrashWatch } from '../../../src-main/storage/trashWatch'
import { addConversation } from '../library'
import { openWorld, temporaryFolder, type World } from '../world'

const DAY = 86_400_000
const YEAR = 365 * DAY

/** A world whose clock and starts the test decides. */
function clocked() {
  const folder = temporaryFolder()
  const world = openWorld(undefined, folder)
  const file = join(folder, 'expiring.json')
  const time = { now: Date.UTC(2026, 0, 1), ranFor: 0, run: 'first' }
  const copies: number[] = []
  world.context.now = () => time.now
  world.context.copyBeforeDelete = () => Promise.resolve(copies.push(rows(world)) > 0)
  world.context.program = {
    ...world.context.program,
    space: {
      ...world.context.program.space,
      run: () => ({ ranFor: time.ranFor, run: time.run }),
      trash: () => Promise.resolve({ count: 0, bytes: 0 }),
      trashWatch: () => Promise.resolve(readTrashWatch(file)),
      noteTrashWatch: (watch) => writeTrashWatch(file, watch),
    },
  }
  async function pass(milliseconds: number, run = time.run) {
    time.ranFor = run === time.run ? time.ranFor + milliseconds : 0
    time.now += milliseconds
    time.run = run
    await lookAtRoom(world.context)
  }
  return { world, time, pass, copies, file }
}

const rows = ({ db }: World) =>
  Number(db.$client.prepare('SELECT count(*) FROM conversations').pluck().get())

test('ten years later nothing is gone: that has to be chosen', async () => {
  const { world, pass, copies } = clocked()
  const ids = [addConversation(world), addConversation(world)]
  await world.call('conversations.delete', { ids: ids.slice(0, 1) })
  for (let year = 0; year < 10; year += 1) {
    await pass(YEAR)
    await pass(2 * DAY, `start of ${year}`)
  }
  expect(rows(world)).toBe(2)
  expect(copies).toEqual([])
  expect(world.events.filter(({ name }) => name === 'space.changed')).toEqual([])
})

test('with days chosen a chat is told of, copied, deleted, and told of again', async () => {
  const { world, pass, copies, time } = clocked()
  const ids = [addConversation(world), addConversation(world), addConversation(world)]
  await world.call('settings.update', { patch: { trashDays: 7 } })
  await world.call('conversations.delete', { ids: ids.slice(0, 2) })
  const deletedAt = time.now
  for (let day = 0; day < 6; day += 1) await pass(DAY)
  expect(await world.call('space.state', undefined)).toMatchObject({
    expiring: { count: 2, at: deletedAt + 7 * DAY },
  })
  expect(rows(world)).toBe(3)
  await pass(DAY)
  expect(rows(world)).toBe(1)
  expect(copies).toEqual([3])
  expect(world.events).toContainEqual({
    name: 'conversation.purged',
    value: { ids: expect.arrayContaining(ids.slice(0, 2)) as string[] },
  })
  expect(await world.call('space.state', undefined)).toMatchObject({
    expiring: null,
    expired: { count: 2, at: time.now },
  })
  await world.call('space.dismiss', undefined)
  expect(await world.call('space.state', undefined)).toMatchObject({ expired: null })
})

test('what is restored in the day of the warning stays', async () => {
  const { world, pass } = clocked()
  const ids = [addConversation(world)]
  await world.call('settings.update', { patch: { trashDays: 7 } })
  await world.call('conversations.delete', { ids })
  for (let day = 0; day < 6; day += 1) await pass(DAY)
  await world.call('conversations.restore', { ids })
  for (let day = 0; day < 6; day += 1) await pass(DAY)
  expect(rows(world)).toBe(1)
  expect(await world.call('space.state', undefined)).toMatchObject({ expiring: null })
})

test('without room for a copy nothing goes by itself', async () => {
  const { world, pass } = clocked()
  world.context.copyBeforeDelete = () => Promise.resolve(false)
  const ids = [addConversation(world)]
  await world.call('settings.update', { patch: { trashDays: 7 } })
  await world.call('conversations.delete', { ids })
  for (let day = 0; day < 20; day += 1) await pass(DAY)
  expect(rows(world)).toBe(1)
  expect(await world.call('space.state', undefined)).toMatchObject({ expiring: { count: 1 } })
})

test('a note of warnings that cannot be read, or was made up, deletes nothing', async () => {
  const { world, pass, file } = clocked()
  const ids = [addConversation(world)]
  await world.call('settings.update', { patch: { trashDays: 7 } })
  await world.call('conversations.delete', { ids })
  const { writeFileSync } = await import('node:fs')
  for (let day = 0; day < 12; day += 1) {
    writeFileSync(file, day % 2 === 0 ? randomBytes(50) : '{"lookedAt":0,"warned":{}}')
    await pass(DAY)
  }
  expect(rows(world)).toBe(1)
})
