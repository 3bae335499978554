import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, expect, type Keepsake, test, withKeepsake } from './app'
import { answerSaveDialog, chooseFormat, exportDialog, notices } from './exporting'
import { aProject, chatMenu, chats, projectMenu } from './library'

const folderForFiles = () => mkdtempSync(join(tmpdir(), 'keepsake-files-'))
const SWITCHES = [
  'API keys',
  'Agents',
  'Chats',
  'MCP servers',
  'Model servers',
  'Mods',
  'Projects',
  'Prompt templates',
  'Rules and tags',
  'Settings',
  'Sync repositories',
]

async function openFor({ app }: Keepsake) {
  await command(app, 'export-all')
}

test('everything is exported for LiteChat, as far as it is switched on; keys only when asked for', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page, call } = keepsake
    await chats(keepsake, ['Tiles'], await aProject(keepsake, 'Work'))
    const id = '01900000-0000-7000-8000-00000000000a'
    const provider = {
      id,
      kind: 'anthropic' as const,
      name: 'Mine',
      baseUrl: '',
      headers: {},
      parameters: {},
      defaultModel: null,
    }
    await call('settings.update', { patch: { plainKeysAllowed: true } })
    await call('providers.create', { provider, key: 'sk-secret-1' })
    const file = join(folderForFiles(), 'all.json')
    await answerSaveDialog(keepsake, file)
    const found = () => JSON.parse(readFileSync(file, 'utf8'))

    await openFor(keepsake)
    const dialog = exportDialog(keepsake)
    await expect(dialog.getByRole('radio', { name: 'PDF' })).toHaveCount(0)
    await dialog.getByRole('radio', { name: 'LiteChat', exact: true }).click()
    const group = dialog.getByRole('group', { name: 'What the file holds' })
    const boxes = group.getByRole('checkbox')
    const names = await boxes.evaluateAll((all) => all.map((box) => box.ariaLabel ?? ''))
    expect(names.toSorted()).toEqual(SWITCHES)
    await expect(group.getByRole('checkbox', { name: 'API keys' })).not.toBeChecked()
    await expect(dialog).toContainText('1 key or secret header (only where you choose API keys)')
    await dialog.getByRole('button', { name: 'Choose place…' }).click()
    await expect(notices(keepsake)).toContainText(/Exported 1 chat with 2 messages, and \d+ other/)
    expect(found()).toMatchObject({
      version: 1,
      providerConfigs: [{ name: 'Mine', apiKeyId: null }],
      projects: [{ name: 'Work' }],
      conversations: [{ title: 'Tiles' }],
    })
    expect(readFileSync(file, 'utf8')).not.toContain('sk-secret-1')
    await notices(keepsake).getByRole('button', { name: 'Dismiss' }).click()

    await openFor(keepsake)
    await dialog.getByRole('radio', { name: 'LiteChat', exact: true }).click()
    for (const box of await boxes.all()) await box.uncheck()
    await expect(dialog.getByRole('button', { name: 'Choose place…' })).toBeDisabled()
    await group.getByRole('checkbox', { name: 'API keys' }).check()
    await expect(dialog.getByRole('alert')).toContainText('plain text')
    await dialog.getByRole('button', { name: 'Choose place…' }).click()
    await expect(notices(keepsake)).toContainText('1 other entry')
    expect(Object.keys(found())).toEqual(['version', 'exportedAt', 'apiKeys'])
    expect(found().apiKeys).toMatchObject([{ value: 'sk-secret-1' }])
    await notices(keepsake).getByRole('button', { name: 'Dismiss' }).click()

    await projectMenu(page, 'Work', 'Export…')
    await chooseFormat(keepsake, 'LiteChat')
    await expect(notices(keepsake)).toContainText('Exported 1 chat with 2 messages')
    expect(found()).toMatchObject({ project: { name: 'Work' }, children: [{ conversation: {} }] })
  })
})

test('a chat becomes a PDF with its title as text, and what a killed export left is taken away', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    const title = 'Rust <script>document.title = 1</script>'
    await chats(keepsake, [title])
    const folder = folderForFiles()
    const [old, young] = ['keepsake-0123456789ab.partial', 'keepsake-ba9876543210.partial']
    for (const name of [old, young]) writeFileSync(join(folder, name), 'left')
    const yesterday = Date.now() / 1000 - 86_400
    utimesSync(join(folder, old), yesterday, yesterday)
    const file = join(folder, 'rust.pdf')
    await answerSaveDialog(keepsake, file)
    await chatMenu(page, title, 'Export…')
    await chooseFormat(keepsake, 'PDF')
    await expect(notices(keepsake)).toContainText('Exported 1 chat with 2 messages to rust.pdf')
    const pdf = readFileSync(file).toString('latin1')
    expect(pdf.startsWith('%PDF-')).toBe(true)
    expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true)
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(0)
    expect(pdf).not.toMatch(/\/JavaScript|\/JS /)
    expect(readdirSync(folder)).toEqual([young, 'rust.pdf'])
  })
})
