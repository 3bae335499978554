import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Keepsake, launch, temporaryFolder, withKeepsake } from './app'
import { answerOpenDialog, give, picture, someFiles } from './attaching'
import { pdfWith } from '../fixtures/pdf'
import { barriers } from './barriers'
import { ask, connect, test } from './server'

const chips = ({ page }: Keepsake) =>
  page.getByRole('list', { name: 'Attached files' }).getByRole('listitem')
const question = ({ page }: Keepsake) => page.getByRole('article', { name: /^You/ })
const reply = ({ page }: Keepsake) => page.getByRole('article', { name: /^test-model/ })
const notices = ({ page }: Keepsake) => page.getByRole('status', { name: 'Notifications' })
const send = ({ page }: Keepsake) => page.getByRole('button', { name: 'Send', exact: true })

/** The contents that the default profile holds, by their hashes. */
function stored(root: string): string[] {
  const folder = join(root, 'profiles/default/attachments')
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.flatMap((name) => /[0-9a-f]{64}$/.exec(name)?.[0] ?? [])
}

const fileOf = (root: string, sha256: string) =>
  join(root, 'profiles/default/attachments', sha256.slice(0, 2), sha256)

async function attach(keepsake: Keepsake, paths: string[]) {
  const before = await chips(keepsake).count()
  await answerOpenDialog(keepsake, paths)
  await keepsake.page.getByRole('button', { name: 'Attach files' }).click()
  await expect(chips(keepsake)).toHaveCount(before + paths.length)
}

test('files come by the dialog, a drop or a paste, and the model gets to see them', async ({
  server,
}) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    const files = someFiles()
    await connect(keepsake, server.at('complete'))
    await attach(keepsake, [files.picture])
    await expect(chips(keepsake)).toContainText([/roof\.png.*Picture, 2\.9 kB/])

    await give(keepsake, 'dragenter', [{ name: 'x', content: Buffer.from('x') }])
    await expect(page.getByText('Drop files to attach them to your message')).toBeVisible()
    await give(keepsake, 'drop', [{ name: 'list.csv', content: Buffer.from('tile,12') }])
    await expect(page.getByText('Drop files to attach them to your message')).toBeHidden()
    await give(keepsake, 'paste', [{ name: 'image.png', content: picture(30, 20) }])
    await expect(chips(keepsake)).toHaveCount(3)
    await expect(chips(keepsake).nth(2)).toContainText('Pasted picture.png')
    await page.getByRole('button', { name: 'Remove Pasted picture.png' }).click()
    await expect(chips(keepsake)).toHaveCount(2)
    await attach(keepsake, [files.document])
    await expect(page.getByText('Test server cannot be sent offer.pdf.')).toBeVisible()

    await ask(keepsake, 'How many tiles?')
    await expect(reply(keepsake)).toContainText('Hello world')
    await expect(chips(keepsake)).toHaveCount(0)
    await expect(reply(keepsake)).toContainText('Not sent: offer.pdf.')
    const sent = JSON.parse(server.seen.at(-1)?.body ?? '{}') as {
      messages: { content: unknown }[]
    }
    const url = `data:image/png;base64,${readFileSync(files.picture).toString('base64')}`
    expect(sent.messages[0]?.content).toEqual([
      { type: 'image_url', image_url: { url } },
      { type: 'text', text: 'list.csv:\n```\ntile,12\n```' },
      { type: 'text', text: '\n\nHow many tiles?' },
    ])

    const shown = question(keepsake).getByRole('button', { name: 'Open picture roof.png' })
    const width = () =>
      shown.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)
    await expect.poll(width).toBe(480)
    await shown.click()
    const dialog = page.getByRole('dialog', { name: 'roof.png' })
    await expect(dialog.getByRole('img', { name: 'roof.png' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Copy picture' }).click()
    await expect(notices(keepsake)).toContainText('Picture copied')
    const size = await keepsake.app.evaluate(({ clipboard }) => clipboard.readImage().getSize())
    expect(size).toEqual({ width: 480, height: 320 })
  })
})

