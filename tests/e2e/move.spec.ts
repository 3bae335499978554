import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from './app'
import { barriers } from './barriers'
import { chat } from './library'
import {
  answerFolderDialog,
  ask,
  interruptedMove,
  moveDialog,
  moveTo,
  start,
  storageTab,
} from './moving'
import { command, portableCopy, test } from './storagePlaces'

test('data moves through the settings, and the old copy is deleted by choice', async ({
  place,
}) => {
  const first = await start(place.env)
  expect(first.root).toBe(join(place.appData, 'data'))
  await ask(first, 'What is a keepsake?')
  const attachment = join(first.root, 'profiles/default/attachments/ab/abcd')
  mkdirSync(join(attachment, '..'), { recursive: true })
  writeFileSync(attachment, 'a picture')
  const target = join(place.folder, 'big disk', 'chats ünï')
  mkdirSync(target, { recursive: true })
  const dialog = await moveTo(first, target)
  await expect(dialog.getByRole('status')).toContainText(first.root)
  expect(await barriers(first.page)).toEqual([])
  await dialog.getByRole('button', { name: 'Move and restart' }).click()
  await first.gone

  const second = await start(place.env)
  expect(second.root).toBe(target)
  await chat(second.page, 'What is a keepsake?').click()
  await expect(second.page.getByRole('article').first()).toContainText('What is a keepsake?')
  expect(readFileSync(attachment.replace(first.root, target), 'utf8')).toBe('a picture')

  const banner = second.page.getByRole('region', { name: 'Move data' })
  await expect(banner).toContainText(`The old copy in ${first.root}`)
  await banner.getByRole('button', { name: 'Look at it' }).click()
  const others = second.page.getByRole('region', { name: 'Other data folders' })
  await expect(others).toContainText('Old copy: this data was moved. 1 conversation, 2 messages')
  await expect(others.getByRole('button', { name: 'Open…' })).toHaveCount(0)
  await others.getByRole('button', { name: 'Delete old copy…' }).click()
  const question = second.page.getByRole('alertdialog')
  await expect(question).toContainText(`${first.root} holds 1 conversation and 2 messages`)
  await question.getByRole('button', { name: 'Delete old copy' }).click()
  await expect(others).toContainText('There are none.')
  expect(existsSync(first.root)).toBe(false)
  await second.page.keyboard.press('Escape')
  await expect(banner).toHaveCount(0)
  await second.app.close()

  // What was there is remembered of the new folder as it was of the old one.
  rmSync(join(target, 'profiles/default/keepsake.db'))
  const third = await start(place.env)
  const heading = third.page.getByRole('heading', { name: 'not where they were' })
  await expect(heading).toBeVisible()
  await expect(third.page.getByRole('main')).toContainText('1 chat with 2 messages')
  await third.app.close()
})

test('a folder that cannot take it is refused in words, and nothing is moved', async ({
  place,
}) => {
  const opened = await start(place.env)
  const dialog = await moveTo(opened, join(opened.root, 'profiles'))
  await expect(dialog.getByRole('status')).toContainText('Your data cannot be moved there')
  await expect(dialog.getByRole('button', { name: 'Move and restart' })).toBeDisabled()
  await answerFolderDialog(opened, join(place.folder, 'temp', 'x'))
  await dialog.getByRole('button', { name: 'Choose folder…' }).click()
  await expect(dialog.getByRole('status')).toContainText('temporary folder')
  expect(existsSync(join(place.folder, 'temp', 'x'))).toBe(false)
  await opened.app.close()
})

