import { command, expect, type Keepsake, withKeepsake } from './app'
import { barriers } from './barriers'
import { ask, connect, test } from './server'

/** Every view of the program, by what brings it up. */
const VIEWS: Record<string, (keepsake: Keepsake) => Promise<void>> = {
  'the chat with a failed reply': async ({ page }) => {
    await expect(page.getByText('Failed').first()).toBeVisible()
  },
  'a conversation’s menu': async ({ page }) => {
    await page.getByRole('button', { name: /^Actions for/ }).click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'the rename field': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await expect(page.getByRole('textbox', { name: 'Conversation title' })).toBeVisible()
  },
  'the model picker': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Model' }).click()
    await expect(page.getByRole('option').first()).toBeVisible()
  },
  'the empty chat': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'New chat', exact: true }).click()
  },
  'the search': async ({ app, page }) => {
    await command(app, 'search')
    await expect(page.getByRole('heading', { name: 'Search every conversation' })).toBeVisible()
  },
  'what a search found, and what a filter could be': async ({ page }) => {
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('list is')
    await expect(page.getByRole('listbox', { name: 'Filters' })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('list')
    await expect(page.getByRole('listbox', { name: 'Search results' })).toBeVisible()
  },
  'the find bar': async ({ app, page }) => {
    await page.getByRole('option').last().click()
    await expect(page.getByRole('button', { name: 'Back to results' })).toBeVisible()
    await command(app, 'find')
    await page.getByRole('searchbox', { name: 'Find in chat' }).fill('list')
    await expect(page.getByRole('search').getByRole('status')).toHaveText(/^1 of/)
  },
  'the sheet of keys': async ({ app, page }) => {
    await command(app, 'shortcuts')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  },
  'the trash': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Trash', exact: true }).click()
  },
  ...Object.fromEntries(
    ['General', 'Providers', 'Storage', 'Shortcuts', 'About'].map((tab) => [
      `the ${tab} settings`,
      async ({ app, page }: Keepsake) => {
        if ((await page.getByRole('dialog', { name: 'Settings' }).count()) === 0) {
          await command(app, 'settings')
        }
        await page.getByRole('tab', { name: tab }).click()
        await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible()
      },
    ]),
  ),
  'the form of a provider': async ({ page }) => {
    await page.getByRole('tab', { name: 'Providers' }).click()
    await page.getByRole('button', { name: 'Test server', exact: true }).click()
    await page.getByText('Headers and parameters').click()
    await expect(page.getByRole('textbox', { name: 'Base URL' })).toBeVisible()
  },
}

for (const theme of ['light', 'dark'] as const) {
  test(`no view has a barrier that axe knows (${theme})`, async ({ server }) => {
    await withKeepsake({}, async (keepsake) => {
      await connect(keepsake, server.at('halfLine'))
      await keepsake.call('settings.update', { patch: { theme } })
      await ask(keepsake, 'Show me a list')
      for (const [name, show] of Object.entries(VIEWS)) {
        await show(keepsake)
        expect.soft(await barriers(keepsake.page), name).toEqual([])
      }
    })
  })
}
