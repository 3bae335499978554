import { afterAll, beforeAll, expect, test } from 'vitest'
import { textOf, type, useServer } from './chat'
import { type Running, start, temporaryHome } from './program'
import { figure, isLong } from './report'
import { startTokenServer, type TokenServer, token, TOKENS, WHOLE } from './tokenServer'
import { ACTIVE } from '../fixtures/lists'

const KILLS = isLong ? 20 : 5

let server: TokenServer
beforeAll(async () => {
  server = await startTokenServer(() => (isLong ? 800 : 3000))
})
afterAll(() => server.close())

test(`a page that is killed ${KILLS} times during a reply costs nothing of it`, async () => {
  const { program, stream, reply } = await asking()
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await stream.reached((kill * TOKENS) / (KILLS + 1))
    const before = await pageProcess(program)
    process.kill(before, 'SIGKILL')
    await expect.poll(() => pageProcess(program)).not.toBe(before)
    // The new page is back at the same conversation, with what had been said so far.
    await expect.poll(() => shown(program)).toContain('Count aloud')
    const { status, parts } = await reply()
    expect(status).toBe(stream.ended ? 'complete' : 'streaming')
    expect(parts).not.toEqual([])
  }
  await expect.poll(async () => (await reply()).status, { timeout: 60_000 }).toBe('complete')
  expect(textOf(await reply())).toBe(WHOLE)
  await expect
    .poll(() => shown(program))
    .toContain(
      token(TOKENS - 1)
        .trim()
        .slice(0, 5),
    )
  figure(`F21 page killed ${KILLS} times during a reply of ${TOKENS} tokens`, 'nothing lost')
  await program.quit()
})

test('a bug in main and a killed GPU process do not end a reply', async () => {
  const { program, stream, reply } = await asking()
  await stream.reached(TOKENS / 4)
  await program.app.evaluate(() => {
    setImmediate(() => {
      throw new Error('a bug')
    })
    void Promise.reject(new Error('another'))
  })
  await stream.reached(TOKENS / 2)
  const gpu = await program.app.evaluate(
    ({ app }) => app.getAppMetrics().find((each) => each.type === 'GPU')?.pid,
  )
  if (gpu) process.kill(gpu, 'SIGKILL')
  await expect.poll(async () => (await reply()).status, { timeout: 60_000 }).toBe('complete')
  expect(textOf(await reply())).toBe(WHOLE)
  figure('F21 bug in main and GPU process killed during a reply', 'nothing lost')
  await program.quit()
})

/** A person asks in the window. */
async function asking() {
  const program = await start(temporaryHome())
  await useServer(program, server.url)
  const asked = server.next()
  await type(program, 'Count aloud')
  const stream = await asked
  const { items } = await program.call('conversations.list', {
    filter: ACTIVE,
    after: null,
    limit: 1,
  })
  const conversationId = items[0]?.id ?? ''
  const reply = async () => {
    const path = await program.call('messages.path', { conversationId, limit: 10 })
    const [, reply] = path.messages
    if (!reply) throw new Error('there is no reply')
    return reply
  }
  return { program, stream, reply }
}

/** The number of the page's process; 0 while there is none. */
function pageProcess({ app }: Running): Promise<number> {
  return app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  )
}

async function shown(program: Running): Promise<string> {
  return String(await program.inPage('document.body.innerText'))
}
