import { rmSync } from 'node:fs'
import type { Part } from '@contract/entities'
import { command, expect, launch, temporaryFolder } from './app'
import { bar, focused, lengthen, options, REPLY, results, say, written } from './searching'
import { connect, test } from './server'

test('in a long chat the very place is found, also in what is folded or far down a reply', async ({
  server,
}) => {
  const root = temporaryFolder()
  try {
    const before = await launch({ root })
    await connect(before, server.at('text', REPLY))
    const begin = await say(before, 'A long story')
    await before.quit()
    const all = Array.from({ length: 6000 }, (_, n) =>
      written(`Part ${n}. ${'and so on '.repeat(n % 90)}`),
    )
    const thought: Part = { type: 'reasoning', text: 'A quokka, perhaps', milliseconds: 2000 }
    all[4000] = [thought, ...written('What I think is folded')]
    all[4700] = written(
      `${'One paragraph.\n\n'.repeat(150)}At last the quokka.${'\n\nAnd on.'.repeat(150)}`,
    )
    lengthen(root, begin, all)

    const { page, app, quit } = await launch({ root })
    await page.getByRole('button', { name: 'A long story', exact: true }).click()
    await expect(page.getByRole('article').last()).toContainText('Part 5999')
    await command(app, 'find')
    await expect(bar(page)).toBeFocused()
    await page.keyboard.type('quokka')
    const status = page.getByRole('search').getByRole('status')
    await expect(status).toHaveText('2 of 2')
    const log = page.getByRole('log', { name: 'Messages' })
    const inSight = () =>
      log.evaluate((element) => {
        const [mark] = CSS.highlights.get('found-current') ?? []
        if (!(mark instanceof Range)) return null
        const { top, bottom } = element.getBoundingClientRect()
        const place = mark.getBoundingClientRect()
        return place.height > 0 && place.top >= top && place.bottom <= bottom
      })
    await expect.poll(inSight).toBe(true)
    await expect(page.getByText('At last the quokka')).toBeInViewport()
    await page.keyboard.press('Shift+Enter')
    await expect(status).toHaveText('1 of 2')
    await expect(page.getByText('A quokka, perhaps')).toBeInViewport()
    await expect.poll(inSight).toBe(true)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
    await quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('results stand as they were left, however far down', async ({ server }) => {
  const root = temporaryFolder()
  try {
    const before = await launch({ root })
    await connect(before, server.at('text', REPLY))
    const begin = await say(before, 'A long story')
    await before.quit()
    lengthen(
      root,
      begin,
      Array.from({ length: 150 }, (_, n) => written(`Wombat number ${n}`)),
    )

    const { page, app, call, quit } = await launch({ root })
    const query = { text: 'wombat', order: 'newest', after: null, limit: 200 } as const
    // A while after the start what the index lacks is put into it.
    await expect
      .poll(async () => (await call('search.run', query)).hits.length, { timeout: 30_000 })
      .toBe(150)
    await command(app, 'search')
    await page.keyboard.type('wombat')
    await options(page).filter({ hasText: 'more in this chat' }).click()
    await expect(page.locator('[role=option]:focus')).toContainText('Wombat')
    const list = results(page)
    const top = () => list.evaluate((element) => element.parentElement?.scrollTop)
    for (const _ of Array(25)) await page.keyboard.press('ArrowDown')
    const chosen = page.locator('[role=option]:focus')
    const name = await chosen.innerText()
    const place = await top()
    expect(place).toBeGreaterThan(200)
    await page.keyboard.press('Enter')
    await expect(focused(page)).toBeInViewport()
    await page.keyboard.press('Alt+ArrowLeft')
    await expect(chosen).toHaveText(name, { useInnerText: true })
    expect(await top()).toBe(place)
    await quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