test('a move to the program’s side makes it portable, and back again', async ({ place }) => {
  const { env, folder, data } = portableCopy(place)
  const before = await start(place.env)
  await ask(before, 'What travels?')
  await before.app.close()
  // Without its marker the copy uses the data of this machine, and can be made portable.
  const unmarked = { ...env, APPIMAGE: join(place.folder, 'other', 'Keepsake.AppImage') }
  mkdirSync(join(place.folder, 'other'))
  expect(existsSync(folder) && existsSync(data)).toBe(false)

  const first = await start(unmarked)
  expect(first.root).toBe(before.root)
  await storageTab(first).then((tab) => tab.getByRole('button', { name: 'Move data…' }).click())
  await moveDialog(first).getByRole('button', { name: 'Beside the program' }).click()
  await moveDialog(first).getByRole('button', { name: 'Move and restart' }).click()
  await first.gone

  const portable = join(place.folder, 'other', 'keepsake-data')
  const second = await start(unmarked)
  expect(second.root).toBe(portable)
  await expect(chat(second.page, 'What travels?')).toBeVisible()
  const tab = await storageTab(second)
  await tab.getByRole('button', { name: 'Delete old copy…' }).click()
  const question = second.page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Delete old copy' }).click()
  await expect(tab.getByRole('region', { name: 'Other data folders' })).toContainText('none')
  await tab.getByRole('button', { name: 'Move data…' }).click()
  await moveDialog(second).getByRole('button', { name: 'System folder' }).click()
  await moveDialog(second).getByRole('button', { name: 'Move and restart' }).click()
  await second.gone

  const third = await start(unmarked)
  expect(third.root).toBe(before.root)
  await expect(chat(third.page, 'What travels?')).toBeVisible()
  await third.app.close()
})

test('a folder that is asked for after its data was moved says so, and leads there', async ({
  place,
}) => {
  const asked = join(place.folder, 'asked')
  const args = [`--data-dir=${asked}`]
  const first = await start(place.env, args)
  await ask(first, 'Where to?')
  const target = join(place.folder, 'target')
  const dialog = await moveTo(first, target)
  await dialog.getByRole('button', { name: 'Move and restart' }).click()
  await first.gone
  const second = await start(place.env, args)
  expect(second.root).toBe(target)
  await expect(chat(second.page, 'Where to?')).toBeVisible()
  const banners = second.page.getByRole('region', { name: 'Data folder', exact: true })
  await expect(banners).toContainText('The folder that was asked for is an old copy.')
  await second.app.close()
  const { answer, complaint } = await command(place.env, [...args, 'where'])
  expect(answer).toMatchObject({ root: target, reason: 'sign', warnings: ['moved_here'] })
  expect(complaint).toContain('warning=moved_here')
  // The data that is used without asking for a folder is not this.
  const usual = await command(place.env, ['where'])
  expect(usual.answer.root).toBe(join(place.appData, 'data'))
})

test('an interrupted move is gone on with or cancelled, and the data stays in use', async ({
  place,
}) => {
  const before = await start(place.env)
  await ask(before, 'What stays?')
  await before.app.close()
  const target = join(place.folder, 'target')
  interruptedMove(place, before.root, target)
  const { answer } = await command(place.env, ['where'])
  expect(answer).toMatchObject({
    root: before.root,
    unfinishedMove: { from: before.root, to: target },
  })

  const first = await start(place.env)
  expect(first.root).toBe(before.root)
  const banner = first.page.getByRole('region', { name: 'Move data' })
  await expect(banner).toContainText('Moving your data was interrupted.')
  await banner.getByRole('button', { name: 'Cancel the move' }).click()
  await expect(banner).toHaveCount(0)
  expect(existsSync(target)).toBe(false)
  await first.app.close()

  interruptedMove(place, before.root, target)
  const second = await start(place.env)
  await second.page.getByRole('button', { name: 'Go on' }).click()
  await second.gone
  const third = await start(place.env)
  expect(third.root).toBe(target)
  await expect(chat(third.page, 'What stays?')).toBeVisible()
  await third.app.close()
})

test('two other data folders are listed, and one is opened', async ({ place }) => {
  const folders = ['one', 'two'].map((name) => join(place.folder, name))
  for (const folder of folders) {
    const opened = await start(place.env, [`--data-dir=${folder}`])
    await ask(opened, `In ${basename(folder)}`)
    await opened.app.close()
  }
  const first = await start(place.env)
  const others = (await storageTab(first)).getByRole('region', { name: 'Other data folders' })
  for (const folder of folders) await expect(others).toContainText(folder)
  await expect(others.getByText('1 conversation, 2 messages')).toHaveCount(2)
  await others.getByRole('button', { name: 'Open…' }).first().click()
  const question = first.page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Open and restart' }).click()
  await first.gone
  const second = await start(place.env)
  expect(folders).toContain(second.root)
  await expect(chat(second.page, `In ${basename(second.root)}`)).toBeVisible()
  await second.app.close()
})
