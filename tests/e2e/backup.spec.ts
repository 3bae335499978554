import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, withKeepsake } from './app'
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
import { chat, chats } from './library'
import { open } from './settingsDialog'

const all = { shown: 'active', projectId: null, tagId: null, sort: 'activity' } as const

test('a backup is made and verified, brings chats back, and the restore is undone', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app } = keepsake
    const ids = await chats(keepsake, ['Alpha', 'Beta'])
    const folder = folderForFiles()
    const file = join(folder, 'mine.keepsake')
    await answerDialogs(keepsake, file)
    const made = await backUp(keepsake)
    await expect(made.getByRole('status')).toContainText('2 chats, 4 messages')
    await expect(made.getByRole('status')).toContainText('Not included')
    expect(readdirSync(folder)).toEqual(['mine.keepsake'])
    await app.evaluate(({ shell }) => {
      const showItemInFolder = (path: string) => Object.assign(globalThis, { shown: path })
      Object.assign(shell, { showItemInFolder })
    })
    await made.getByRole('button', { name: 'Reveal' }).click()
    const shown = () => app.evaluate(() => (globalThis as unknown as { shown?: string }).shown)
    await expect.poll(shown).toBe(file)
    await page.keyboard.press('Escape')

    await deleteAll(keepsake, ids)
    await chats(keepsake, ['Since'])
    await expect(chat(page, 'Alpha')).toHaveCount(0)
    const asking = await preview(keepsake)
    await expect(asking.getByRole('listitem', { name: 'Chats' })).toContainText('adds 2')
    await asking.getByRole('radio', { name: 'Replace' }).click()
    await expect(asking.getByRole('listitem', { name: 'Chats' })).toContainText('removes 1')
    await asking.getByRole('radio', { name: 'Merge' }).click()
    await expect(asking.getByRole('listitem', { name: 'Chats' })).not.toContainText('removes')
    await asking.getByRole('checkbox', { name: 'Settings' }).uncheck()
    await asking.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(notices(keepsake)).toContainText('mine.keepsake was restored')
    await expect(notices(keepsake)).toContainText('Chats: adds 2')
    for (const title of ['Alpha', 'Beta', 'Since']) await expect(chat(page, title)).toBeVisible()

    const tab = await open(keepsake, 'Data')
    await expect(tab.getByRole('button', { name: 'Undo restore…' })).toBeVisible()
    await page.keyboard.press('Escape')
    await notices(keepsake).getByRole('button', { name: 'Undo restore…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo restore' }).click()
    await expect(notices(keepsake)).toContainText('The restore was undone')
    await expect(chat(page, 'Since')).toBeVisible()
    await expect(chat(page, 'Alpha')).toHaveCount(0)
    await open(keepsake, 'Data')
    await expect(tab.getByRole('button', { name: 'Create backup…' })).toBeVisible()
    await expect(tab.getByRole('button', { name: 'Undo restore…' })).toHaveCount(0)
  })
})

test('a key comes back with the passphrase, and with no other', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, call } = keepsake
    await call('settings.update', { patch: { plainKeysAllowed: true } })
    const id = crypto.randomUUID()
    const place = {
      kind: 'openai-compatible',
      name: 'Mine',
      baseUrl: 'http://127.0.0.1:1',
    } as const
    const provider = { ...place, id, headers: {}, parameters: {}, defaultModel: null }
    await call('providers.create', { provider, key: 'sk-TEST-NEEDLE', sessionOnly: false })
    const stateOf = async () =>
      (await call('providers.list')).find((each) => each.id === id)?.keyState
    const file = join(folderForFiles(), 'keys.keepsake')
    await answerDialogs(keepsake, file)
    const made = await backUp(keepsake, 'open sesame')
    await expect(made.getByRole('status')).toContainText('Included, encrypted')
    expect(readFileSync(file).includes('sk-TEST-NEEDLE')).toBe(false)
    await page.keyboard.press('Escape')
    const before = await stateOf()
    rmSync(join(keepsake.root, 'profiles', 'default', 'keys.json'))
    await expect.poll(stateOf).toBe('enter_again')

    const asking = await preview(keepsake)
    const passphrase = asking.getByRole('textbox', { name: 'Passphrase for the keys' })
    await passphrase.fill('open says me')
    await asking.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(asking.getByRole('alert')).toContainText('The passphrase does not open the keys')
    await passphrase.fill('open sesame')
    await asking.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(notices(keepsake)).toContainText('1 key was brought back.')
    expect(await stateOf()).toBe(before)
  })
})

test('a damaged backup is named as one, and changes nothing', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, call } = keepsake
    await chats(keepsake, ['Alpha'])
    const folder = folderForFiles()
    const file = join(folder, 'bad.keepsake')
    await answerDialogs(keepsake, file)
    await backUp(keepsake)
    await page.keyboard.press('Escape')
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const state = () => call('conversations.list', { filter: all, after: null, limit: 10 })
    const before = await state()
    await menu(keepsake, 'restore-backup')
    const asking = dialog(keepsake, 'Restore a backup')
    await expect(asking.getByRole('alert')).toContainText('This backup is damaged')
    await expect(asking.getByRole('button', { name: 'Restore', exact: true })).toHaveCount(0)
    writeFileSync(file, 'Dear diary')
    await asking.getByRole('button', { name: 'Choose another…' }).click()
    await expect(asking.getByRole('alert')).toContainText('or it is not a backup')
    await asking.getByRole('button', { name: 'Close' }).last().click()
    expect(await state()).toEqual(before)

    const tab = await open(keepsake, 'Data')
    await tab.getByRole('button', { name: 'Check backup…' }).click()
    await expect(tab.getByRole('alert')).toContainText('bad.keepsake is damaged')
    await answerDialogs(keepsake, join(folder, 'gone', 'x.keepsake'))
    await page.keyboard.press('Escape')
    await menu(keepsake, 'back-up')
    const create = dialog(keepsake, 'Create a backup')
    await create.getByRole('button', { name: 'Choose place…' }).click()
    await expect(create.getByRole('alert')).toContainText('The file cannot be written there.')
  })
})

test('a cancelled backup answers nothing and leaves nothing', async () => {
  await withKeepsake({}, async (keepsake) => {
    await chats(keepsake, ['Alpha'])
    const folder = folderForFiles()
    await answerDialogs(keepsake, join(folder, 'mine.keepsake'))
    const answer = await keepsake.page.evaluate(async (jobId) => {
      const over = new AbortController()
      const run = window.api
        .call('backups.create', { jobId, passphrase: null })
        .finally(() => over.abort())
      // Its thread takes longer to start than this to be asked.
      while (!over.signal.aborted) await window.api.call('jobs.cancel', { id: jobId })
      return run
    }, crypto.randomUUID())
    expect(answer).toEqual({ ok: true, value: null })
    expect(readdirSync(folder)).toEqual([])
    expect(existsSync(join(keepsake.root, 'profiles', 'default', 'keepsake.db'))).toBe(true)
  })
})
