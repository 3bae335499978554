import type { Page } from '@playwright/test'
import { expect, type Keepsake } from './app'

export const settings = (page: Page) => page.getByRole('dialog', { name: 'Settings' })

export async function open({ page }: Keepsake, tab: string) {
  if (!(await settings(page).isVisible())) {
    await page.getByRole('button', { name: 'Settings', exact: true }).click()
  }
  await settings(page).getByRole('tab', { name: tab }).click()
  return settings(page)
}

/** Opens the form of a new provider and types what is given. */
export async function typeProvider(keepsake: Keepsake, baseUrl: string, key?: string) {
  const dialog = await open(keepsake, 'Providers')
  await dialog.getByRole('button', { name: 'Add provider' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Spec server')
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill(baseUrl)
  if (key) await dialog.getByRole('textbox', { name: 'API key' }).fill(key)
  return dialog
}

/** Saves, and allows a key in clear where the system has no place for keys. */
export async function save({ page }: Keepsake) {
  const saved = settings(page).getByRole('button', { name: 'Spec server', exact: true })
  const question = page.getByRole('alertdialog').getByRole('button', { name: 'Store in clear' })
  await settings(page).getByRole('button', { name: 'Save' }).click()
  await expect(saved.or(question)).toBeVisible()
  if (await question.isVisible()) await question.click()
  await expect(saved).toBeVisible()
  return saved
}
