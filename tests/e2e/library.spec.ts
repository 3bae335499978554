import { expect, withKeepsake } from './app'
import { aProject, chat, chatMenu, chats, project, projectMenu, titles, undo } from './library'
import { connect, test } from './server'

test('projects are made in each other, renamed, and found by their letters', async () => {
  await withKeepsake({}, async ({ page, call }) => {
    await page.getByRole('button', { name: 'New project' }).click()
    await page.getByRole('textbox', { name: 'Project name' }).fill('Work')
    await page.getByRole('button', { name: 'Create' }).click()
    await expect(page.getByRole('heading', { name: 'Work' })).toBeVisible()

    await projectMenu(page, 'Work', 'New project inside')
    await page.getByRole('textbox', { name: 'Project name' }).fill('Clients')
    await page.keyboard.press('Enter')
    await expect(project(page, 'Clients')).toHaveAttribute('aria-level', '2')

    await project(page, 'Clients').press('F2')
    await page.getByRole('textbox', { name: 'Project name' }).fill('Customers')
    await page.keyboard.press('Enter')
    await expect(project(page, 'Customers')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(project(page, 'Work')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(project(page, 'Customers')).toHaveCount(0)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('c')
    await expect(project(page, 'Customers')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Customers' })).toBeVisible()
    expect((await call('projects.list')).map(({ name }) => name).sort()).toEqual([
      'Customers',
      'Work',
    ])
  })
})

test('chats move by the dialog and by hand, and Undo brings them back', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    const work = await aProject(keepsake, 'Work')
    const clients = await aProject(keepsake, 'Clients', work)
    const [first = '', second = ''] = await chats(keepsake, ['First', 'Second'])
    const where = async (id: string) => (await keepsake.call('conversations.get', { id })).projectId

    await chatMenu(page, 'First', 'Move to project…')
    await expect(page.getByRole('combobox', { name: 'Find a project' })).toBeFocused()
    await page.keyboard.type('cli')
    await page.keyboard.press('Enter')
    await expect.poll(() => where(first)).toBe(clients)
    await undo(page)
    await expect.poll(() => where(first)).toBeNull()

    await chat(page, 'Second').dragTo(project(page, 'Work'))
    await expect.poll(() => where(second)).toBe(work)
    await project(page, 'Work').click()
    await expect.poll(() => titles(page)).toEqual(['Second'])
    await chat(page, 'Second').dragTo(project(page, 'All chats'))
    await expect.poll(() => where(second)).toBeNull()
    await expect(page.getByText('No chats in this project')).toBeVisible()

    await project(page, 'Work').press('ArrowRight')
    await project(page, 'Clients').dragTo(project(page, 'All chats'))
    await expect(project(page, 'Clients')).toHaveAttribute('aria-level', '1')
    await projectMenu(page, 'Work', 'Move…')
    await page.getByRole('option', { name: 'Clients' }).click()
    await expect(project(page, 'Work')).toHaveAttribute('aria-level', '2')
  })
})

test('a new chat begins in the project that is shown', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('complete'))
    await aProject(keepsake, 'Work')
    await project(page, 'Work').click()
    await page.getByRole('button', { name: 'New chat' }).click()
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello there')
    await page.keyboard.press('Enter')
    await expect(chat(page, 'Hello there')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Show project Work' })).toBeVisible()
  })
})

test('many chats are chosen with the keyboard and the mouse, deleted and brought back', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await chats(keepsake, ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'])
    const bar = page.getByRole('toolbar', { name: 'Selected chats' })
    await chat(page, 'Epsilon').click()
    await chat(page, 'Gamma').click({ modifiers: ['Shift'] })
    await expect(bar).toContainText('3 selected')
    await chat(page, 'Delta').click({ modifiers: ['ControlOrMeta'] })
    await expect(bar).toContainText('2 selected')
    await bar.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => titles(page)).toEqual(['Delta', 'Beta', 'Alpha'])
    await undo(page)
    await expect.poll(() => titles(page)).toEqual(['Epsilon', 'Delta', 'Gamma', 'Beta', 'Alpha'])

    await chat(page, 'Beta').focus()
    await page.keyboard.press('Shift+ArrowDown')
    await expect(page.getByRole('checkbox', { name: 'Select Alpha' })).toBeChecked()
    await page.keyboard.press('ControlOrMeta+a')
    await expect(bar).toContainText('5 selected')
    await page.keyboard.press('Escape')
    await expect(bar).toHaveCount(0)
    await page.keyboard.press('g')
    await expect(chat(page, 'Gamma')).toBeFocused()
  })
})

