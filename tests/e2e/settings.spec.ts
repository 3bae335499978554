import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, launch, temporaryFolder, withKeepsake } from './app'
import { test } from './server'
import { open, save, settings, typeProvider } from './settingsDialog'

/** An address of this machine at which nobody listens. */
async function deadAddress() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (!address || typeof address === 'string') throw new Error('the probe has no port')
  return `http://127.0.0.1:${address.port}/v1`
}

test('a server that answers is tested, saved and removed again', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const dialog = await typeProvider(keepsake, server.at('complete'))
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog.getByRole('status')).toContainText('Connected. The server offers 1 model.')
    await dialog.getByRole('combobox', { name: 'Default model' }).click()
    await keepsake.page.getByRole('option', { name: 'broken' }).click()

    const row = await save(keepsake)
    const [, provider] = await keepsake.call('providers.list')
    expect(provider).toMatchObject({
      name: 'Spec server',
      defaultModel: 'broken',
      keyState: 'none',
    })
    expect(provider?.models.map(({ name }) => name)).toEqual(['broken'])

    await dialog.getByRole('button', { name: 'Use as default: Spec server' }).click()
    await expect
      .poll(async () => (await keepsake.call('settings.get')).defaultProviderId)
      .toBe(provider?.id)

    await row.click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await keepsake.page.getByRole('button', { name: 'Remove provider' }).click()
    await expect(dialog.getByText('Spec server is removed.')).toBeVisible()
    await expect(row).toHaveCount(0)
    expect(await keepsake.call('providers.list')).toHaveLength(1)
  })
})

test('a server that does not run is told in words, and can be saved all the same', async () => {
  await withKeepsake({}, async (keepsake) => {
    const dialog = await typeProvider(keepsake, await deadAddress())
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog.getByRole('status')).toContainText('There is no connection to 127.0.0.1')
    await expect(dialog.getByRole('status')).toContainText('Check that the server runs')
    await save(keepsake)
    await expect(dialog.getByRole('status')).toContainText('its models could not be listed')
  })
})

test('what is missing is said at its field, and unsaved changes are not lost silently', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    const dialog = await open(keepsake, 'Providers')
    await dialog.getByRole('button', { name: 'Add provider' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    const name = dialog.getByRole('textbox', { name: 'Name' })
    await expect(name).toBeFocused()
    await expect(name).toHaveAccessibleDescription('Give it a name.')

    await name.fill('Half typed')
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    await expect(name).toHaveValue('Half typed')
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click()
    await expect(dialog).toHaveCount(0)
    expect(await keepsake.call('providers.list')).toHaveLength(1)
  })
})

test('the theme changes at once and is still there after a restart', async () => {
  const root = temporaryFolder()
  const scheme = (page: Page) =>
    page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
  const first = await launch({ root })
  const dialog = await open(first, 'General')
  await dialog.getByRole('radio', { name: 'Light' }).click()
  await expect.poll(() => scheme(first.page)).toBe('light')
  await dialog.getByRole('radio', { name: 'Dark' }).click()
  await expect.poll(() => scheme(first.page)).toBe('dark')
  await expect.poll(async () => (await first.call('settings.get')).theme).toBe('dark')
  await first.quit()

  await withKeepsake({ root }, async (second) => {
    await expect.poll(() => scheme(second.page)).toBe('dark')
    const again = await open(second, 'General')
    await expect(again.getByRole('radio', { name: 'Dark' })).toBeChecked()
  })
  rmSync(root, { recursive: true, force: true })
})

test('profiles are added, named, switched and deleted', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    let dialog = await open(keepsake, 'General')
    await dialog.getByRole('button', { name: 'Add profile' }).click()
    await dialog.getByRole('textbox', { name: 'Profile name' }).fill('Werk')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Rename Werk' }).click()
    await dialog.getByRole('textbox', { name: 'Profile name' }).fill('Work')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('button', { name: 'Rename Default' })).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Delete Default' })).toHaveCount(0)

    await dialog.getByRole('button', { name: 'Switch to Work' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Switch' }).click()
    await expect(settings(page)).toHaveCount(0)
    dialog = await open(keepsake, 'General')
    await expect(dialog.getByRole('button', { name: 'Switch to Default' })).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Delete Work' })).toHaveCount(0)

    await dialog.getByRole('button', { name: 'Delete Default' }).click()
    const question = page.getByRole('alertdialog')
    await expect(question).toContainText('Delete the profile “Default”?')
    await expect(question).toContainText(/\d (bytes?|kB|MB)\) move to the trash folder/)
    await question.getByRole('button', { name: 'Delete profile' }).click()
    await expect(dialog.getByRole('button', { name: 'Rename Default' })).toHaveCount(0)
    expect((await keepsake.call('profiles.list')).profiles.map(({ name }) => name)).toEqual([
      'Work',
    ])
  })
})

test('the search leads to a setting in another tab', async () => {
  await withKeepsake({}, async (keepsake) => {
    const dialog = await open(keepsake, 'Storage')
    await expect(dialog.getByText(keepsake.root, { exact: true })).toBeVisible()
    await expect(dialog.getByRole('meter')).toHaveCount(4)
    await dialog.getByRole('searchbox', { name: 'Search settings' }).fill('theme')
    await dialog.getByRole('button', { name: /^Theme/ }).click()
    await expect(dialog.getByRole('tab', { name: 'General' })).toHaveAttribute(
      'aria-selected',
      'true',
    )
    await expect(dialog.getByRole('radio', { checked: true }).first()).toBeFocused()
  })
})

test('a command gets other keys, which the menu and the sheet show, and none twice', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { app, page } = keepsake
    const bound = () =>
      app.evaluate(({ Menu }) => {
        const accelerator = Menu.getApplicationMenu()?.getMenuItemById('new-chat')?.accelerator
        return typeof accelerator === 'string' ? accelerator : ''
      })
    await expect.poll(bound).toBe('CmdOrCtrl+N')
    const dialog = await open(keepsake, 'Shortcuts')
    const keys = dialog.getByRole('button', { name: /^Keys of “New chat”/ })
    await keys.click()
    await page.keyboard.press('Control+Shift+M')
    await expect(dialog.getByText('Ctrl+Shift+M is used by “Choose a model”.')).toBeVisible()
    await page.keyboard.press('Control+J')
    await expect(keys).toHaveText('Ctrl+J')
    await expect.poll(bound).toBe('CmdOrCtrl+J')
    await keys.click()
    await page.keyboard.press('Backspace')
    await expect(keys).toHaveText('None')
    await expect.poll(bound).toBe('')
    await dialog.getByRole('button', { name: 'Reset the keys of “New chat”' }).click()
    await expect.poll(bound).toBe('CmdOrCtrl+N')
    await expect(dialog.getByRole('button', { name: 'Reset all keys' })).toBeDisabled()
  })
})
