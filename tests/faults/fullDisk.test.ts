import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSound, textOf, type, useServer } from './chat'
import { byRoot, canMount, smallDisk } from './disks'
import { databaseOf, type Running, start, temporaryHome } from './program'
import { figure } from './report'
import { startTokenServer, type TokenServer, TOKENS, WHOLE } from './tokenServer'
import { ACTIVE } from '../fixtures/lists'

let server: TokenServer
let perSecond = 2000
beforeAll(async () => {
  server = await startTokenServer(() => perSecond)
})
afterAll(() => server.close())

test.skipIf(!canMount)(
  `F10 a disk that is full while a reply streams loses nothing${byRoot}`,
  async () => {
    const disk = smallDisk(128)
    const home = temporaryHome(disk.path)
    const program = await start(home)
    await useServer(program, server.url)
    const asking = server.next()
    await type(program, 'Count aloud')
    const stream = await asking
    await stream.reached(TOKENS / 4)
    disk.fill()
    await expect.poll(() => problem(program)).toBe('disk_full')
    await expect.poll(() => program.page.getByRole('alert').count()).toBeGreaterThan(0)
    expect(await program.page.innerText('body')).toContain('Count aloud')
    const kept = textOf(await lastReply(program))
    expect(kept.length).toBeGreaterThan(0)
    expect(WHOLE.startsWith(kept)).toBe(true)
    expectSound(databaseOf(home))

    // The server has said all while nothing could be saved.
    await stream.reached(TOKENS)
    disk.empty()
    await expect.poll(() => problem(program)).toBe(null)
    await expect.poll(async () => (await lastReply(program)).status).toBe('complete')
    expect(textOf(await lastReply(program))).toBe(WHOLE)
    await expect.poll(() => program.page.getByRole('alert').count()).toBe(0)
    expectSound(databaseOf(home))
    await program.quit()
    figure('F10 full disk while streaming', 'nothing lost, saved when there was space')
  },
)

test.skipIf(!canMount)(
  `F10 a question that a full disk refuses stays in the window${byRoot}`,
  async () => {
    const disk = smallDisk(128)
    const home = temporaryHome(disk.path)
    perSecond = 5000
    const first = await start(home)
    await useServer(first, server.url)
    const asking = server.next()
    await type(first, 'Before')
    await (await asking).reached(TOKENS)
    await expect.poll(async () => (await lastReply(first)).status).toBe('complete')
    await first.quit()

    // A fresh start has an empty log, which cannot grow on a disk that is full.
    const program = await start(home)
    await expect.poll(() => program.page.innerText('body')).toContain('Before')
    disk.fill()
    await type(program, 'Kept question')
    await expect.poll(() => program.page.inputValue('#composer')).toBe('Kept question')
    expect(await program.page.innerText('body')).toMatch(/disk|space/i)
    expect((await path(program)).total).toBe(2)
    expect(textOf(await lastReply(program))).toBe(WHOLE)
    expectSound(databaseOf(home))

    disk.empty()
    await program.page.press('#composer', 'Enter')
    await expect.poll(async () => (await path(program)).total).toBe(4)
    await expect
      .poll(async () => (await lastReply(program)).status, { timeout: 60_000 })
      .toBe('complete')
    expectSound(databaseOf(home))
    await program.quit()
    figure('F10 full disk while sending', 'text stayed in the window, sent when there was space')
  },
)

async function problem(program: Running) {
  const state = await program.call('app.storage')
  return state.problem?.code ?? null
}

/** The only conversation. */
async function path(program: Running) {
  const { items } = await program.call('conversations.list', {
    filter: ACTIVE,
    after: null,
    limit: 1,
  })
  return program.call('messages.path', { conversationId: items[0]?.id ?? '', limit: 10 })
}

async function lastReply(program: Running) {
  const reply = (await path(program)).messages.at(-1)
  if (!reply) throw new Error('there is no reply')
  return reply
}