test('tags are given, seen in the list, and narrow it', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await chats(keepsake, ['Alpha', 'Beta'])
    await chatMenu(page, 'Alpha', 'Tags…')
    await page.getByRole('textbox', { name: 'New tag' }).fill('urgent')
    await page.getByRole('radio', { name: 'Red' }).click()
    await page.getByRole('button', { name: 'Add tag' }).click()
    await expect(page.getByRole('checkbox', { name: 'urgent' })).toBeChecked()
    await page.getByRole('button', { name: 'Done' }).click()
    const chips = page
      .getByRole('navigation', { name: 'Conversations' })
      .getByRole('list', { name: 'Tags' })
    await chips.getByRole('button', { name: 'urgent' }).click()
    await expect.poll(() => titles(page)).toEqual(['Alpha'])
    await expect(page.getByText('Tags: urgent')).toBeAttached()

    await page.getByRole('button', { name: 'Manage tags' }).click()
    await page.getByRole('textbox', { name: 'Name of urgent' }).fill('soon')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Delete tag soon' }).click()
    await expect(page.getByRole('textbox', { name: /^Name of/ })).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect.poll(() => titles(page)).toEqual(['Beta', 'Alpha'])
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await chips.getByRole('button', { name: 'soon' }).click()
    await expect.poll(() => titles(page)).toEqual(['Alpha'])
  })
})

test('an archived chat is in the archive alone, until it comes back', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await chats(keepsake, ['Alpha', 'Beta'])
    await chatMenu(page, 'Alpha', 'Archive')
    await expect.poll(() => titles(page)).toEqual(['Beta'])
    await page.getByRole('button', { name: 'Archived', exact: true }).click()
    await expect.poll(() => titles(page)).toEqual(['Alpha'])
    await chatMenu(page, 'Alpha', 'Unarchive')
    await expect(page.getByText('Nothing is archived')).toBeVisible()
    await page.getByRole('button', { name: 'Show all chats' }).click()
    await expect.poll(() => titles(page)).toEqual(['Beta', 'Alpha'])
  })
})

test('the list is sorted as it was chosen, also when the window loads again', async () => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await chats(keepsake, ['beta', 'Alpha', 'Gamma'])
    await page.getByRole('button', { name: 'Sort chats' }).click()
    await page.getByRole('menuitemradio', { name: 'Title' }).click()
    await expect.poll(() => titles(page)).toEqual(['Alpha', 'beta', 'Gamma'])
    await page.reload()
    await expect.poll(() => titles(page)).toEqual(['Alpha', 'beta', 'Gamma'])
  })
})

for (const [choice, left] of [
  ['Keep, without a project', ['Inside', 'Deep', 'Outside']],
  ['Move to the trash', ['Outside']],
] as const) {
  test(`a project is deleted and brought back: ${choice}`, async () => {
    await withKeepsake({}, async (keepsake) => {
      const { page } = keepsake
      const work = await aProject(keepsake, 'Work')
      const clients = await aProject(keepsake, 'Clients', work)
      await chats(keepsake, ['Outside'])
      const [deep = ''] = await chats(keepsake, ['Deep'], clients)
      await chats(keepsake, ['Inside'], work)

      await projectMenu(page, 'Work', 'Delete…')
      const dialog = page.getByRole('alertdialog')
      await expect(dialog).toContainText('It holds 1 project inside, 2 chats, and 4 messages.')
      await dialog.getByRole('radio', { name: choice }).click()
      await dialog.getByRole('button', { name: 'Delete project' }).click()
      await expect(project(page, 'Work')).toHaveCount(0)
      await expect.poll(() => titles(page)).toEqual([...left])

      await undo(page)
      await expect(project(page, 'Work')).toBeVisible()
      await expect.poll(() => titles(page)).toEqual(['Inside', 'Deep', 'Outside'])
      await expect
        .poll(async () => (await keepsake.call('conversations.get', { id: deep })).projectId)
        .toBe(clients)
    })
  })
}

test('a chat inherits from its projects, and the header says so', async ({ server }) => {
  await withKeepsake({}, async (keepsake) => {
    const { page } = keepsake
    await connect(keepsake, server.at('complete'))
    const work = await aProject(keepsake, 'Work')
    await aProject(keepsake, 'Clients', work)
    const clients = (await keepsake.call('projects.list')).find(({ name }) => name === 'Clients')
    await chats(keepsake, ['Deep'], clients?.id)

    await projectMenu(page, 'Work', 'Settings…')
    await page.getByRole('textbox', { name: 'Instructions' }).fill('Answer briefly.')
    await page.getByRole('textbox', { name: 'Temperature' }).fill('7')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('This number is not possible here.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Temperature' }).fill('0.3')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)

    await chat(page, 'Deep').click()
    await expect(page.getByRole('navigation', { name: 'Projects of this chat' })).toContainText(
      'WorkClients',
    )
    await page.getByRole('button', { name: 'What applies to this chat' }).click()
    const facts = page.getByRole('dialog', { name: 'What applies to this chat' })
    await expect(facts).toContainText('InstructionsFrom project WorkAnswer briefly.')
    await expect(facts).toContainText('TemperatureFrom project Work0.3')
    await expect(facts).toContainText('ModelFrom the settingstest-model')

    await facts.getByRole('button', { name: 'Chat settings…' }).click()
    await page.getByRole('textbox', { name: 'Temperature' }).fill('1')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.getByRole('button', { name: 'What applies to this chat' }).click()
    await expect(facts).toContainText('TemperatureFrom this chat1')
  })
})
