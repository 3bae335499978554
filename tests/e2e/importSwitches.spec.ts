import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, launch, temporaryFolder, test, withKeepsake } from './app'
import { barriers } from './barriers'
import { aFile, fixtures, importShown, largeExport, lookAt, notices } from './importing'
import { chats } from './library'

const FULL = join(fixtures, 'litechat/litechat_full_config_2026-01-01_00-01-30.json')

test('what a file holds can be chosen; keys only with a word of their own, and what could run is off', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { app, page, call } = keepsake
    await call('settings.update', { patch: { plainKeysAllowed: true } })
    const dark = { ...JSON.parse(readFileSync(FULL, 'utf8')), settings: { theme: 'dark' } }
    const dialog = await lookAt(keepsake, aFile('full.json', JSON.stringify(dark)))
    const choice = dialog.getByRole('group', { name: 'What is imported' })
    const section = dialog.getByRole('region', { name: 'full.json' })
    const keys = choice.getByRole('checkbox', { name: 'Also import keys' })
    await expect(choice.getByRole('checkbox')).toHaveCount(11)
    await expect(keys).not.toBeChecked()
    await expect(keys).toHaveAccessibleDescription(/They go into the key store/)
    await expect(section).toContainText('4 new chats')
    await expect(section.getByRole('button', { name: 'Model servers 2' })).toBeVisible()
    const off = 'Switched off, because it could run something'
    await section.getByRole('button', { name: `${off} 3` }).click()
    await expect(section.getByRole('region', { name: off })).toContainText('Hello mod')
    expect(await barriers(page)).toEqual([])

    await choice.getByRole('checkbox', { name: 'Chats' }).uncheck()
    await choice.getByRole('checkbox', { name: 'MCP servers' }).uncheck()
    await expect(section.getByRole('button', { name: `${off} 1` })).toBeVisible()
    await expect(section).not.toContainText('new chats')
    await keys.check()
    await expect(section.getByRole('button', { name: 'API keys 1' })).toBeVisible()
    expect((await call('providers.list')).length).toBe(1)

    await importShown(keepsake)
    await expect(section.getByRole('button', { name: 'Settings 1' })).toBeVisible()
    await app.evaluate(({ clipboard }) => clipboard.clear())
    await dialog.getByRole('button', { name: 'Copy report' }).click()
    await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
    const copied = await app.evaluate(({ clipboard }) => clipboard.readText())
    expect(copied).toContain(`${off}: mods: Hello mod`)
    expect(copied).toContain('Not chosen: ')
    expect(copied).not.toContain('SAMPLE-NOT-A')
    await page.keyboard.press('Escape')
    // The window has heard of it all.
    await expect(page.getByRole('navigation')).toContainText('Client Work')
    await expect(page.locator('html')).toHaveClass(/dark/)
    const providers = await call('providers.list')
    expect(providers.find(({ name }) => name === 'OpenRouter')).toMatchObject({
      keyState: 'stored_plain',
    })
    expect((await call('app.storage')).counts.conversations).toBe(0)
  })
})

test('a file with nothing but chats has no switches', async () => {
  await withKeepsake({}, async (keepsake) => {
    const dialog = await lookAt(keepsake, largeExport(3))
    await expect(dialog).toContainText('3 new chats')
    await expect(dialog.getByRole('checkbox')).toHaveCount(0)
  })
})

test('an import that was killed is gone after the next start, and a notice says so once', async () => {
  const root = temporaryFolder()
  const before = await launch({ root })
  await chats(before, ['Mine'])
  const dialog = await lookAt(before, largeExport(3000))
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  const written = async () => (await before.call('app.storage')).counts.conversations
  await expect.poll(written, { intervals: [20] }).toBeGreaterThan(20)
  await before.kill()
  await withKeepsake({ root }, async (keepsake) => {
    await expect(notices(keepsake)).toContainText(
      'An import of large.json was interrupted. What it had added was taken back; import it again.',
    )
    const { counts } = await keepsake.call('app.storage')
    expect(counts.conversations).toBe(1)
    await expect(keepsake.page.getByRole('navigation')).toContainText('Mine')
  })
  await withKeepsake({ root }, async (keepsake) => {
    await expect(keepsake.page.getByRole('navigation')).toContainText('Mine')
    await expect(notices(keepsake)).not.toContainText('interrupted')
  })
  rmSync(root, { recursive: true, force: true })
})
