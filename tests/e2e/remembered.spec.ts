import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, launch, temporaryFolder } from './app'
import { ask, connect, test } from './server'
import { ACTIVE } from '../fixtures/lists'

test('what the window looked like survives a kill one second later', async ({ server }) => {
  const root = temporaryFolder()
  try {
    const before = await launch({ root })
    await connect(before, server.at('tokens', 400))
    await ask(before, 'First')
    const log = before.page.getByRole('log', { name: 'Messages' })
    await expect(log).toContainText('t399')
    await before.page.getByRole('button', { name: 'New chat' }).click()
    await ask(before, 'Second')
    await expect(log).toContainText('t399')
    await before.call('settings.update', { patch: { theme: 'dark', sidebarWidth: 333 } })
    await before.page.getByRole('textbox', { name: 'Message' }).fill('A thought, not sent')
    await log.evaluate((element) => element.scrollTo({ top: 40 }))
    // All of it is on disk within a second, by the program's own account.
    const [open] = (
      await before.call('conversations.list', { filter: ACTIVE, after: null, limit: 1 })
    ).items
    const id = open?.id ?? ''
    const bounds = () => JSON.parse(readFileSync(join(root, 'settings.json'), 'utf8')).window
    await expect.poll(() => before.call('drafts.get', { id }), { timeout: 1000 }).not.toBeNull()
    await expect
      .poll(async () => (await before.call('conversations.get', { id })).scroll, { timeout: 1000 })
      .not.toBeNull()
    await before.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 50, width: 900, height: 620 }),
    )
    await expect.poll(bounds, { timeout: 1000 }).toMatchObject({ width: 900, height: 620 })
    await before.kill()

    const after = await launch({ root })
    await expect(after.page.getByRole('article', { name: /^You/ })).toContainText('Second')
    await expect(after.page.getByRole('textbox', { name: 'Message' })).toHaveValue(
      'A thought, not sent',
    )
    await expect(after.page.locator('html')).toHaveClass(/dark/)
    const scrolled = after.page.getByRole('log', { name: 'Messages' })
    await expect.poll(() => scrolled.evaluate((element) => element.scrollTop)).toBeLessThan(60)
    const sidebar = after.page.getByRole('navigation', { name: 'Conversations' })
    expect((await sidebar.boundingBox())?.width).toBeCloseTo(333, -1)
    const size = await after.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
    )
    expect(size).toMatchObject({ width: 900, height: 620 })
    await after.quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
