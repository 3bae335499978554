import { dirname } from 'node:path'
import { command, expect, type Keepsake, temporaryFolder, withKeepsake } from './app'
import { barriers } from './barriers'
import {
  aFile,
  answerOpenDialog,
  askedToOpen,
  chooseInMenu,
  dropOn,
  fixtures,
  importDialog,
  importShown,
  largeExport,
  LLAMACPP,
  lookAt,
  notices,
} from './importing'
import { chat, chats, titles } from './library'
import { ask, connect, test } from './server'

const counts = async ({ call }: Keepsake) => (await call('app.storage')).counts

/** Enough that an import of them is still running when something has been done meanwhile. */
const MANY = 3000

/** Begins a large import and waits until it writes. */
async function beginLarge(keepsake: Keepsake, chats = MANY) {
  const dialog = await lookAt(keepsake, largeExport(chats))
  await expect(dialog).toContainText(`${chats} new chats`, { timeout: 30_000 })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('progressbar', { name: 'Importing chats' })).toBeVisible()
  const written = async () => (await counts(keepsake)).conversations
  await expect.poll(written, { intervals: [20] }).toBeGreaterThan(10)
  return dialog
}

test('a file is looked at, imported and reported; the second time all of it exists', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app } = keepsake
    const dialog = await lookAt(keepsake, LLAMACPP)
    expect((await askedToOpen(keepsake)).properties).toContain('openFile')
    const section = dialog.getByRole('region', { name: 'all_conversations_2026-01-01.json' })
    await expect(section).toContainText('llama.cpp')
    await expect(section).toContainText('3 new chats')
    await expect(section).toContainText('1 attached file is not in the export')
    expect(await counts(keepsake)).toEqual({ conversations: 0, messages: 0 })
    await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeFocused()

    await importShown(keepsake)
    await expect(section).toContainText('3 chats imported')
    await expect(section).toContainText('3 items in all')
    await app.evaluate(({ clipboard }) => clipboard.clear())
    await dialog.getByRole('button', { name: 'Copy report' }).click()
    await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
    const copied = await app.evaluate(({ clipboard }) => clipboard.readText())
    expect(copied.split('\n').slice(0, 3)).toEqual([LLAMACPP, 'llama.cpp', '3 chats imported'])
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    expect(await titles(page)).toContain('Rust ownership Q&A 🦀')
    await chat(page, 'Rust ownership Q&A 🦀').click()
    await expect(page.getByRole('main')).toContainText('Cow::Owned')

    await lookAt(keepsake, LLAMACPP)
    expect((await askedToOpen(keepsake)).defaultPath).toBe(dirname(LLAMACPP))
    await expect(section).toContainText('Nothing in it is new.')
    await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
    await section.getByRole('button', { name: 'Already exists 3' }).click()
    const names = section.getByRole('region', { name: 'Already exists' })
    await expect(names.getByRole('listitem')).toHaveCount(3)
    await expect(names).toContainText('Rust ownership Q&A 🦀')
  })
})

test('several files are one report; a damaged, an unknown and an empty one each say why', async () => {
  await withKeepsake({}, async (keepsake) => {
    const damaged = aFile('damaged.json', '[{"title":"x","mapping":{"a":')
    const unknown = aFile('holiday.txt', 'Sun and sea.')
    const empty = aFile('empty.json', '[]')
    const newer = aFile('newer.json', '{"format":"keepsake","version":2,"conv":{"id":"a"}}')
    const dialog = await lookAt(keepsake, LLAMACPP, damaged, unknown, empty, newer)
    const section = (name: string) => dialog.getByRole('region', { name })
    for (const [name, cause] of [
      ['damaged.json', 'This file is damaged'],
      ['holiday.txt', 'Keepsake does not know what is in this file.'],
      ['newer.json', 'A newer version of Keepsake made this file.'],
    ] as const) {
      await expect(section(name)).toContainText(cause)
      await expect(section(name)).toContainText(
        'Nothing was imported, and your history is unchanged.',
      )
    }
    await expect(section('empty.json')).toContainText('There are no chats in it.')
    await importShown(keepsake)
    await expect(section('damaged.json')).toContainText('This file is damaged')
    await expect(section('all_conversations_2026-01-01.json')).toContainText('3 chats imported')
    expect((await counts(keepsake)).conversations).toBe(3)
  })
})

test('a cancelled import leaves nothing behind and says so', async () => {
  await withKeepsake({}, async (keepsake) => {
    await chats(keepsake, ['Mine'])
    await lookAt(keepsake, LLAMACPP)
    await importShown(keepsake)
    await keepsake.page.keyboard.press('Escape')
    const before = await counts(keepsake)

    const dialog = await beginLarge(keepsake)
    await dialog.getByRole('button', { name: 'Cancel import' }).click()
    await expect(dialog).toContainText('The import was cancelled. Nothing of it is left.')
    expect(await counts(keepsake)).toEqual(before)
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    expect(await titles(keepsake.page)).toHaveLength(before.conversations)
    const { hits } = await keepsake.call('search.run', {
      text: 'neither short',
      order: 'newest',
      after: null,
      limit: 5,
    })
    expect(hits).toEqual([])
  })
})

