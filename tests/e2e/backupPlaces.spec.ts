import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, temporaryFolder, test, withKeepsake } from './app'
import {
  answerDialogs,
  backUp,
  deleteAll,
  dialog,
  folderForFiles,
  menu,
  notices,
  preview,
} from './backups'
import { barriers } from './barriers'
import { chat, chats } from './library'
import { open, settings } from './settingsDialog'

test('copies are listed, verified and restored, and no other file can be named', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, root, call } = keepsake
    const ids = await chats(keepsake, ['Alpha'])
    const storage = await open(keepsake, 'Storage')
    await storage.getByRole('button', { name: 'Back up now' }).click()
    await expect(storage.getByText('A copy with 1 chat and 2 messages was made')).toBeVisible()
    await storage.getByRole('button', { name: 'Check database' }).click()
    await expect(storage.getByText('Everything is in order.')).toBeVisible()

    const tab = await open(keepsake, 'Data')
    const copies = tab.getByRole('list', { name: 'Automatic copies' }).getByRole('listitem')
    await expect(copies).toHaveCount(1)
    await tab.getByRole('button', { name: 'Back up now' }).click()
    await expect(copies).toHaveCount(2)
    await expect(copies.first()).toContainText('Made by you')
    await expect(copies.first()).toContainText('1 chat, 2 messages')
    await copies
      .first()
      .getByRole('button', { name: /^Verify/ })
      .click()
    await expect(copies.first().getByText('Verified: it is sound.')).toBeVisible()
    const folder = join(root, 'profiles', 'default', 'backups')
    const [newest = ''] = readdirSync(folder).toSorted().toReversed()
    const bytes = readFileSync(join(folder, newest))
    writeFileSync(join(folder, newest), bytes.fill(7, bytes.length >> 1))
    await copies
      .first()
      .getByRole('button', { name: /^Verify/ })
      .click()
    await expect(copies.first().getByRole('alert')).toContainText('It is damaged')

    await deleteAll(keepsake, ids)
    await copies
      .last()
      .getByRole('button', { name: /^Restore/ })
      .click()
    const asking = dialog(keepsake, 'Restore a backup')
    await expect(asking.getByRole('listitem', { name: 'Chats' })).toContainText('adds 1')
    await asking.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(chat(page, 'Alpha')).toBeVisible()

    for (const name of ['../keepsake.db', 'keepsake.db', 'daily-x.db', '/etc/passwd']) {
      const jobId = crypto.randomUUID()
      await expect(call('backups.verify', { jobId, name })).rejects.toThrow('not_found')
      await expect(call('backups.open', { jobId, name })).rejects.toThrow('not_found')
    }
  })
})

test('a scheduled backup is made at once, and one that fails is loud until it works', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await chats(keepsake, ['Alpha'])
    const folder = join(folderForFiles(), 'disk')
    mkdirSync(folder)
    await answerDialogs(keepsake, '', folder)
    const tab = await open(keepsake, 'Data')
    await tab.getByRole('button', { name: 'Choose folder…' }).click()
    await expect(tab.getByRole('combobox', { name: 'How often' })).toContainText('Daily')
    await expect.poll(() => readdirSync(folder)).toEqual([expect.stringMatching(/\.keepsake$/)])
    const now = tab.getByRole('button', { name: 'Back up to this folder now' })
    await expect(now).toBeVisible()

    rmSync(folder, { recursive: true })
    await now.click()
    await expect(tab.getByRole('alert')).toContainText(folder)
    await page.keyboard.press('Escape')
    const banner = page.getByRole('region', { name: 'Scheduled backups' })
    await expect(banner).toContainText('The scheduled backup was not made.')
    await expect(banner).toContainText('Connect the disk, or choose another folder.')
    await page.reload()
    await expect(banner).toBeVisible()
    await banner.getByRole('button', { name: 'Dismiss' }).click()
    await expect(banner).toHaveCount(0)

    await open(keepsake, 'Data')
    await expect(tab.getByRole('alert')).toContainText(folder)
    mkdirSync(folder)
    await now.click()
    await expect(tab.getByRole('alert')).toHaveCount(0)
    expect(readdirSync(folder)).toHaveLength(1)
  })
})

test('a backup file takes the place of a history that cannot be read', async () => {
  const root = temporaryFolder()
  const file = join(folderForFiles(), 'mine.keepsake')
  await withKeepsake({ root }, async (keepsake) => {
    await chats(keepsake, ['Alpha'])
    await answerDialogs(keepsake, file)
    await backUp(keepsake)
  })
  truncateSync(join(root, 'profiles/default/keepsake.db'), 4096 * 20)
  await withKeepsake({ root }, async (keepsake) => {
    const { page } = keepsake
    await answerDialogs(keepsake, file)
    await page.getByRole('button', { name: 'Restore a backup file…' }).click()
    const question = page.getByRole('alertdialog', { name: 'Restore this backup?' })
    await expect(question).toContainText('mine.keepsake')
    await question.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(notices(keepsake)).toContainText('The damaged file that was here is kept as')
    await expect(chat(page, 'Alpha')).toBeVisible()
  })
  rmSync(root, { recursive: true, force: true })
})

for (const theme of ['light', 'dark'] as const) {
  test(`neither the dialogs nor the tab have a barrier that axe knows (${theme})`, async () => {
    await withKeepsake({}, async (keepsake) => {
      const { page, call } = keepsake
      await call('settings.update', { patch: { theme } })
      await chats(keepsake, ['Alpha'])
      const folder = folderForFiles()
      await answerDialogs(keepsake, join(folder, 'mine.keepsake'), join(folder, 'gone'))
      await menu(keepsake, 'back-up')
      await page.getByRole('switch', { name: 'Include API keys' }).click()
      await page.getByRole('textbox', { name: 'Repeat passphrase' }).fill('x')
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await backUp(keepsake)
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await preview(keepsake)
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      const tab = await open(keepsake, 'Data')
      await tab.getByRole('button', { name: 'Choose folder…' }).click()
      await expect(tab.getByRole('alert')).toBeVisible()
      await tab.getByRole('button', { name: 'Back up now' }).click()
      await tab.getByRole('button', { name: /^Verify/ }).click()
      await expect(tab.getByText('Verified: it is sound.')).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await open(keepsake, 'Storage')
      await settings(page).getByRole('button', { name: 'Check database' }).click()
      await expect(settings(page).getByText('Everything is in order.')).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.reload()
      await expect(page.getByRole('region', { name: 'Scheduled backups' })).toBeVisible()
      expect(await barriers(page)).toEqual([])
    })
  })
}
