import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, type Keepsake, withKeepsake } from './app'
import { ask, connect, test } from './server'
import { ACTIVE } from '../fixtures/lists'

const reply = ({ page }: Keepsake) => page.getByRole('article', { name: /^test-model/ })
const question = ({ page }: Keepsake) => page.getByRole('article', { name: /^You/ })

/** Runs a test on a conversation of one question and one finished reply. */
async function withExchange(url: string, use: (keepsake: Keepsake) => Promise<void>) {
  await withKeepsake({}, async (keepsake) => {
    await connect(keepsake, url)
    await ask(keepsake, 'Hello?')
    await expect(reply(keepsake)).toContainText('Hello world')
    await expect(keepsake.page.getByRole('button', { name: 'Send', exact: true })).toBeVisible()
    await use(keepsake)
  })
}

test('asking again and editing add versions to walk through', async ({ server }) => {
  await withExchange(server.at('complete'), async (keepsake) => {
    const { page } = keepsake
    await reply(keepsake).getByRole('button', { name: 'Regenerate' }).click()
    await expect(reply(keepsake).getByText('2 / 2')).toBeVisible()
    await reply(keepsake).getByRole('button', { name: 'Previous version' }).click()
    await expect(reply(keepsake).getByText('1 / 2')).toBeVisible()
    await expect(reply(keepsake)).toContainText('Hello world')

    await question(keepsake).getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Edit message' }).fill('Good morning?')
    await page.getByRole('button', { name: 'Send as new version' }).click()
    await expect(question(keepsake)).toContainText('Good morning?')
    await expect(question(keepsake).getByText('2 / 2')).toBeVisible()
    await question(keepsake).getByRole('button', { name: 'Previous version' }).click()
    await expect(question(keepsake)).toContainText('Hello?')
    await expect(reply(keepsake).getByText(/\/ 2/)).toBeVisible()
  })
})

test('an edited message is sent by the same key as a new one', async ({ server }) => {
  await withExchange(server.at('complete'), async (keepsake) => {
    const { page } = keepsake
    const field = page.getByRole('textbox', { name: 'Edit message' })
    const edit = () => question(keepsake).getByRole('button', { name: 'Edit' }).click()
    await edit()
    await field.fill('Never sent')
    await page.keyboard.press('Escape')
    await expect(field).toHaveCount(0)
    await expect(question(keepsake)).toContainText('Hello?')

    await edit()
    await field.press('End')
    await field.press('Shift+Enter')
    await field.pressSequentially('Still there?')
    await field.press('Enter')
    await expect(question(keepsake).getByText('2 / 2')).toBeVisible()
    await expect(question(keepsake)).toContainText(/Hello\?\s+Still there\?/)

    await keepsake.call('settings.update', { patch: { sendKey: 'mod-enter' } })
    await edit()
    await field.press('End')
    await field.press('Enter')
    await expect(field).toHaveValue('Hello?\nStill there?\n')
    await field.press('ControlOrMeta+Enter')
    await expect(question(keepsake).getByText('3 / 3')).toBeVisible()
  })
})

test('a deleted message can be brought back', async ({ server }) => {
  await withExchange(server.at('complete'), async (keepsake) => {
    const { page } = keepsake
    await reply(keepsake).getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('menuitem', { name: /only/i }).click()
    await expect(reply(keepsake)).toHaveCount(0)
    await page
      .getByRole('status', { name: 'Notifications' })
      .getByRole('button', { name: 'Undo' })
      .click()
    await expect(reply(keepsake)).toContainText('Hello world')
  })
})

test('a fork is a conversation of its own', async ({ server }) => {
  await withExchange(server.at('complete'), async (keepsake) => {
    await reply(keepsake).getByRole('button', { name: 'Fork' }).click()
    const list = keepsake.page.getByRole('navigation', { name: 'Conversations' })
    await expect(list.getByRole('listitem')).toHaveCount(2)
    await expect(reply(keepsake)).toContainText('Hello world')
  })
})

