import { existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, launch, temporaryFolder } from './app'
import { ask, connect, test } from './server'

const database = (root: string) => join(root, 'profiles/default/keepsake.db')

/** A root with one conversation in it, closed. */
async function rootWithHistory(url: string): Promise<string> {
  const root = temporaryFolder()
  const keepsake = await launch({ root })
  await connect(keepsake, url)
  await ask(keepsake, 'Hello?')
  await expect(keepsake.page.getByRole('article', { name: /^test-model/ })).toContainText(
    'Hello world',
  )
  await keepsake.quit()
  return root
}

test('a history that vanished is missed, never replaced by an empty window', async ({ server }) => {
  const root = await rootWithHistory(server.at('complete'))
  try {
    rmSync(database(root))
    const keepsake = await launch({ root })
    await expect(keepsake.page.getByRole('alert')).toBeVisible()
    await expect(keepsake.page.getByText(/1 conversation|1 chat/)).toBeVisible()
    expect(existsSync(database(root))).toBe(false)
    await keepsake.page.getByRole('button', { name: /start new/i }).click()
    await keepsake.page.getByRole('alertdialog').getByRole('button', { name: /start/i }).click()
    await expect(keepsake.page.getByRole('textbox', { name: 'Message' })).toBeVisible()
    await keepsake.quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('a damaged history is kept, and what can be read is rescued', async ({ server }) => {
  const root = await rootWithHistory(server.at('complete'))
  try {
    // The last pages are gone, as after a disk that filled up under another program.
    truncateSync(database(root), 4096 * 40)
    const keepsake = await launch({ root })
    await expect(keepsake.page.getByRole('alert')).toBeVisible()
    await keepsake.page.getByRole('button', { name: /salvage|rescue/i }).click()
    await expect(keepsake.page.getByRole('textbox', { name: 'Message' })).toBeVisible()
    const notices = keepsake.page.getByRole('status', { name: 'Notifications' })
    await expect(notices).toContainText('Rescued')
    // Told once: a page that is loaded again has nothing left to tell.
    expect((await keepsake.call('app.info')).rescued).toBeNull()
    const kept = readdirSync(join(root, 'profiles/default'))
    expect(kept.some((name) => name.startsWith('keepsake.db.damaged-'))).toBe(true)
    await keepsake.quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('a file that is no database is refused, and left as it is', async ({ server }) => {
  const root = await rootWithHistory(server.at('complete'))
  try {
    writeFileSync(database(root), 'This is a letter, and not a database at all. '.repeat(500))
    const keepsake = await launch({ root })
    await expect(keepsake.page.getByRole('alert')).toBeVisible()
    await expect(keepsake.page.getByRole('textbox', { name: 'Message' })).toHaveCount(0)
    await keepsake.quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
