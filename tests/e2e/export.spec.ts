import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, expect, type Keepsake, test, withKeepsake } from './app'
import { barriers } from './barriers'
import { answerSaveDialog, chooseFormat, exportDialog, notices } from './exporting'
import { aProject, chat, chatMenu, chats, projectMenu } from './library'

function askedToSave({ app }: Keepsake) {
  return app.evaluate(
    () => (globalThis as unknown as { askedToSave: { defaultPath: string } }).askedToSave,
  )
}

const folderForFiles = () => mkdtempSync(join(tmpdir(), 'keepsake-files-'))

test('one chat is exported from its menu, and the file is shown in its folder', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app } = keepsake
    const [id = ''] = await chats(keepsake, ['Tiles & <beams>'])
    const folder = folderForFiles()
    const file = join(folder, 'tiles.json')
    await answerSaveDialog(keepsake, file)
    await chatMenu(page, 'Tiles & <beams>', 'Export…')
    const dialog = exportDialog(keepsake)
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-checked'))
    await expect.poll(focused).toBe('true')
    await expect(dialog).toContainText('The file will hold 1 chat with 2 messages.')
    await chooseFormat(keepsake, 'llama.cpp JSON')
    await expect(notices(keepsake)).toContainText('Exported 1 chat with 2 messages to tiles.json')
    expect((await askedToSave(keepsake)).defaultPath).toBe(`conversation_${id}_tiles_beams_.json`)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      conv: { id, name: 'Tiles & <beams>' },
      messages: [{ type: 'root' }, { role: 'user' }, { role: 'assistant' }],
    })
    expect(readdirSync(folder)).toEqual(['tiles.json'])

    await app.evaluate(({ shell }) => {
      const showItemInFolder = (path: string) => Object.assign(globalThis, { shown: path })
      Object.assign(shell, { showItemInFolder })
    })
    await page.getByRole('button', { name: 'Show in folder' }).click()
    const shown = () => app.evaluate(() => (globalThis as unknown as { shown?: string }).shown)
    await expect.poll(shown).toBe(file)

    await command(app, 'export-all')
    await chooseFormat(keepsake, 'Markdown')
    await expect
      .poll(async () => (await askedToSave(keepsake)).defaultPath)
      .toMatch(new RegExp(`^${folder}/all_conversations_[0-9-]+\\.md$`))
  })
})

test('selected chats, a project and all of them are exported', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app } = keepsake
    const work = await aProject(keepsake, 'Work')
    await chats(keepsake, ['Alpha', 'Beta'])
    await chats(keepsake, ['Gamma'], work)
    const file = join(folderForFiles(), 'chats.json')
    await answerSaveDialog(keepsake, file)
    const titles = () =>
      (JSON.parse(readFileSync(file, 'utf8')) as { conv: { title: string } }[]).map(
        ({ conv }) => conv.title,
      )

    await chat(page, 'Alpha').click()
    await chat(page, 'Beta').click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('checkbox', { name: 'Select Alpha' }).check()
    const bar = page.getByRole('toolbar', { name: 'Selected chats' })
    await bar.getByRole('button', { name: 'Export…' }).click()
    await expect(exportDialog(keepsake)).toContainText('2 chats')
    await chooseFormat(keepsake, 'Keepsake JSON')
    await expect(notices(keepsake)).toContainText('Exported 2 chats with 4 messages')
    expect(titles().sort()).toEqual(['Alpha', 'Beta'])
    await notices(keepsake).getByRole('button', { name: 'Dismiss' }).click()
    await bar.getByRole('button', { name: 'Clear selection' }).click()
    await expect(bar).toHaveCount(0)

    await projectMenu(page, 'Work', 'Export…')
    await chooseFormat(keepsake, 'Keepsake JSON')
    await expect(notices(keepsake)).toContainText('Exported 1 chat with 2 messages')
    expect(titles()).toEqual(['Gamma'])
    await notices(keepsake).getByRole('button', { name: 'Dismiss' }).click()

    await command(app, 'settings')
    await page.getByRole('tab', { name: 'Data' }).click()
    await page.getByRole('button', { name: 'Export all…' }).click()
    await chooseFormat(keepsake, 'Keepsake JSON')
    await expect(notices(keepsake)).toContainText('Exported 3 chats with 6 messages')
    expect(titles().sort()).toEqual(['Alpha', 'Beta', 'Gamma'])
  })
})

