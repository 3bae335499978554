import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectSound } from './chat'
import { type Child, copyOf, openChild, type Place } from './childApp'
import { byTrace, canTrace, killedAt } from './trace'
import {
  type Before,
  expectWhole,
  type Operation,
  OPERATIONS,
  prepare,
  shownOf,
  type Told,
} from './operations'
import { databaseOf } from './program'
import { figure, isLong } from './report'
import { startTokenServer, type TokenServer } from './tokenServer'

/** Each write is tried, or one of so many. */
const STEP = isLong ? 1 : 35
const CALLS = isLong ? ['pwrite64', 'fsync', 'ftruncate', 'rename'] : ['pwrite64']

let server: TokenServer
let before: Before
beforeAll(async () => {
  server = await startTokenServer(() => 20_000, 1500)
})
afterAll(() => server.close())

describe.skipIf(!canTrace)(`F2 killed at each write${byTrace}`, () => {
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    test(`${name}: done as answered, or not at all`, async () => {
      before = await prepare(server)
      let kills = 0
      for (const calls of CALLS) {
        for (let when = isLong ? 1 : 5; ; when += STEP) {
          const wasKilled = await killAt(calls, when, operation(before))
          if (!wasKilled) break
          kills += 1
        }
      }
      expect(kills).toBeGreaterThan(0)
      figure(`F2 ${name}: killed at a write`, `${kills} times, nothing lost or torn`)
    })
  }
})

async function killAt(calls: string, when: number, operation: Operation): Promise<boolean> {
  const place = copyOf(before.place)
  const told: Told = { answered: 0, shown: 0 }
  const wasKilled = await attempt(place, operation, told, killedAt(calls, when))
  expectSound(databaseOf(place))
  expectWhole(place, operation, told)

  // The next start ends what was being written, and offers to go on.
  const child = await openChild(place)
  expect(await child.call('recovery.state')).toBe(null)
  const { replyId } = operation
  const ended = await statusOf(child, replyId)
  expect(wasKilled ? ['interrupted', 'complete', 'none'] : ['complete', 'none']).toContain(ended)
  expect(await child.close()).toBe(0)
  expectWhole(place, operation, told)
  return wasKilled
}

async function statusOf(child: Child, replyId: string | undefined): Promise<string> {
  const reply = replyId ? await child.ask('messages.get', { id: replyId }) : null
  return reply?.ok ? reply.value.status : 'none'
}

/** Does it under the tracer, noting what was answered; says whether the program died of it. */
async function attempt(place: Place, operation: Operation, told: Told, tracer: string[]) {
  const child = await openChild(place, tracer).catch(() => null)
  if (!child) return true
  try {
    for (const { name, input } of operation.calls) {
      await child.call(name, input)
      told.answered += 1
    }
    if (operation.replyId) await child.replied(operation.replyId)
  } catch (error) {
    if (!String(error).includes('gone')) throw error
  }
  told.shown = shownOf(child, operation.replyId)
  return (await child.close()) !== 0
}
