import { rmSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { command, expect, type Keepsake, launch, temporaryFolder } from './app'
import { bar, lengthen, marks, REPLY, say, written } from './searching'
import { connect, test } from './server'
import { ACTIVE } from '../fixtures/lists'

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const copied = ({ app }: Keepsake) => app.evaluate(({ clipboard }) => clipboard.readText())
const END = '\n\nThis is the end.'

/** Opens a chat whose last reply is this one, which is on disk already. */
async function withReply(url: string, text: string, use: (keepsake: Keepsake) => Promise<void>) {
  const root = temporaryFolder()
  try {
    const before = await launch({ root })
    await connect(before, url)
    const begin = await say(before, 'A large one')
    await before.quit()
    lengthen(root, begin, [written(text + END)])
    const keepsake = await launch({ root })
    await keepsake.page.getByRole('button', { name: 'A large one', exact: true }).click()
    await expect(keepsake.page.getByText('This is the end.')).toBeInViewport()
    await use(keepsake)
    await keepsake.quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Every portion had its turn. */
async function drawn(page: Page) {
  await expect(log(page).locator('article [aria-busy]')).toHaveCount(0, { timeout: 30_000 })
}

function select(element: HTMLElement | SVGElement) {
  getSelection()?.selectAllChildren(element)
}

async function find({ app, page }: Keepsake, words: string) {
  await command(app, 'find')
  await expect(bar(page)).toBeFocused()
  await page.keyboard.type(words)
  await expect.poll(async () => (await marks(page)).current).toEqual([words])
}

/** Whether the stronger mark is in sight. */
function inSight(page: Page) {
  return log(page).evaluate((element) => {
    const [mark] = CSS.highlights.get('found-current') ?? []
    if (!(mark instanceof Range)) return false
    const { top, bottom } = element.getBoundingClientRect()
    const place = mark.getBoundingClientRect()
    return place.height > 0 && place.top >= top && place.bottom <= bottom
  })
}

test('a long table is one table, drawn in groups of rows, copied whole, and found in', async ({
  server,
}) => {
  const rows = Array.from({ length: 900 }, (_, n) => `| **Item ${n}** | ${n * n} | a \\| b |`)
  const table = `| Name | Square | Bars |\n|:--|--:|---|\n${rows.join('\n')}\n`
  await withReply(server.at('text', REPLY), table, async (keepsake) => {
    const { page } = keepsake
    const drawnTable = log(page).getByRole('table')
    await expect(drawnTable).toHaveAttribute('aria-rowcount', '901')
    await drawn(page)
    await expect(drawnTable.getByRole('columnheader')).toHaveText(['Name', 'Square', 'Bars'])
    await expect(drawnTable.getByRole('row')).toHaveCount(901)
    await expect(drawnTable.getByRole('rowgroup')).toHaveCount(24)
    await expect(drawnTable.getByRole('row').nth(378)).toHaveText('Item 377142129a | b')
    const lefts = await drawnTable.evaluate((element) =>
      [0, 1, 450, 900].map((row) =>
        [...(element.querySelectorAll('[role=row]')[row]?.children ?? [])].map((cell) =>
          Math.round(cell.getBoundingClientRect().left),
        ),
      ),
    )
    expect(new Set(lefts.map(String)).size).toBe(1)

    await find(keepsake, 'Item 377')
    await expect.poll(() => inSight(page)).toBe(true)
    await expect(drawnTable.getByText('Item 377', { exact: true })).toBeInViewport()

    await drawnTable.scrollIntoViewIfNeeded()
    await log(page).getByRole('button', { name: 'Copy table' }).click()
    await page.getByRole('menuitem', { name: 'Copy table as CSV' }).click()
    await expect.poll(() => copied(keepsake)).toContain('**Item 899**,808201')
    expect((await copied(keepsake)).trim().split('\n')).toHaveLength(901)
  })
})

test('long code is laid out near what is in sight, coloured there, copied whole, and found in', async ({
  server,
}) => {
  const code = Array.from({ length: 3000 }, (_, n) => `const name${n} = 'text' // line ${n}`)
  const text = `\`\`\`ts\n${code.join('\n')}\n\`\`\``
  await withReply(server.at('text', REPLY), text, async (keepsake) => {
    const { page } = keepsake
    const groups = log(page).locator('pre > code > span')
    await expect(groups).toHaveCount(188)
    // The colours are those of another thread, and of what is near alone.
    await expect(groups.last().locator('span').first()).toHaveCSS('color', /rgb/)
    const coloured = await groups.evaluateAll(
      (all) => all.filter((group) => group.childElementCount > 0).length,
    )
    expect(coloured).toBeLessThan(40)
    expect(await log(page).locator('pre').textContent()).toBe(code.join('\n'))

    await log(page).locator('pre').evaluate(select)
    await page.keyboard.press('ControlOrMeta+c')
    await expect.poll(() => copied(keepsake)).toContain('name2999')
    expect((await copied(keepsake)).trim()).toBe(code.join('\n'))

    await find(keepsake, 'line 1500')
    await expect.poll(() => inSight(page)).toBe(true)
    await expect(groups.nth(93).locator('span').first()).toHaveCSS('color', /rgb/)
    await expect.poll(async () => (await marks(page)).current).toEqual(['line 1500'])

    await log(page).getByRole('button', { name: 'Copy code' }).click()
    await expect.poll(() => copied(keepsake)).toBe(`${code.join('\n')}\n`)
  })
})

test('an enormous reply is drawn in turns, from what is in sight, and without moving it', async ({
  server,
}) => {
  const paragraph = (n: number) =>
    `Paragraph ${n} of *some* words.${n % 7 === 0 ? ` ${'More of them. '.repeat(40)}` : ''}\n\n`
  const text = Array.from({ length: 700 }, (_, n) => paragraph(n)).join('')
  await withReply(server.at('text', REPLY), text, async (keepsake) => {
    const { page } = keepsake
    await expect(page.getByText('Paragraph 699 of')).toBeInViewport()
    await drawn(page)
    await expect(page.getByText('This is the end.')).toBeInViewport()
    const article = page.getByRole('article').last()
    expect(await article.locator('.portion').count()).toBeGreaterThan(8)
    // All of it can be selected and copied, laid out or not.
    await article.locator('[data-content]').evaluate(select)
    await page.keyboard.press('ControlOrMeta+c')
    await expect.poll(() => copied(keepsake)).toContain('Paragraph 350 of some words.')
    for (const n of [0, 100, 500, 699]) {
      expect(await copied(keepsake)).toContain(`Paragraph ${n} of some words.`)
    }

    await page.getByText('Paragraph 350 of').scrollIntoViewIfNeeded()
    await expect(page.getByText('Paragraph 350 of')).toBeInViewport()

    // The reader comes back to the same place, which what is drawn above it does not move.
    await log(page).hover()
    await page.mouse.wheel(0, 5)
    const [chat] = (
      await keepsake.call('conversations.list', { filter: ACTIVE, after: null, limit: 1 })
    ).items
    const id = chat?.id ?? ''
    await expect
      .poll(async () => (await keepsake.call('conversations.get', { id })).scroll)
      .not.toBeNull()
    await page.reload()
    await expect(page.getByText('Paragraph 350 of')).toBeInViewport()
    await drawn(page)
    await expect(page.getByText('Paragraph 350 of')).toBeInViewport()
  })
})
