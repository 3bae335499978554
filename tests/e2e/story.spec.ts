import { rmSync } from 'node:fs'
import { expect, launch, temporaryFolder } from './app'
import { ask, connect, test } from './server'

/** The numbers n of the words `tn` that stand in a text, in order. */
function numbers(text: string): number[] {
  return [...text.matchAll(/(?<=^|\s)t(\d+)(?=\s|$)/g)].map((found) => Number(found[1]))
}

test('a reply that was killed in the middle is there again, and goes on', async ({ server }) => {
  const root = temporaryFolder()
  try {
    const before = await launch({ root })
    await connect(before, server.at('tokens', 2000, 100))
    await ask(before, 'Count for me')
    const reply = before.page.getByRole('article', { name: /^test-model/ })
    await expect(reply).toContainText('t30 ')
    const shown = numbers(await reply.innerText())
    await before.kill()

    const after = await launch({ root })
    await expect(after.page.getByRole('article', { name: /^You/ })).toContainText('Count for me')
    const again = after.page.getByRole('article', { name: /^test-model/ })
    await expect(again.getByText('Interrupted')).toBeVisible()
    const kept = numbers(await again.innerText())
    expect(kept.length).toBeGreaterThanOrEqual(shown.length)
    expect(kept).toEqual(kept.map((_, index) => index))

    await again.getByRole('button', { name: 'Continue' }).click()
    await expect(after.page.getByRole('button', { name: 'Stop' })).toBeVisible()
    await expect
      .poll(async () => numbers(await again.innerText()).length)
      .toBeGreaterThan(kept.length + 20)
    await after.page.getByRole('button', { name: 'Stop' }).click()
    await expect(again.getByText('Stopped')).toBeVisible()
    await after.quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('closing the program in the middle of a reply keeps what arrived', async ({ server }) => {
  const root = temporaryFolder()
  try {
    const before = await launch({ root })
    await connect(before, server.at('tokens', 2000, 100))
    await ask(before, 'Count for me')
    const reply = before.page.getByRole('article', { name: /^test-model/ })
    await expect(reply).toContainText('t10 ')
    await before.quit()
    const after = await launch({ root })
    const again = after.page.getByRole('article', { name: /^test-model/ })
    await expect(again.getByText('Interrupted')).toBeVisible()
    await expect(again).toContainText('t10 ')
    await after.quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('a reply goes on while its page dies and comes back', async ({ server }) => {
  const root = temporaryFolder()
  const keepsake = await launch({ root })
  try {
    await connect(keepsake, server.at('tokens', 200, 100))
    await ask(keepsake, 'Count for me')
    const reply = keepsake.page.getByRole('article', { name: /^test-model/ })
    await expect(reply).toContainText('t10 ')
    await keepsake.page.reload()
    await expect(reply).toContainText('t199')
    expect(numbers(await reply.innerText())).toEqual([...Array(200).keys()])
  } finally {
    await keepsake.quit()
    rmSync(root, { recursive: true, force: true })
  }
})
