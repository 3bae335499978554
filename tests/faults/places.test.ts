import { spawn } from 'node:child_process'
import { hostname } from 'node:os'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSound, send, textOf, type, useServer } from './chat'
import { openChild, temporaryPlace } from './childApp'
import { asWindow, CHECKOUT, databaseOf, electronBinary, sandboxSwitch } from './program'
import { type Home, start, temporaryHome } from './program'
import { figure } from './report'
import { startTokenServer, type TokenServer, tokens } from './tokenServer'
import { ACTIVE } from '../fixtures/lists'

const TOTAL = 4000
const DAY = 86_400_000

let server: TokenServer
beforeAll(async () => {
  server = await startTokenServer(() => 8000, TOTAL)
})
afterAll(() => server.close())

test.for([
  ['back by a day', -DAY],
  ['back by a second', -1000],
  ['on by ten years', 3650 * DAY],
  ['to 2040', Date.UTC(2040, 0) - Date.now()],
] as const)(
  'F19 a clock that is set %s during a reply disorders nothing',
  async ([how, offset]) => {
    const place = temporaryPlace()
    const child = await openChild(place)
    await useServer(child, server.url)
    const asking = server.next()
    const first = await send(child, 'First')
    await (await asking).reached(TOTAL / 2)
    await child.setClock(offset)
    await child.replied(first.replyId)
    const { conversationId, replyId } = first
    const second = await send(child, 'Second', { conversationId, parentId: replyId })
    await child.setClock(0)
    await child.replied(second.replyId)
    const { messages } = await child.call('messages.path', { conversationId, limit: 10 })
    expect(messages.map((message) => message.id)).toEqual([
      first.id,
      first.replyId,
      second.id,
      second.replyId,
    ])
    expect(messages.map((message) => message.status)).toEqual(Array(4).fill('complete'))
    expect(messages[1] && textOf(messages[1])).toBe(tokens(TOTAL))
    const seqs = messages.map((message) => message.seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(await child.close()).toBe(0)
    expectSound(databaseOf(place))
    figure(`F19 clock set ${how} during a reply`, 'order and text kept')
  },
)

test('F20 a second start brings the window of the first to the front and writes nothing', async () => {
  const home = temporaryHome()
  const program = await start(home)
  await useServer(program, server.url)
  const asking = server.next()
  await type(program, 'Count')
  await asking
  const shown = program.app.evaluate(
    ({ app }) => new Promise<true>((tell) => app.once('second-instance', () => tell(true))),
  )
  expect(await startByHand(home)).toBe(0)
  expect(await shown).toBe(true)
  const { items } = await program.call('conversations.list', {
    filter: ACTIVE,
    after: null,
    limit: 9,
  })
  const conversationId = items[0]?.id ?? ''
  const reply = async () =>
    (await program.call('messages.path', { conversationId, limit: 9 })).messages[1]
  await expect.poll(async () => (await reply())?.status).toBe('complete')
  await program.quit()
  figure('F20 second start during a reply', 'one writer, reply complete')
})

test('F20 a root that another machine has open is refused with its name, and left alone', async () => {
  const home = temporaryHome()
  const program = await start(home)
  const lock = readFileSync(join(home.root, 'lock.json'), 'utf8')
  await program.kill()
  const file = databaseOf(home)
  const before = statSync(file).mtimeMs
  writeFileSync(join(home.root, 'lock.json'), lock.replace(hostname(), 'other-machine'))
  const complaints: string[] = []
  expect(await startByHand(home, complaints)).toBe(1)
  expect(complaints.join('')).toContain('other-machine')
  expect(statSync(file).mtimeMs).toBe(before)
  // The lock that a kill leaves behind stops nobody.
  writeFileSync(join(home.root, 'lock.json'), lock)
  await (await start(home)).quit()
  figure('F20 lock of another machine, and of a killed program', 'refused, and taken over')
})

/** Starts the program without a driver and waits for its end. */
function startByHand({ root, env }: Home, complaints: string[] = []): Promise<number | null> {
  const args = [...sandboxSwitch(), CHECKOUT, `--data-dir=${root}`]
  const child = spawn(electronBinary(), args, {
    env: { ...asWindow(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child.stderr.on('data', (text: Buffer) => complaints.push(text.toString()))
  return new Promise((ended) => child.once('close', ended))
}
