import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { command, expect, launch, temporaryFolder } from './app'
import { box, lengthen, options, REPLY, say, written } from './searching'
import { connect, test } from './server'

/** Makes noise of the index by which parts of words are found, while the program is closed. */
function damageIndex(root: string): void {
  const file = join(root, 'profiles/default/keepsake.db')
  const db = new Database(file)
  const pages = db
    .prepare(`SELECT pageno FROM dbstat WHERE name = 'search_words'`)
    .pluck()
    .all() as number[]
  db.close()
  const handle = openSync(file, 'r+')
  const noise = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251))
  for (const page of pages) writeSync(handle, noise, 0, noise.length, (page - 1) * 4096)
  closeSync(handle)
}

test('a damaged search index is made again by itself, and chats go on meanwhile', async ({
  server,
}) => {
  const root = temporaryFolder()
  const query = { text: 'omba', order: 'newest', after: null, limit: 200 } as const
  try {
    const before = await launch({ root })
    await connect(before, server.at('text', REPLY))
    const begin = await say(before, 'About wombats')
    await before.quit()
    const all = Array.from({ length: 120 }, (_, n) => written(`Wombat${n} is number ${n}`))
    lengthen(root, begin, all)
    const filled = await launch({ root })
    const count = async () => (await filled.call('search.run', query)).hits.length
    await expect.poll(count, { timeout: 30_000 }).toBe(122)
    const { hits } = await filled.call('search.run', query)
    await filled.quit()
    damageIndex(root)

    const keepsake = await launch({ root })
    const { page, app, call, quit } = keepsake
    await page.getByRole('button', { name: 'About wombats', exact: true }).click()
    await expect(page.getByRole('article').last()).toContainText('Wombat119')
    await command(app, 'search')
    await expect(box(page)).toBeFocused()
    await page.keyboard.type('omba')
    await say(keepsake, 'Are you still there?')
    // The window asks again by itself, when the index is complete.
    await expect(options(page).first()).toBeVisible({ timeout: 30_000 })
    await expect
      .poll(async () => (await call('search.run', query)).incomplete, { timeout: 30_000 })
      .toBe(false)
    expect((await call('search.run', query)).hits).toEqual(hits)
    await quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
