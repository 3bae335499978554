import type { CaseName } from '../fixtures/brokenCases'
import { expect, withKeepsake } from './app'
import { ask, connect, test } from './server'

/** Each way in which a server breaks, what of its reply is kept, and what the user reads. */
const BROKEN: [name: CaseName, args: (string | number)[], kept: string, told: string][] = [
  ['halfLine', [], 'kept', 'broke in the middle of the reply'],
  ['halfCharacter', [], 'kept', 'broke in the middle of the reply'],
  ['reset', [], 't199', 'broke in the middle of the reply'],
  ['noFinish', [], 'kept', 'broke in the middle of the reply'],
  ['short', [], 'kept', 'broke in the middle of the reply'],
  ['longLine', [8], 'kept', 'larger than Keepsake accepts'],
  ['garbage', [], 'kept', 'could not be understood'],
  ['badGzip', [], '', 'could not be understood'],
  ['errorEvent', ['The model fell over.'], 'kept', 'The model fell over.'],
  ['status', [401, '', 'Wrong.'], '', 'did not accept the key'],
  ['status', [404, '', 'No such model.'], '', 'No such model.'],
  ['status', [429, 60, 'Slow down.'], '', 'try again in'],
  ['status', [500, '', 'Something is wrong.'], '', 'reported an error of its own'],
  ['html', [502], '', 'is overloaded'],
  ['hangUp', [], '', 'There is no connection to'],
  ['redirect', [307, 'file:///etc/passwd'], '', 'did not follow'],
  ['redirectLoop', [], '', 'did not follow'],
]

test('each broken server ends as a message with what arrived, a cause and Retry', async ({
  server,
}) => {
  test.setTimeout(120_000)
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    for (const [name, args, kept, told] of BROKEN) {
      const what = `${name} ${args.join(' ')}`
      await connect(keepsake, server.at(name, ...args))
      await page.getByRole('button', { name: 'New chat' }).click()
      await ask(keepsake, `How about ${what}?`)
      const reply = page.getByRole('article', { name: /^test-model/ })
      await expect(reply.getByText('Failed', { exact: true }), what).toBeVisible()
      await expect(reply, what).toContainText(kept)
      await expect(reply, what).toContainText(told)
      await expect(reply.getByRole('button', { name: 'Retry' }), what).toBeVisible()
      await expect(page.getByRole('article', { name: /^You/ }), what).toContainText(what)
    }
  })
})

test('Retry asks again once the server is well', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    const id = await connect(keepsake, server.at('status', 500))
    await ask(keepsake, 'Hello?')
    const reply = page.getByRole('article', { name: /^test-model/ })
    await expect(reply.getByText('Failed', { exact: true })).toBeVisible()
    await keepsake.call('providers.update', { id, patch: { baseUrl: server.at('complete') } })
    await reply.getByRole('button', { name: 'Retry' }).click()
    await expect(reply).toContainText('Hello world')
    await expect(reply.getByText('2 / 2')).toBeVisible()
  })
})

test('a server that never ends is stopped by Escape at once', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('endless'))
    await ask(keepsake, 'Tell me everything')
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
    await page.keyboard.press('Escape')
    const reply = page.getByRole('article', { name: /^test-model/ })
    await expect(reply.getByText('Stopped', { exact: true })).toBeVisible()
    await expect.poll(() => server.busy()).toBe(0)
  })
})
