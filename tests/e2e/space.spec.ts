import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Keepsake, test, withKeepsake } from './app'
import { answerOpenDialog } from './attaching'
import { answerDialogs, dialog, folderForFiles, notices } from './backups'
import { barriers } from './barriers'
import { chat, chats } from './library'
import { open, settings } from './settingsDialog'

const profileIn = (root: string) => join(root, 'profiles', 'default')
const room = ({ page }: Keepsake) => page.getByRole('region', { name: 'Room for your chats' })

/** All bytes below a folder, as one text in which words can be looked for. */
function bytesBelow(folder: string): string {
  const names = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))
  const files = names.filter((name) => statSync(name).isFile())
  return files.map((file) => readFileSync(file).toString('latin1')).join('\n')
}

/** A file as somebody has it; answers its path. */
function fileOf(name: string, content: Buffer): string {
  const file = join(folderForFiles(), name)
  writeFileSync(file, content)
  return file
}

/** Resolves when these have been answered, each after the one before. */
async function answered(keepsake: Keepsake, titles: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const title of titles) {
    const [id = ''] = await chats(keepsake, [title])
    const status = async () => {
      const { messages } = await keepsake.call('messages.path', { conversationId: id, limit: 9 })
      return messages.at(-1)?.status
    }
    await expect.poll(status).toBe('complete')
    ids.push(id)
  }
  return ids
}

/** Attaches a file as the user does who chooses it in the system's dialog. */
async function attach(keepsake: Keepsake, draftId: string, path: string) {
  await answerOpenDialog(keepsake, [path])
  await keepsake.call('attachments.choose', { draftId })
}

async function choose({ page }: Keepsake, label: string, value: string) {
  await settings(page).getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: value, exact: true }).click()
}

async function openClear(keepsake: Keepsake) {
  const tab = await open(keepsake, 'Data')
  await tab.getByRole('button', { name: 'Clear all data…' }).click()
  return dialog(keepsake, 'Clear all data')
}

test('all data is cleared after two questions and a backup, and comes back from it', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, root, call } = keepsake
    await chats(keepsake, ['Zanzibarium', 'Beta'])
    await call('drafts.save', { id: 'new', text: 'a draft of zanzibarium' })
    const path = fileOf('zanzibarium.txt', Buffer.from('zanzibarium in a file'))
    await attach(keepsake, 'new', path)
    await call('backups.copyNow')
    expect(bytesBelow(profileIn(root))).toContain('anzibarium')

    const asking = await openClear(keepsake)
    const goes = asking.getByRole('list', { name: 'This goes from the profile “Default”' })
    await expect(goes).toContainText('2 chats')
    await expect(goes).toContainText('1 automatic copy')
    await expect(asking.getByRole('list', { name: 'This stays' })).toContainText('Backups in')
    await asking.getByRole('button', { name: 'Continue…' }).click()
    const last = asking.getByRole('button', { name: 'Clear all data' })
    await expect(last).toBeDisabled()
    await asking.getByRole('textbox', { name: 'Name of the profile' }).fill('Beta')
    await expect(last).toBeDisabled()
    await asking.getByRole('textbox', { name: 'Name of the profile' }).fill('default')
    await last.click()

    await expect(notices(keepsake)).toContainText('All data of this profile was cleared.')
    await expect(page.getByText('No conversations yet')).toBeVisible()
    expect(bytesBelow(profileIn(root)).toLowerCase()).not.toContain('anzibarium')
    expect(
      readdirSync(profileIn(root))
        .toSorted()
        .filter((name) => !name.includes('-')),
    ).toEqual(['keepsake.db', 'profile.json'])
    const [backup = ''] = readdirSync(join(root, 'trash'))
    await expect(notices(keepsake)).toContainText(backup)

    await notices(keepsake).getByRole('button', { name: 'Restore' }).click()
    const restoring = dialog(keepsake, 'Restore a backup')
    await expect(restoring.getByRole('listitem', { name: 'Chats' })).toContainText('adds 2')
    await restoring.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(chat(page, 'Zanzibarium')).toBeVisible()
  })
})