test('files that are not sent yet survive a kill, and a folder is refused in words', async () => {
  const root = temporaryFolder()
  try {
    const before = await launch({ root })
    const files = someFiles()
    await attach(before, [files.picture, files.text])
    await answerOpenDialog(before, [files.folder])
    await before.page.getByRole('button', { name: 'Attach files' }).click()
    await expect(notices(before)).toContainText('was not attached')
    await expect(before.page.getByText('The offline guide cannot read files.')).toBeVisible()
    await before.kill()

    const after = await launch({ root })
    await expect(chips(after)).toContainText(['roof.png', 'notes.txt'])
    await expect(send(after)).toBeEnabled()
    await send(after).click()
    await expect(question(after).getByRole('group', { name: 'File notes.txt' })).toBeVisible()
    const answer = after.page.getByRole('article', { name: /^Offline guide/ })
    await expect(answer).toContainText('I cannot read files')
    await after.quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('a file in two chats is kept once, and goes when the last of them is purged', async ({
  server,
}) => {
  await withKeepsake({}, async (keepsake) => {
    const { page, root } = keepsake
    const files = someFiles()
    await connect(keepsake, server.at('complete'))
    for (const text of ['First', 'Second']) {
      await attach(keepsake, [files.text])
      await ask(keepsake, text)
      await expect(reply(keepsake)).toContainText('Hello world')
      await page.getByRole('button', { name: 'New chat' }).click()
    }
    const [sha256 = '', ...others] = stored(root)
    expect(others).toEqual([])
    const filter = { shown: 'active', projectId: null, tagId: null, sort: 'activity' } as const
    const { items } = await keepsake.call('conversations.list', { filter, after: null, limit: 9 })
    const [second = '', first = ''] = items.map(({ id }) => id)
    const purge = async (id: string) => {
      // As if it had lain there for a day: what is new is left alone.
      utimesSync(fileOf(root, sha256), Date.now() / 1000 - 86_400, Date.now() / 1000 - 86_400)
      await keepsake.call('conversations.delete', { ids: [id] })
      await keepsake.call('conversations.purge', { ids: [id] })
    }
    await purge(first)
    await page.getByRole('button', { name: 'Second', exact: true }).click()
    await expect(question(keepsake).getByRole('group', { name: 'File notes.txt' })).toBeVisible()
    expect(stored(root)).toEqual([sha256])
    await purge(second)
    await expect.poll(() => stored(root)).toEqual([])
  })
})

test('a file is saved under a name that every system takes; what is gone or damaged says so', async ({
  server,
}) => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app, root } = keepsake
    const files = someFiles()
    await connect(keepsake, server.at('complete'))
    await attach(keepsake, [files.write('con.svg', '<svg onload="document.title = 1"/>')])
    await attach(keepsake, [files.picture])
    await ask(keepsake, 'Keep these')
    await expect(reply(keepsake)).toContainText('Hello world')
    const card = question(keepsake).getByRole('group', { name: 'File con.svg' })
    await expect(card).toContainText('Text, 34 bytes')
    const target = join(files.folder, 'saved')
    await app.evaluate(({ dialog }, filePath) => {
      const showSaveDialog = (...asked: unknown[]) => {
        Object.assign(globalThis, { asked: asked.at(-1) })
        return Promise.resolve({ canceled: false, filePath })
      }
      Object.assign(dialog, { showSaveDialog })
    }, target)
    await card.getByRole('button', { name: 'Save con.svg as…' }).click()
    await expect(notices(keepsake)).toContainText('Saved as saved')
    expect(readFileSync(target, 'utf8')).toContain('<svg')
    const asked = await app.evaluate(
      () => (globalThis as unknown as { asked: { defaultPath: string } }).asked,
    )
    expect(asked.defaultPath).toBe('_con.svg')

    const shown = question(keepsake).getByRole('button', { name: 'Open picture roof.png' })
    await expect(shown).toBeVisible()
    const whole = readFileSync(files.picture)
    const sha256 = stored(root).find((name) => readFileSync(fileOf(root, name)).equals(whole)) ?? ''
    writeFileSync(fileOf(root, sha256), Buffer.concat([whole.subarray(0, -1), Buffer.from('x')]))
    await page.reload()
    const broken = question(keepsake).getByRole('group', { name: 'File roof.png' })
    await expect(broken).toContainText('The content of this file is damaged')
    rmSync(fileOf(root, sha256))
    await page.reload()
    await expect(broken).toContainText('The content of this file is missing')
    expect(await page.title()).toBe('Keepsake')

    await attach(keepsake, [files.picture])
    rmSync(fileOf(root, sha256))
    await page.reload()
    await expect(chips(keepsake)).toContainText(['The content of this file is missing'])
  })
})

test('a very long paste becomes a file, and Undo makes it a text again', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    const field = page.getByRole('textbox', { name: 'Message' })
    await field.fill('Sum up: ')
    const long = 'word '.repeat(5000)
    await give(keepsake, 'paste', [], long)
    await expect(chips(keepsake)).toContainText(['Pasted text.txt'])
    await expect(field).toHaveValue('Sum up: ')
    await notices(keepsake).getByRole('button', { name: 'Undo' }).click()
    await expect(chips(keepsake)).toHaveCount(0)
    await expect(field).toHaveValue(`Sum up: ${long}`)
  })
})

test('files can be reached and read in both themes', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    const files = someFiles()
    await connect(keepsake, server.at('complete'))
    await attach(keepsake, [files.picture, files.text])
    await ask(keepsake, 'Look')
    await expect(reply(keepsake)).toContainText('Hello world')
    await attach(keepsake, [files.film, files.picture])
    for (const theme of ['light', 'dark'] as const) {
      await keepsake.call('settings.update', { patch: { theme } })
      expect(await barriers(page)).toEqual([])
      await question(keepsake).getByRole('button', { name: 'Open picture roof.png' }).click()
      await expect(page.getByRole('dialog', { name: 'roof.png' })).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await give(keepsake, 'dragenter', [{ name: 'x', content: Buffer.from('x') }])
      await expect(page.getByText('Drop files to attach them')).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.evaluate(() => window.dispatchEvent(new DragEvent('dragend')))
    }
  })
})

test('a server that takes no documents is sent what a PDF says, and a search finds it', async ({
  server,
}) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('complete'))
    await attach(keepsake, [someFiles().write('plan.pdf', pdfWith('Kartoffelernte im Herbst'))])
    await expect(page.getByText('Test server cannot be sent')).toBeHidden()
    await ask(keepsake, 'When?')
    await expect(reply(keepsake)).toContainText('Hello world')
    await expect(reply(keepsake)).not.toContainText('Not sent')
    expect(server.seen.at(-1)?.body).toContain('Kartoffelernte im Herbst')
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('ernte')
    await expect(page.getByRole('listbox', { name: 'Search results' })).toContainText('Herbst')
  })
})
