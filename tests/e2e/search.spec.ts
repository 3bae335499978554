import { randomUUIDv7 } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import type { Part } from '@contract/entities'
import { command, expect, type Keepsake, launch, temporaryFolder, withKeepsake } from './app'
import { connect, test } from './server'

const REPLY = 'Algebra and proofs and a **calm** mind.'

const box = (page: Page) => page.getByRole('searchbox', { name: 'Search conversations' })
const results = (page: Page) => page.getByRole('listbox', { name: 'Search results' })
const options = (page: Page) => results(page).getByRole('option')
const bar = (page: Page) => page.getByRole('searchbox', { name: 'Find in chat' })
const focused = (page: Page) => page.locator('article:focus')

/** How many places are marked, and the words at the stronger mark. */
function marks(page: Page) {
  return page.evaluate(() => ({
    all: CSS.highlights.get('found')?.size ?? 0,
    current: [...(CSS.highlights.get('found-current') ?? [])].map(String),
  }))
}

/** Asks without the window, and waits for the reply. */
async function say(keepsake: Keepsake, text: string, parent?: { chat: string; reply: string }) {
  const chat = parent?.chat ?? randomUUIDv7()
  const id = randomUUIDv7()
  const reply = randomUUIDv7()
  await keepsake.call('messages.send', {
    conversationId: chat,
    conversation: parent
      ? null
      : {
          id: chat,
          projectId: null,
          providerId: null,
          model: null,
          instructions: '',
          parameters: null,
        },
    parentId: parent?.reply ?? null,
    id,
    replyId: reply,
    text,
  })
  await finished(keepsake, reply)
  return { chat, id, reply }
}

async function finished(keepsake: Keepsake, id: string) {
  await expect
    .poll(async () => (await keepsake.call('messages.get', { id })).status)
    .toBe('complete')
}

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

/** Puts messages below a reply, in the database itself: the program is not running. */
function lengthen(root: string, { chat, reply }: { chat: string; reply: string }, all: Part[][]) {
  const db = new Database(join(root, 'profiles/default/keepsake.db'))
  const insert = db.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, status, parts, created_at, updated_at)
     VALUES (?, ?, ?, 'assistant', 'complete', ?, ?, ?)`,
  )
  db.transaction(() => {
    let parent = reply
    for (const parts of all) {
      const id = randomUUIDv7()
      insert.run(id, chat, parent, JSON.stringify(parts), Date.now(), Date.now())
      parent = id
    }
    db.prepare(
      'UPDATE conversations SET current_message_id = ?, message_count = ?, scroll = NULL WHERE id = ?',
    ).run(parent, all.length + 2, chat)
  })()
  db.close()
}

const written = (text: string): Part[] => [{ type: 'text', text }]

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
