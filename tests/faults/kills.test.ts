import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asked, expectSound, send, textOf, useServer } from './chat'
import { bytesWritten, databaseOf, type Home, type Running, start, temporaryHome } from './program'
import { figure, isLong } from './report'
import { countOf, startTokenServer, TOKENS, type TokenServer, tokens, WHOLE } from './tokenServer'

const KILLS = isLong ? 200 : 20
const QUESTION = 'Count, and do not stop'
/** What a kill may cost at most, in milliseconds of the stream. */
const LOSS = 300
const MEGABYTES = 25

let server: TokenServer
let perSecond = 2000
beforeAll(async () => {
  server = await startTokenServer(() => perSecond)
})
afterAll(() => server.close())

test(`${KILLS} kills at random moments cost at most ${LOSS} ms of a reply each`, async () => {
  const home = temporaryHome()
  let program = await start(home)
  await useServer(program, server.url)
  let asked: Asked | null = null
  let whole = 0
  const losses: number[] = []

  for (let kills = 0; kills < KILLS; kills += 1) {
    const asking = server.next()
    const shown = await watch(program)
    if (asked) await program.call('messages.continue', { id: asked.replyId })
    else asked = await send(program, QUESTION)
    const stream = await asking
    // The moment is what is random, so that this is no wait for an outcome.
    await setTimeout(Math.random() * 1500)
    const killedAt = await program.kill()

    program = await start(home)
    const reply = await readBack(program, home, asked)
    const kept = countOf(textOf(reply))
    expect(kept).toBeGreaterThanOrEqual(Math.max(stream.from, countOf(shown())))
    const isAllThere = stream.sentBefore(killedAt) <= kept
    const loss = isAllThere ? 0 : killedAt - stream.sentAt(kept)
    losses.push(loss)
    expect(reply.status === 'interrupted' || kept === TOKENS).toBe(true)
    expect(loss).toBeLessThanOrEqual(LOSS + stream.stall(killedAt))
    // Killed between its last token and its end, it is whole as well: the server would begin anew.
    if (reply.status === 'complete' || kept === TOKENS) {
      asked = null
      whole += 1
    }
  }
  if (asked) await finish(program, asked)
  losses.sort((a, b) => a - b)
  const [median, worst] = [losses[Math.floor(KILLS / 2)], losses.at(-1)]
  figure(`F1 ${KILLS} kills while a reply streams, lost at the median`, ms(median))
  figure(`F1 ${KILLS} kills while a reply streams, lost at most`, ms(worst), `${LOSS} ms`)
  figure('F1 replies of 20,000 tokens made whole by Continue', String(whole + (asked ? 1 : 0)))
})

test(`a reply of 20,000 tokens costs under ${MEGABYTES} MB of writing`, async () => {
  // Slow is dear: each tenth of a second is a write, however little arrived in it.
  perSecond = isLong ? 200 : 2000
  const program = await start(temporaryHome())
  await useServer(program, server.url)
  const before = bytesWritten(program.pid)
  await finish(program, await send(program, QUESTION), false)
  const megabytes = (bytesWritten(program.pid) - before) / 1e6
  perSecond = 2000
  figure(
    `bytes written for 20,000 tokens at ${isLong ? 200 : 2000} a second`,
    `${megabytes.toFixed(1)} MB`,
    `${MEGABYTES} MB`,
  )
  // None at all would mean that this file system does not count.
  expect(megabytes).toBeGreaterThan(WHOLE.length / 1e6)
  expect(megabytes).toBeLessThan(MEGABYTES)
  await program.quit()
})

/** What must be there after each restart, whenever the kill was. */
async function readBack(program: Running, home: Home, { conversationId, id }: Asked) {
  const path = await program.call('messages.path', { conversationId, limit: 10 })
  const [question, reply] = path.messages
  expect(question).toMatchObject({ id, role: 'user', status: 'complete' })
  expect(question && textOf(question)).toBe(QUESTION)
  if (!reply) throw new Error('the reply is gone')
  expect(['interrupted', 'complete']).toContain(reply.status)
  const text = textOf(reply)
  expect(text).toBe(tokens(countOf(text)))
  expectSound(databaseOf(home))
  return reply
}

/** Lets a reply come to its end and compares it with what the server said. */
async function finish(program: Running, { replyId }: Asked, goOn = true): Promise<void> {
  if (goOn) await program.call('messages.continue', { id: replyId })
  const reply = () => program.call('messages.get', { id: replyId })
  await expect.poll(async () => (await reply()).status, { timeout: 150_000 }).toBe('complete')
  expect(textOf(await reply())).toBe(WHOLE)
}

/** Follows what the window is told; answers the longest text that it has been shown. */
async function watch({ page }: Running): Promise<() => string> {
  let length = 0
  await page.exposeFunction('tellShown', (now: number) => (length = Math.max(length, now)))
  await page.evaluate(() => {
    const { tellShown } = window as unknown as { tellShown(length: number): void }
    window.api.onEvent(({ name, value }) => {
      if (name === 'message.appended') tellShown(value.offset + value.text.length)
    })
  })
  return () => WHOLE.slice(0, length)
}

function ms(value = 0): string {
  return `${Math.round(value)} ms`
}
