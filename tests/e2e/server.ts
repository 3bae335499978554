import { randomUUIDv7 } from 'node:crypto'
import { type BrokenServer, startBrokenServer } from '../fixtures/brokenServer'
import { test as base } from './app'
import type { Keepsake } from './app'

/** Tests with a model server on the loopback. */
export const test = base.extend<{ server: BrokenServer }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names it must prepare from here
  server: async ({}, use) => {
    const server = await startBrokenServer()
    await use(server)
    await server.close()
  },
})

/** Makes `baseUrl` the default server, as Settings would. */
export async function connect(keepsake: Keepsake, baseUrl: string, model = 'test-model') {
  const id = randomUUIDv7()
  await keepsake.call('providers.create', {
    provider: {
      id,
      kind: 'openai-compatible',
      name: 'Test server',
      baseUrl,
      headers: {},
      parameters: {},
      defaultModel: model,
    },
    key: null,
  })
  await keepsake.call('settings.update', {
    patch: { defaultProviderId: id, defaultModel: model, titlesByModel: false },
  })
  return id
}

/** Sends a question by hand: typed, then the button. */
export async function ask({ page }: Keepsake, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}
