import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Keepsake } from './app'

export const folderForFiles = () => mkdtempSync(join(tmpdir(), 'keepsake-files-'))
export const dialog = ({ page }: Keepsake, name: string) => page.getByRole('dialog', { name })
export const notices = ({ page }: Keepsake) => page.getByRole('status', { name: 'Notifications' })

/** Chooses in the menu itself, as a person does. */
export async function menu({ app }: Keepsake, id: 'back-up' | 'restore-backup') {
  await app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id)
}

/** Answers the dialogs of the system, which save to a file, open it, or choose its folder. */
export async function answerDialogs({ app }: Keepsake, file: string, folder = '') {
  await app.evaluate(
    ({ dialog }, [file, folder]) => {
      Object.assign(dialog, {
        showSaveDialog: () => Promise.resolve({ canceled: false, filePath: file }),
        showOpenDialog: (...asked: unknown[]) => {
          const { properties = [] } = asked.at(-1) as { properties?: string[] }
          const chosen = properties.includes('openDirectory') ? folder : file
          return Promise.resolve({ canceled: false, filePaths: [chosen] })
        },
      })
    },
    [file, folder] as const,
  )
}

export async function backUp(keepsake: Keepsake, passphrase?: string) {
  await menu(keepsake, 'back-up')
  const asking = dialog(keepsake, 'Create a backup')
  if (passphrase !== undefined) {
    await asking.getByRole('switch', { name: 'Include API keys' }).click()
    await asking.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase)
    await asking.getByRole('textbox', { name: 'Repeat passphrase' }).fill(passphrase)
  }
  await asking.getByRole('button', { name: 'Choose place…' }).click()
  await expect(asking.getByRole('status')).toContainText('The backup is complete and verified.')
  return asking
}

export async function preview(keepsake: Keepsake) {
  await menu(keepsake, 'restore-backup')
  const asking = dialog(keepsake, 'Restore a backup')
  await expect(asking.getByRole('listitem', { name: 'Chats' })).toBeVisible()
  return asking
}

export async function deleteAll({ call }: Keepsake, ids: string[]) {
  await call('conversations.delete', { ids })
  await call('conversations.purge', { ids })
}