test('without a backup nothing is cleared, unless that is said in words', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, root, call } = keepsake
    await chats(keepsake, ['Alpha'])
    const nowhere = join(folderForFiles(), 'gone', 'backup.keepsake')
    await answerDialogs(keepsake, nowhere)
    const asking = await openClear(keepsake)
    await asking.getByRole('radio', { name: 'In a folder of my choice' }).click()
    await asking.getByRole('button', { name: 'Continue…' }).click()
    await asking.getByRole('textbox', { name: 'Name of the profile' }).fill('Default')
    await asking.getByRole('button', { name: 'Clear all data' }).click()
    await expect(asking.getByRole('alert')).toContainText('nothing was cleared')
    expect((await call('app.storage')).counts.conversations).toBe(1)

    const without = asking.getByRole('button', { name: 'Clear without a backup' })
    await expect(without).toBeDisabled()
    await asking.getByRole('textbox', { name: 'Confirmation' }).fill('clear without a backup')
    await without.click()
    await expect(notices(keepsake)).toContainText('There is no safety backup.')
    await expect(page.getByText('No conversations yet')).toBeVisible()
    expect(existsSync(join(root, 'trash'))).toBe(false)
  })
})

test('the trash is never emptied by itself unless that is chosen, and then it is told of', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, call } = keepsake
    const ids = await chats(keepsake, ['Alpha', 'Beta'])
    await call('conversations.delete', { ids })
    await page.getByRole('button', { name: 'Trash', exact: true }).click()
    await expect(page.getByText('Nothing is removed by itself.')).toBeVisible()
    await page.getByRole('button', { name: 'Empty trash' }).click()
    await expect(page.getByRole('alertdialog')).toContainText('Delete 2 conversations permanently?')
    await expect(page.getByRole('alertdialog')).toContainText(/About .*(byte|kB|MB)/)
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()

    await open(keepsake, 'Data')
    await choose(keepsake, 'Delete chats in the trash for good', 'After 7 days')
    await page.keyboard.press('Escape')
    await expect(page.getByText('deleted for good after 7 days here')).toBeVisible()
    await expect(room(keepsake)).toBeHidden()
    // As one that was chosen elsewhere: these go in a day, which is said at once.
    await call('settings.update', { patch: { trashDays: 1 } })
    await expect(room(keepsake)).toContainText('2 chats in the trash will be deleted for good on')
    await room(keepsake).getByRole('button', { name: 'Open trash' }).click()
    await page.getByRole('button', { name: 'Restore' }).first().click()
    await expect(room(keepsake)).toContainText('1 chat in the trash will be deleted')
    expect((await call('space.trash')).count).toBe(1)
  })
})

test('over the limit the oldest chats go to the trash by name, and come back with Undo', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, call } = keepsake
    const [alpha = '', beta = ''] = await answered(keepsake, ['Alpha', 'Beta', 'Gamma', 'Delta'])
    await call('conversations.update', { ids: [alpha], patch: { pinned: true } })
    await call('settings.update', { patch: { openConversationId: beta } })
    const path = fileOf('large.bin', Buffer.alloc(1_500_000, 7))
    await attach(keepsake, 'new', path)
    await call('settings.update', { patch: { sizeLimit: 1_000_000 } })
    await expect(room(keepsake)).toContainText('more than the limit of 1 MB')
    expect((await call('space.trash')).count).toBe(0)

    await room(keepsake).getByRole('button', { name: 'Free space' }).click()
    const asking = dialog(keepsake, 'Free space')
    await expect(asking.getByRole('list', { name: 'Largest files' })).toContainText('large.bin')
    const oldest = asking.getByRole('list', { name: 'Oldest chats' }).getByRole('listitem')
    await expect(oldest).toHaveText([/^Gamma/, /^Delta/])
    await asking.getByRole('switch', { name: /^Move the oldest chats/ }).click()
    await asking.getByRole('button', { name: 'Close' }).last().click()

    const moved = room(keepsake).getByRole('listitem')
    await expect(moved).toHaveText(['Gamma', 'Delta'])
    await expect(chat(page, 'Gamma')).toBeHidden()
    await room(keepsake).getByRole('button', { name: 'Undo' }).click()
    await expect(chat(page, 'Gamma')).toBeVisible()
    await expect(moved).toHaveCount(0)
    expect((await call('space.trash')).count).toBe(0)
  })
})

