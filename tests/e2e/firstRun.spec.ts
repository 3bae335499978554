import { LLMock } from '@copilotkit/aimock'
import { expect, test, withKeepsake } from './app'

test('the first message can be sent at once, and the guide says what it is', async () => {
  await withKeepsake({}, async ({ page }) => {
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
    await page.keyboard.type('Where are my conversations kept?')
    await page.keyboard.press('Enter')
    const reply = page.getByRole('article', { name: /^Offline guide/ })
    await expect(reply).toContainText('keepsake.db')
    await expect(reply).toContainText('not a language model')
  })
})

test('a local server that is running is found, offered, and answers after one click', async () => {
  // The port where Ollama listens; another program on it makes this test say nothing.
  const server = new LLMock({ port: 11434 })
  server.onMessage(/./, { content: 'Hello from a server of your own.' })
  await server.start().catch((error: unknown) => test.skip(true, String(error)))
  try {
    await withKeepsake({}, async ({ page }) => {
      await page.getByRole('button', { name: /^Use / }).click()
      await page.getByRole('textbox', { name: 'Message' }).fill('Hello?')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      const answer = page.getByRole('article').filter({ hasText: 'server of your own' })
      await expect(answer).toBeVisible()
      await expect(page.getByRole('article', { name: /^Offline guide/ })).toHaveCount(0)
    })
  } finally {
    await server.stop()
  }
})