test('closing the dialog of the system exports nothing; a bad place is said in words', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await chats(keepsake, ['Alpha'])
    await answerSaveDialog(keepsake, null)
    await chatMenu(page, 'Alpha', 'Export…')
    await chooseFormat(keepsake, 'Web page')
    await expect(exportDialog(keepsake)).toHaveCount(0)

    const nowhere = join(folderForFiles(), 'gone', 'x.html')
    await answerSaveDialog(keepsake, nowhere)
    await chatMenu(page, 'Alpha', 'Export…')
    await chooseFormat(keepsake, 'Web page')
    await expect(page.getByRole('alert')).toContainText('The file cannot be written there.')
    expect(existsSync(nowhere)).toBe(false)
  })
})

test('a long export shows how far it is and can be cancelled', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app, call } = keepsake
    const [first = ''] = await chats(keepsake, ['Long'])
    for (let doubled = 0; doubled < 40; doubled += 1) {
      await call('conversations.duplicate', { id: first, newId: crypto.randomUUID() })
    }
    const folder = folderForFiles()
    await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const asked: number[] = []
      Object.assign(globalThis, { asked })
      if (window) Object.assign(window, { setProgressBar: (at: number) => asked.push(at) })
    })
    await answerSaveDialog(keepsake, join(folder, 'all.html'))
    await command(app, 'export-all')
    await chooseFormat(keepsake, 'Web page')
    await expect(notices(keepsake)).toContainText('Exported 41 chats')
    const asked = await app.evaluate(() => (globalThis as unknown as { asked: number[] }).asked)
    expect(asked[0]).toBeGreaterThanOrEqual(0)
    expect(asked.at(-1)).toBe(-1)

    const id = crypto.randomUUID()
    await app.evaluate(({ BrowserWindow }, id) => {
      const value = { id, kind: 'export', done: 3, total: 41 }
      const event = { name: 'job.progressed', value }
      BrowserWindow.getAllWindows()[0]?.webContents.send('keepsake:event', event)
    }, id)
    const bar = page.getByRole('progressbar', { name: 'Exporting chats' })
    await expect(bar).toHaveAttribute('aria-valuetext', '3 of 41')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  })
})

test('a cancelled export answers nothing and leaves nothing', async () => {
  await withKeepsake({}, async (keepsake) => {
    await chats(keepsake, ['Alpha'])
    const folder = folderForFiles()
    await answerSaveDialog(keepsake, join(folder, 'all.json'))
    const answer = await keepsake.page.evaluate(async (jobId) => {
      const over = new AbortController()
      const choice = { scope: { all: true as const }, format: 'json', branches: 'all' } as const
      const run = window.api.call('exports.run', { jobId, ...choice }).finally(() => over.abort())
      // Its thread takes longer to start than this to be asked.
      while (!over.signal.aborted) await window.api.call('jobs.cancel', { id: jobId })
      return run
    }, crypto.randomUUID())
    expect(answer).toEqual({ ok: true, value: null })
    expect(readdirSync(folder)).toEqual([])
  })
})

test('the menu offers the export of a chat only where one is open', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app } = keepsake
    const enabled = (id: string) =>
      app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.enabled, id)
    await expect.poll(() => enabled('export-chat')).toBe(false)
    expect(await enabled('export-all')).toBe(true)
    await chats(keepsake, ['Alpha'])
    await chat(page, 'Alpha').click()
    await expect.poll(() => enabled('export-chat')).toBe(true)
  })
})

for (const theme of ['light', 'dark'] as const) {
  test(`neither the dialog nor the tab has a barrier that axe knows (${theme})`, async () => {
    await withKeepsake({}, async (keepsake) => {
      const { page, app, call } = keepsake
      await call('settings.update', { patch: { theme } })
      await chats(keepsake, ['Alpha'])
      await command(app, 'export-all')
      await page.getByRole('radio', { name: 'Markdown' }).click()
      await expect(exportDialog(keepsake)).toContainText('The file will hold')
      await expect(page.getByRole('radio', { name: 'All versions' })).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await command(app, 'settings')
      await page.getByRole('tab', { name: 'Data' }).click()
      expect(await barriers(page)).toEqual([])
    })
  })
}
