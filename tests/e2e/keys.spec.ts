import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, withKeepsake } from './app'
import { test } from './server'
import { save, typeProvider } from './settingsDialog'

const KEY = 'sk-settings-spec-0123456789'

/** The files below a folder that hold a text. */
function filesWith(folder: string, text: string) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text))
}

test('a key goes to its server and is never shown again', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const dialog = await typeProvider(keepsake, server.at('complete'), KEY)
    const field = dialog.getByRole('textbox', { name: 'API key' })
    await expect(field).toHaveAttribute('type', 'password')
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog.getByRole('status')).toContainText('Connected.')
    expect(server.seen.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`)

    const row = await save(keepsake)
    await row.click()
    await expect(field).toHaveCount(0)
    await expect(dialog.getByRole('group', { name: 'API key' })).toContainText(/^API keyStored/)
    expect(await keepsake.page.content()).not.toContain(KEY)
    expect(JSON.stringify(await keepsake.call('providers.list'))).not.toContain(KEY)

    // Main still has it: a test without a new key uses the stored one.
    const before = server.seen.length
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog.getByRole('status')).toContainText('Connected.')
    expect(server.seen.slice(before).at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`)

    await dialog.getByRole('button', { name: 'Forget key' }).click()
    await keepsake.page.getByRole('alertdialog').getByRole('button', { name: 'Forget key' }).click()
    await expect(field).toHaveValue('')
  })
})

test('where the system has no place for keys, one can be kept for this session only', async ({
  server,
}) => {
  // Chromium's own switch for a desktop without a key ring.
  await withKeepsake({ args: ['--password-store=basic'] }, async (keepsake) => {
    const { page } = keepsake
    const dialog = await typeProvider(keepsake, server.at('complete'), KEY)
    const question = page.getByRole('alertdialog', { name: 'How should this key be kept?' })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog.getByRole('textbox', { name: 'API key' })).toHaveValue(KEY)
    expect((await keepsake.call('providers.list')).at(-1)?.keyState).toBe('none')

    await dialog.getByRole('button', { name: 'Save' }).click()
    await question.getByRole('button', { name: 'Keep for this session' }).click()
    await dialog.getByRole('button', { name: 'Spec server', exact: true }).click()
    await expect(dialog.getByRole('group', { name: 'API key' })).toContainText(
      'Kept until Keepsake is closed',
    )
    expect((await keepsake.call('providers.list')).at(-1)?.keyState).toBe('session')
    expect((await keepsake.call('settings.get')).plainKeysAllowed).toBe(false)
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog.getByRole('status')).toContainText('Connected.')
    expect(server.seen.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(filesWith(keepsake.root, KEY)).toEqual([])
  })
})

test('a refused key is told in words, with the server’s own', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const dialog = await typeProvider(
      keepsake,
      server.at('status', 401, '', 'That key was revoked on Monday.'),
      KEY,
    )
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    const status = dialog.getByRole('status')
    await expect(status).toContainText('did not accept the key')
    await expect(status).toContainText('The server said: That key was revoked on Monday.')
    await expect(status).toContainText('Check the key')
    await expect(status).not.toContainText(KEY)
  })
})
