import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { send, textOf, useServer } from './chat'
import { type Child, openChild, temporaryPlace } from './childApp'
import { byRoot, canMount, smallDisk } from './disks'
import { shownOf } from './operations'
import { byStore, cannot, copyOfLarge, problemsOf, ratioOf, timeStart } from './largeStore'
import { figure } from './report'
import { countOf, startTokenServer, type TokenServer, TOKENS, tokens, WHOLE } from './tokenServer'

const STARTS = 3
/** So many times longer a start after a kill may take, on a machine that does other things as well. */
const SLOWER = 2
const ROOM_MEGABYTES = 4096

let server: TokenServer
beforeAll(async () => {
  server = await startTokenServer(() => 5000)
})
afterAll(() => server.close())

test.skipIf(cannot)(
  `F41 with a million messages, a kill in the middle of a reply costs no more and starts as soon${byStore}`,
  async () => {
    const place = copyOfLarge()
    const first = await openChild(place)
    await useServer(first, server.url)
    expect(await first.close()).toBe(0)
    const healthy: number[] = []
    const after: number[] = []
    for (let round = 0; round < STARTS; round += 1) {
      const { child, milliseconds } = await timeStart(place)
      healthy.push(milliseconds)
      const asking = server.next()
      const { replyId } = await send(child, 'Count')
      await (await asking).reached(TOKENS / 4)
      await child.kill()

      const again = await timeStart(place)
      after.push(again.milliseconds)
      const reply = await again.child.call('messages.get', { id: replyId })
      expect(reply.status).toBe('interrupted')
      expect(textOf(reply)).toBe(tokens(countOf(textOf(reply))))
      expect(textOf(reply).length).toBeGreaterThanOrEqual(shownOf(child, replyId))
      expect(await again.child.close()).toBe(0)
    }
    expect(problemsOf(place)).toEqual(['ok'])
    const [usual, worse] = [Math.min(...healthy), Math.min(...after)]
    const ratio = ratioOf(worse, usual)
    figure('F41 start with a million messages after a kill', ratio, '1.2 ×')
    expect(worse).toBeLessThan(usual * SLOWER)
  },
)

test.skipIf(cannot || !canMount)(
  `F41 with a million messages, a disk that is full in the middle of a reply loses nothing${byStore || byRoot}`,
  async () => {
    const disk = smallDisk(ROOM_MEGABYTES)
    const place = copyOfLarge({ ...temporaryPlace(), root: join(disk.path, 'root') })
    const child = await openChild(place)
    await useServer(child, server.url)
    const asking = server.next()
    const { replyId } = await send(child, 'Count')
    const stream = await asking
    await stream.reached(TOKENS / 4)
    disk.fill()
    await stream.reached(TOKENS)
    await expect.poll(() => child.events.some(isStorageProblem)).toBe(true)
    disk.empty()
    await child.replied(replyId)
    expect(textOf(await child.call('messages.get', { id: replyId }))).toBe(WHOLE)
    expect(await child.close()).toBe(0)
    expect(problemsOf(place)).toEqual(['ok'])
  },
)

function isStorageProblem({ name, value }: Child['events'][number]): boolean {
  return name === 'storage.changed' && value.problem !== null
}
