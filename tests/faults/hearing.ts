import { expect } from 'vitest'
import type { HostileServer } from './hostileServer'
import type { Running } from './program'
import { ACTIVE } from '../fixtures/lists'

/** Asks in a new conversation and waits until the reply has ended and the window has come round. */
export async function hear(
  program: Running,
  server: HostileServer,
  text: string,
  question: string,
): Promise<void> {
  const { page } = program
  server.say(text)
  await expect.poll(() => page.innerText('[data-region=composer]')).toContain('numbers')
  await page.getByRole('button', { name: 'New chat' }).first().click()
  await page.fill('#composer', question)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => lastStatus(program, question), { timeout: 60_000 }).toBe('complete')
  // One more turn of the page: what a script would do, it has done by then.
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)))
}

/** How the reply to this question stands; nothing as long as the question is not there. */
async function lastStatus(program: Running, question: string): Promise<string> {
  const { items } = await program.call('conversations.list', {
    filter: ACTIVE,
    after: null,
    limit: 1,
  })
  const conversationId = items[0]?.id ?? ''
  const path = await program.call('messages.path', { conversationId, limit: 2 })
  const [asked] = path.messages
  const isIt = asked?.parts.some((part) => part.type === 'text' && part.text === question)
  return (isIt && path.messages.at(-1)?.status) || ''
}