test('an import goes on without its dialog while a reply streams, and is reported then', async ({
  server,
}) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('tokens', 60, 50))
    const dialog = await beginLarge(keepsake)
    await dialog.getByRole('button', { name: 'Continue in background' }).click()
    await expect(dialog).toHaveCount(0)
    await ask(keepsake, 'What do you do meanwhile?')
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
    await expect(page.getByRole('progressbar', { name: 'Importing chats' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0, { timeout: 30_000 })
    await expect(notices(keepsake)).toContainText(`Imported ${MANY} chats`, { timeout: 30_000 })
    await expect(page.getByRole('alert')).toHaveCount(0)
    const [first] = (
      await keepsake.call('conversations.list', {
        filter: { shown: 'active', projectId: null, tagId: null, sort: 'activity' },
        after: null,
        limit: 1,
      })
    ).items
    const { messages } = await keepsake.call('messages.path', {
      conversationId: first?.id ?? '',
      limit: 10,
    })
    expect(messages.map(({ status }) => status)).toEqual(['complete', 'complete'])
    await page.getByRole('button', { name: 'Show report' }).click()
    await expect(dialog).toContainText(`${MANY} chats imported`)
  })
})

test('quitting ends an import; the next start takes back what it wrote', async () => {
  const root = temporaryFolder()
  await withKeepsake({ root }, async (keepsake) => {
    await beginLarge(keepsake)
    await keepsake.quit()
  })
  await withKeepsake({ root }, async (keepsake) => {
    await expect.poll(() => counts(keepsake)).toEqual({ conversations: 0, messages: 0 })
    await expect.poll(() => titles(keepsake.page)).toEqual([])
  })
})

test('what is dropped on the list of chats is looked at, a folder as well; then on the dialog', async () => {
  await withKeepsake({}, async (keepsake) => {
    const list = keepsake.page.getByRole('navigation', { name: 'Conversations' })
    await dropOn(keepsake, list, LLAMACPP, `${fixtures}/jan`)
    const dialog = importDialog(keepsake)
    await expect(dialog).toContainText('3 new chats')
    await expect(dialog.getByRole('region', { name: 'jan', exact: true })).toContainText('Jan')
    await dropOn(keepsake, dialog, `${fixtures}/grok`)
    await expect(dialog.getByRole('region')).toHaveCount(1)
    await expect(dialog.getByRole('region', { name: 'grok' })).toContainText('Grok')
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(dialog).toHaveCount(0)
    expect((await counts(keepsake)).conversations).toBe(0)
  })
})

test('the settings and the menu lead to it, and a window can name no file that was not chosen', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app, call } = keepsake
    await answerOpenDialog(keepsake, `${fixtures}/jan`)
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
    await command(app, 'settings')
    await page.getByRole('tab', { name: 'Data' }).click()
    await expect(page.getByRole('button', { name: 'Import…', exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Import folder…' }).click()
    await expect(importDialog(keepsake)).toContainText('Jan')
    expect((await askedToOpen(keepsake)).properties).toEqual(['openDirectory'])
    await page.keyboard.press('Escape')
    await answerOpenDialog(keepsake)
    await chooseInMenu(keepsake, 'import-folder')
    await expect(importDialog(keepsake)).toHaveCount(0)
    const label = await app.evaluate(
      ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('import')?.label,
    )
    expect(label).toBe('Import…')
    const choice = { jobId: crypto.randomUUID(), paths: [LLAMACPP] }
    await expect(call('imports.run', choice)).rejects.toThrow('bad_input')
  })
})

for (const theme of ['light', 'dark'] as const) {
  test(`the dialog has no barrier that axe knows (${theme})`, async () => {
    await withKeepsake({}, async (keepsake) => {
      const { page, call } = keepsake
      await call('settings.update', { patch: { theme } })
      const litechat = `${fixtures}/litechat/litechat_full_config_2026-01-01_00-01-30.json`
      const dialog = await lookAt(keepsake, litechat, aFile('damaged.json', '[{"mapping":{'))
      await dialog.getByRole('button', { name: /^Could run something/ }).click()
      expect(await barriers(page)).toEqual([])
      await importShown(keepsake)
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await command(keepsake.app, 'settings')
      await page.getByRole('tab', { name: 'Data' }).click()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await beginLarge(keepsake)
      expect(await barriers(page)).toEqual([])
    })
  })
}