test('what is freed is measured: copies, files and the room inside the database', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { call, root } = keepsake
    const ids = await chats(keepsake, ['Alpha', 'Beta'])
    // Leaves room inside the database.
    await call('drafts.save', { id: 'new', text: 'x'.repeat(1_000_000) })
    await call('drafts.save', { id: 'new', text: '' })
    for (let copy = 0; copy < 5; copy += 1) await call('backups.copyNow')
    await call('conversations.delete', { ids: ids.slice(0, 1) })
    const tab = await open(keepsake, 'Storage')
    await tab.getByRole('button', { name: 'Free space' }).click()
    const asking = dialog(keepsake, 'Free space')
    const confirm = keepsake.page.getByRole('alertdialog')

    await asking.getByRole('button', { name: 'Remove copies…' }).click()
    await expect(confirm).toContainText('Remove 2 old copies?')
    await confirm.getByRole('button', { name: 'Remove copies' }).click()
    await expect(asking.getByRole('status')).toContainText('came free.')
    await expect(asking.getByRole('button', { name: 'Remove copies…' })).toBeDisabled()
    expect(readdirSync(join(profileIn(root), 'backups'))).toHaveLength(3)

    await asking.getByRole('button', { name: 'Empty trash…' }).click()
    await expect(confirm).toContainText('Delete 1 chat for good?')
    await confirm.getByRole('button', { name: 'Empty trash' }).click()
    await expect(asking.getByRole('button', { name: 'Empty trash…' })).toBeDisabled()

    await asking.getByRole('button', { name: 'Clear caches…' }).click()
    await confirm.getByRole('button', { name: 'Clear caches' }).click()
    await expect(asking.getByRole('status')).toContainText('came free.')

    await asking.getByRole('button', { name: 'Compact…' }).click()
    await confirm.getByRole('button', { name: 'Compact' }).click()
    await expect(notices(keepsake)).toContainText('The database was compacted')
    await expect(chat(keepsake.page, 'Beta')).toBeVisible()
    expect(await call('space.find')).toMatchObject({ inside: 0 })
  })
})

for (const theme of ['light', 'dark'] as const) {
  test(`what is asked about room can be reached and read (${theme})`, async () => {
    await withKeepsake({}, async (keepsake) => {
      const { page, call } = keepsake
      const ids = await answered(keepsake, ['Alpha', 'Beta', 'Gamma'])
      await call('conversations.delete', { ids: ids.slice(0, 1) })
      const path = fileOf('large.bin', Buffer.alloc(1_500_000, 7))
      await attach(keepsake, ids[1] ?? '', path)
      const patch = { theme, sizeLimit: 1_000_000, makeRoom: true, trashDays: 1 }
      await call('settings.update', { patch })
      await expect(room(keepsake).getByRole('listitem')).not.toHaveCount(0)
      await expect(room(keepsake)).toContainText('will be deleted for good')
      expect(await barriers(page)).toEqual([])
      await room(keepsake).getByRole('button', { name: 'Free space' }).click()
      await expect(dialog(keepsake, 'Free space').getByText('Largest files')).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      const asking = await openClear(keepsake)
      await expect(asking.getByRole('button', { name: 'Continue…' })).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await asking.getByRole('button', { name: 'Continue…' }).click()
      await expect(asking.getByRole('textbox')).toBeFocused()
      expect(await barriers(page)).toEqual([])
    })
  })
}
