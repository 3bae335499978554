import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectSound } from './chat'
import { type Child, copyOf, openChild, type Place } from './childApp'
import { numberIn } from './largeStore'
import { byTrace, canTrace, failFrom } from './trace'
import {
  type Before,
  expectWhole,
  type Operation,
  OPERATIONS,
  prepare,
  shownOf,
} from './operations'
import { databaseOf } from './program'
import { figure, isLong } from './report'
import { startTokenServer, type TokenServer } from './tokenServer'

const STEP = isLong ? 1 : 35
type Fault = [calls: string, error: string, from: number]

let server: TokenServer
let before: Before
beforeAll(async () => {
  server = await startTokenServer(() => 20_000, 1500)
})
afterAll(() => server.close())

describe.skipIf(!canTrace)(`a disk that refuses for a while${byTrace}`, () => {
  const faults = [
    { fault: 'F10 full', calls: 'pwrite64', error: 'ENOSPC' },
    { fault: 'F11 failing to sync', calls: 'fsync', error: 'EIO' },
    ...(isLong ? [{ fault: 'F11 failing to write', calls: 'pwrite64', error: 'EIO' }] : []),
  ]
  for (const { fault, calls, error } of faults) {
    // A sync fails alike whatever is saved, so that the short form tries fewer operations.
    const count = isLong || error === 'ENOSPC' ? undefined : 3
    for (const [name, operation] of Object.entries(OPERATIONS).slice(0, count)) {
      test(`${fault} at each call of: ${name}`, async () => {
        before = await prepare(server)
        let refusals = 0
        for (let when = 1; ; when += calls === 'fsync' ? Math.ceil(STEP / 5) : STEP) {
          const place = copyOf(before.place)
          if (!(await refuse(place, operation(before), [calls, error, when]))) break
          refusals += 1
        }
        figure(`${fault}: ${name}`, `${refusals} times, saved when it recovered`)
      })
    }
  }
})

/** Does it on a disk that refuses from some call on; once more, without a restart, when it recovers. */
async function refuse(place: Place, operation: Operation, fault: Fault): Promise<boolean> {
  const child = await openChild(place)
  const recover = await failFrom(child.pid(), ...fault)
  const told = { answered: 0, shown: 0 }
  let refusals = 0
  let wasDone = false
  for (const call of operation.calls) {
    const { name, input } = call
    const answer = await child.ask(name, input)
    if (!answer.ok) {
      refusals += 1
      expect(['disk_full', 'disk_error', 'database_restarted']).toContain(answer.error.code)
      await recover()
      expectSound(databaseOf(place))
      expectWhole(place, operation, told)
      // Asked at once, it may still meet the thread that ends because of the error.
      const again = async () => {
        const isOk = (await child.ask(name, input)).ok
        wasDone = !isOk && isDone(place, call)
        return isOk || wasDone
      }
      await expect.poll(again).toBe(true)
    }
    told.answered += 1
  }

  const { replyId } = operation
  if (replyId) {
    if (wasDone) await goOn(child, replyId)
    const problems = () => child.events.filter(({ name }) => name === 'storage.changed')
    await Promise.race([child.replied(replyId), expect.poll(problems).not.toEqual([])])
    refusals += problems().length
    await recover()
    await child.replied(replyId)
    expect(await child.call('messages.get', { id: replyId })).toMatchObject({ status: 'complete' })
    // What was reported was taken back.
    if (problems().length > 0) expect(problems().at(-1)?.value).toEqual({ problem: null })
    told.shown = shownOf(child, replyId)
  }
  await recover()
  expect(await child.close()).toBe(0)
  expectSound(databaseOf(place))
  expectWhole(place, operation, told)
  return refusals > 0
}

/** A write whose sync failed may be done all the same: then it is there, and cannot be done again. */
function isDone(place: Place, { query, rows }: Operation['calls'][number]): boolean {
  return numberIn(databaseOf(place), query) === rows
}

/** A reply whose question was written though it seemed not to be has nobody to write it: it offers to go on. */
async function goOn(child: Child, replyId: string): Promise<void> {
  const ask = async () => (await child.ask('messages.continue', { id: replyId })).ok
  await expect.poll(ask).toBe(true)
}
