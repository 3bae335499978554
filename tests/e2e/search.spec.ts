import { randomUUIDv7 } from 'node:crypto'
import { command, expect, withKeepsake } from './app'
import { bar, box, finished, focused, marks, options, REPLY, say } from './searching'
import { connect, test } from './server'

test('typing finds titles and texts, and a result leads to its message on another branch', async ({
  server,
}) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('text', REPLY))
    const first = await say(keepsake, 'How does math work?')
    await say(keepsake, 'Nothing of the kind')
    const replyId = randomUUIDv7()
    const edited = { id: first.id, newId: randomUUIDv7(), replyId, text: 'Something else' }
    await keepsake.call('messages.edit', edited)
    await finished(keepsake, replyId)

    await command(keepsake.app, 'search')
    await expect(box(page)).toBeFocused()
    await page.keyboard.type('math')
    await expect(page.getByRole('status').getByText('2 results')).toBeVisible()
    await expect(options(page)).toHaveCount(2)
    await expect(options(page).filter({ hasText: 'Found in the title' })).toHaveCount(1)
    const hit = options(page).filter({ hasText: 'You' })
    await expect(hit.locator('mark')).toHaveText('math')

    await hit.click()
    await expect(focused(page)).toContainText('How does math work?')
    await expect(focused(page)).toBeInViewport()
    await expect.poll(() => marks(page)).toMatchObject({ all: 1 })
    await expect(page.getByText('1 / 2')).toBeVisible()

    await page.getByRole('button', { name: 'Back to results' }).click()
    await expect(box(page)).toHaveValue('math')
    await expect(hit).toBeFocused()
    expect(await marks(page)).toMatchObject({ all: 0 })
    await page.keyboard.press('Enter')
    await expect(focused(page)).toContainText('How does math work?')
    await page.keyboard.press('Alt+ArrowLeft')
    await expect(hit).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(box(page)).toBeFocused()
  })
})

test('results are walked through with the keys, and filters are completed', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('text', REPLY))
    await keepsake.call('projects.create', {
      project: { id: randomUUIDv7(), parentId: null, name: 'Tax return' },
    })
    await say(keepsake, 'One question about proofs')
    await box(page).pressSequentially('proofs fr')
    const filters = page.getByRole('listbox', { name: 'Filters' })
    await expect(filters.getByRole('option', { name: 'from:model' })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(box(page)).toHaveValue('proofs from:me ')
    await expect(options(page)).toHaveCount(1)
    await page.keyboard.type('in:ret')
    await expect(filters.getByRole('option')).toHaveText(['in:"Tax return"'])
    await page.keyboard.press('Tab')
    await expect(box(page)).toHaveValue('proofs from:me in:"Tax return" ')
    await expect(page.getByText('Nothing found for')).toBeVisible()

    await box(page).fill('proofs')
    await expect(options(page)).toHaveCount(3)
    await page.keyboard.press('ArrowDown')
    await expect(options(page).nth(0)).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(options(page).nth(1)).toBeFocused()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect(focused(page)).toBeInViewport()
  })
})

test('finding in a chat counts and steps through all its messages', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('text', REPLY))
    let last = await say(keepsake, 'The needle is here, and a Needle there')
    for (let n = 0; n < 14; n += 1) last = await say(keepsake, `Straw number ${n}`, last)
    last = await say(keepsake, 'One more needle', last)
    await page
      .getByRole('button', { name: /^The needle is here/ })
      .first()
      .click()
    await expect(page.getByRole('article', { name: /^You/ }).last()).toContainText('One more')

    await command(keepsake.app, 'find')
    await expect(bar(page)).toBeFocused()
    await page.keyboard.type('needle')
    const status = page.getByRole('search').getByRole('status')
    await expect(status).toHaveText('3 of 3')
    await expect.poll(() => marks(page)).toEqual({ all: 1, current: ['needle'] })
    await page.keyboard.press('Enter')
    await expect(status).toHaveText('1 of 3')
    const early = page.getByRole('article', { name: /^You/ }).filter({ hasText: 'needle is here' })
    await expect(early).toBeInViewport()
    await page.getByRole('button', { name: 'Next match' }).click()
    await expect(status).toHaveText('2 of 3')
    await expect.poll(() => marks(page)).toEqual({ all: 2, current: ['Needle'] })
    await page.keyboard.press('Shift+F3')
    await expect(status).toHaveText('1 of 3')

    // What is said meanwhile counts too, and nothing moves.
    await say(keepsake, 'A last needle', last)
    await expect(status).toHaveText('1 of 4')
    await expect(early).toBeInViewport()

    await bar(page).fill('no such words')
    await expect(status).toHaveText('0 results')
    await page.keyboard.press('Escape')
    await expect(bar(page)).toHaveCount(0)
    expect(await marks(page)).toEqual({ all: 0, current: [] })
  })
})

test('a narrow window has the field in the page, and the trash is found there', async ({
  server,
}) => {
  await withKeepsake({}, async (keepsake) => {
    const { page, app } = keepsake
    await connect(keepsake, server.at('text', REPLY))
    const gone = await say(keepsake, 'Of no more use')
    await keepsake.call('conversations.delete', { ids: [gone.chat] })
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ width: 560, height: 700 }),
    )
    await expect(box(page)).toHaveCount(0)
    await page.getByRole('button', { name: 'Show sidebar' }).click()
    await page.getByRole('button', { name: 'Search conversations' }).click()
    await expect(box(page)).toBeFocused()
    await expect(box(page)).toHaveCount(1)

    await page.keyboard.type('use')
    await expect(page.getByText('Nothing found for')).toBeVisible()
    await box(page).fill('use in:trash')
    await expect(options(page).last()).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(options(page).first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Trash' })).toBeVisible()
    await command(app, 'search')
    await expect(box(page)).toHaveValue('use in:trash')
    await expect(box(page)).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('heading', { name: 'Search every conversation' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
  })
})
