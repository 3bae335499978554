import { command, expect, type Keepsake, withKeepsake } from './app'
import { barriers } from './barriers'
import { aProject, chat, chats, project, projectMenu } from './library'
import { connect, test } from './server'

/** Every view of the library, by what brings it up. */
const VIEWS: Record<string, (keepsake: Keepsake) => Promise<void>> = {
  'the library and a selection': async ({ page }) => {
    await project(page, 'Work').press('ArrowRight')
    await page.getByRole('checkbox', { name: 'Select Deep', exact: true }).check()
    await expect(page.getByRole('toolbar', { name: 'Selected chats' })).toBeVisible()
  },
  'the dialog to move chats': async ({ page }) => {
    await page.getByRole('button', { name: 'Move to project…' }).click()
    await expect(page.getByRole('option').first()).toBeVisible()
  },
  'the dialog of tags': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Tags…' }).click()
    await expect(page.getByRole('dialog', { name: 'Tags' })).toBeVisible()
  },
  'the tags to manage': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Manage tags' }).click()
    await expect(page.getByRole('dialog', { name: 'Manage tags' })).toBeVisible()
  },
  'the menu of a project': async ({ page }) => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Clear selection' }).click()
    await project(page, 'Work').click({ button: 'right' })
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'the settings of a project': async ({ page }) => {
    await page.getByRole('menuitem', { name: 'Settings…' }).click()
    await expect(page.getByRole('dialog', { name: 'Project settings' })).toBeVisible()
  },
  'the question before a project is deleted': async ({ page }) => {
    await page.keyboard.press('Escape')
    await projectMenu(page, 'Work', 'Delete…')
    await expect(page.getByRole('radio').first()).toBeVisible()
  },
  'what applies to a chat': async ({ page }) => {
    await page.keyboard.press('Escape')
    await chat(page, 'Deep').click()
    await page.getByRole('button', { name: 'What applies to this chat' }).click()
    await expect(page.getByText('From project Work').first()).toBeVisible()
  },
  'the projects in the settings': async ({ app, page }) => {
    await page.keyboard.press('Escape')
    await command(app, 'settings')
    await page.getByRole('tab', { name: 'Projects' }).click()
    await expect(page.getByRole('button', { name: /^Work/ })).toBeVisible()
  },
  'the statistics': async ({ app, page }) => {
    await page.keyboard.press('Escape')
    await command(app, 'statistics')
    await expect(page.getByRole('table').first()).toBeVisible()
  },
  'the archive': async ({ page }) => {
    await page.getByRole('button', { name: 'Archived', exact: true }).click()
    await expect(page.getByText('Nothing is archived')).toBeVisible()
  },
}

for (const theme of ['light', 'dark'] as const) {
  test(`no view of the library has a barrier that axe knows (${theme})`, async ({ server }) => {
    await withKeepsake({}, async (keepsake) => {
      const { call } = keepsake
      await connect(keepsake, server.at('complete'))
      await call('settings.update', { patch: { theme } })
      const work = await aProject(keepsake, 'Work')
      const clients = await aProject(keepsake, 'Clients', work)
      await call('projects.update', { id: work, patch: { instructions: 'Answer briefly.' } })
      const ids = await chats(keepsake, ['Deep', 'Deeper'], clients)
      const tagId = crypto.randomUUID()
      await call('tags.create', { tag: { id: tagId, name: 'urgent', color: 'red' } })
      await call('conversations.tag', { ids, tagId, on: true })
      for (const [name, show] of Object.entries(VIEWS)) {
        await show(keepsake)
        expect.soft(await barriers(keepsake.page), name).toEqual([])
      }
    })
  })
}
