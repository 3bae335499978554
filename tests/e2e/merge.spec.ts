import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from './app'
import { barriers } from './barriers'
import { chat } from './library'
import { ask, start, storageTab } from './moving'
import { test } from './storagePlaces'

const WORK = '0190a000-0000-7000-8000-0000000000aa'

/** Every file of a data root with its bytes. */
function snapshot(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(root, name)).isFile())
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(root, name), 'base64')]))
}

test('a profile of another data folder is merged, and undone, and that folder stays as it is', async ({
  place,
}) => {
  const elsewhere = join(place.folder, 'elsewhere')
  const other = await start(place.env, [`--data-dir=${elsewhere}`])
  await ask(other, 'What lies elsewhere?')
  await other.app.close()
  const profiles = join(elsewhere, 'profiles')
  cpSync(join(profiles, 'default'), join(profiles, WORK), { recursive: true })
  writeFileSync(
    join(profiles, WORK, 'profile.json'),
    JSON.stringify({ id: WORK, name: 'Work', createdAt: Date.now() }),
  )
  const before = snapshot(elsewhere)

  const here = await start(place.env)
  const { page } = here
  await ask(here, 'What is here?')
  const others = (await storageTab(here)).getByRole('region', { name: 'Other data folders' })
  await expect(others).toContainText(elsewhere)
  await others.getByRole('button', { name: 'Merge…' }).click()
  await page.getByRole('menuitem', { name: 'Work: 1 conversation, 2 messages' }).click()

  const dialog = page.getByRole('dialog', { name: 'Merge another data folder' })
  await expect(dialog.getByRole('listitem', { name: 'Chats' })).toContainText('adds 1')
  await expect(dialog.getByRole('listitem', { name: 'API keys' })).toHaveCount(0)
  await expect(dialog.getByRole('checkbox', { name: 'Settings' })).not.toBeChecked()
  await expect(dialog).toContainText('API keys are not merged')
  await expect(dialog).toContainText('Work')
  expect(await barriers(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()

  const notices = page.getByRole('status', { name: 'Notifications' })
  await expect(notices).toContainText(`${elsewhere} was merged into your data`)
  await expect(notices).toContainText('Chats: adds 1')
  await expect(chat(page, 'What is here?')).toBeVisible()
  await chat(page, 'What lies elsewhere?').click()
  await expect(page.getByRole('article').first()).toContainText('What lies elsewhere?')
  expect(snapshot(elsewhere)).toEqual(before)

  await notices.getByRole('button', { name: 'Undo restore…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo restore' }).click()
  await expect(chat(page, 'What is here?')).toBeVisible()
  await expect(chat(page, 'What lies elsewhere?')).toHaveCount(0)
  await here.app.close()
})

test('a data folder of a newer version is refused in words', async ({ place }) => {
  const elsewhere = join(place.folder, 'newer')
  const other = await start(place.env, [`--data-dir=${elsewhere}`])
  await ask(other, 'What comes next?')
  await other.app.close()
  const file = join(elsewhere, 'root.json')
  const root = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...root, layout: 99 }))

  const here = await start(place.env)
  await storageTab(here).then((tab) => tab.getByRole('button', { name: 'Merge…' }).click())
  const dialog = here.page.getByRole('dialog', { name: 'Merge another data folder' })
  await expect(dialog.getByRole('alert')).toContainText('used by a newer version of Keepsake')
  await expect(dialog.getByRole('alert')).toContainText('Nothing was changed, here or there.')
  await here.app.close()
})
