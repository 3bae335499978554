import { expect, withKeepsake } from './app'
import { chats } from './library'
import { connect, test } from './server'

test('the statistics are a chart and a table of the same numbers', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('complete'))
    await chats(keepsake, ['One', 'Two'])
    await page.getByRole('button', { name: 'Settings', exact: true }).click()
    await page.getByRole('tab', { name: 'Storage' }).click()
    await page.getByRole('button', { name: 'Statistics…' }).click()
    const table = page.getByRole('table', { name: 'By day and model' })
    await expect(table.getByRole('row', { name: /test-model 2/ })).toBeVisible()
    await expect(page.getByRole('img', { name: /^Messages by day/ })).toBeVisible()
    await page.getByRole('radio', { name: '12 months' }).click()
    await page.getByRole('radio', { name: 'Tokens' }).click()
    await expect(page.getByRole('img', { name: /^Tokens by/ })).toBeVisible()
    await expect(page.getByRole('table', { name: 'By month and model' })).toBeVisible()
    await page.getByRole('button', { name: 'Back to the chat' }).click()
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  })
})

test('the number in the question to empty the trash is the true one', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    const many = Array.from({ length: 130 }, (_, index) => `Chat ${index}`)
    const ids = await chats(keepsake, many)
    await keepsake.call('conversations.delete', { ids })
    await page.getByRole('button', { name: 'Trash', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Restore' }).first()).toBeVisible()
    expect(await page.getByRole('button', { name: 'Restore' }).count()).toBeLessThan(60)
    await page.getByRole('button', { name: 'Empty trash' }).click()
    const dialog = page.getByRole('alertdialog', {
      name: 'Delete 130 conversations permanently?',
    })
    await dialog.getByRole('button', { name: 'Empty trash' }).click()
    await expect(page.getByText('The trash is empty')).toBeVisible()
  })
})