test('rename, pin, delete and restore from the list', async ({ server }) => {
  await withExchange(server.at('complete'), async (keepsake) => {
    const { page } = keepsake
    const list = page.getByRole('navigation', { name: 'Conversations' })
    const act = async (title: string, action: string) => {
      await list.getByRole('button', { name: `Actions for ${title}` }).click()
      await page.getByRole('menuitem', { name: action, exact: true }).click()
    }
    await act('Hello?', 'Rename')
    await page.getByRole('textbox', { name: 'Conversation title' }).fill('Greetings')
    await page.keyboard.press('Enter')
    await expect(list.getByRole('button', { name: 'Greetings', exact: true })).toBeVisible()

    await act('Greetings', 'Rename')
    await page.getByRole('textbox', { name: 'Conversation title' }).fill('Changed my mind')
    await page.keyboard.press('Escape')
    await expect(list.getByRole('button', { name: 'Greetings', exact: true })).toBeVisible()

    await act('Greetings', 'Pin')
    await expect(list.getByText('Pinned')).toBeVisible()
    await act('Greetings', 'Unpin')
    await expect(list.getByText('Pinned')).toBeHidden()

    await act('Greetings', 'Delete')
    await expect(list.getByRole('listitem')).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(list.getByRole('listitem')).toHaveCount(1)

    await act('Greetings', 'Delete')
    await page.getByRole('button', { name: 'Trash' }).click()
    await page.getByRole('button', { name: 'Restore' }).click()
    await expect(list.getByRole('button', { name: 'Greetings', exact: true })).toBeVisible()
  })
})

test('a change that cannot be written is taken back, and the reason is shown', async ({
  server,
}) => {
  await withExchange(server.at('complete'), async (keepsake) => {
    const { page, root } = keepsake
    const list = page.getByRole('navigation', { name: 'Conversations' })
    const notices = page.getByRole('status', { name: 'Notifications' })
    // Another program holds the database, for longer than the writer waits.
    const other = new Database(join(root, 'profiles/default/keepsake.db'))
    other.exec('BEGIN IMMEDIATE')
    try {
      await list.getByRole('button', { name: 'Actions for Hello?' }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await page.getByRole('textbox', { name: 'Conversation title' }).fill('Never written')
      await page.keyboard.press('Enter')
      await expect(list.getByRole('button', { name: 'Never written', exact: true })).toBeVisible()
      await expect(list.getByRole('button', { name: 'Hello?', exact: true })).toBeVisible()
      await expect(notices).toContainText('was not saved')
    } finally {
      other.close()
    }
  })
})

test('several conversations stream at once, and leaving one does not stop it', async ({
  server,
}) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('tokens', 150, 60))
    await ask(keepsake, 'First')
    await expect(reply(keepsake)).toContainText('t5 ')
    await page.getByRole('button', { name: 'New chat' }).click()
    await ask(keepsake, 'Second')
    await expect(reply(keepsake)).toContainText('t5 ')
    await expect(reply(keepsake)).toContainText('t149')
    const list = page.getByRole('navigation', { name: 'Conversations' })
    await list.getByRole('button', { name: 'First', exact: true }).click()
    await expect(question(keepsake)).toContainText('First')
    await expect(reply(keepsake)).toContainText('t149')
  })
})

test('text typed and not sent survives a kill', async ({ server }) => {
  await withExchange(server.at('complete'), async (keepsake) => {
    await keepsake.page.getByRole('textbox', { name: 'Message' }).fill('Not sent yet')
    const [conversation] = (
      await keepsake.call('conversations.list', { filter: ACTIVE, after: null, limit: 1 })
    ).items
    await expect
      .poll(() => keepsake.call('drafts.get', { id: conversation?.id ?? 'new' }))
      .toMatchObject({ text: 'Not sent yet' })
  })
})
