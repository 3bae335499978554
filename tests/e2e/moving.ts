import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect } from './app'
import { open, type Place } from './storagePlaces'

export interface Opened {
  app: ElectronApplication
  page: Page
  root: string
  /** Resolves when the program has ended to start anew, which the test does by itself. */
  gone: Promise<unknown>
}

/** Starts the program as a user does, with the next start left to the test. */
export async function start(env: Place['env'], args: string[] = []): Promise<Opened> {
  const { app, page, info } = await open(env, args)
  const gone = new Promise((resolve) => app.process().once('exit', resolve))
  await app.evaluate(({ app }) => {
    Object.assign(app, { relaunch: () => undefined })
  })
  return { app, page, root: (await info()).root.path, gone }
}

/** Answers the system's dialog with a folder. */
export async function answerFolderDialog({ app }: Opened, folder: string) {
  await app.evaluate(({ dialog }, folder) => {
    const answer = () => Promise.resolve({ canceled: false, filePaths: [folder] })
    Object.assign(dialog, { showOpenDialog: answer })
  }, folder)
}

export async function ask({ page }: Opened, text: string) {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0)
  await expect(page.getByRole('article')).toHaveCount(2)
}

export async function storageTab({ page }: Opened) {
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByRole('tab', { name: 'Storage' }).click()
  return dialog
}

export const moveDialog = ({ page }: Opened) => page.getByRole('dialog', { name: 'Move data' })

export async function moveTo(opened: Opened, folder: string) {
  const settings = await storageTab(opened)
  await settings.getByRole('button', { name: 'Move data…' }).click()
  await answerFolderDialog(opened, folder)
  const dialog = moveDialog(opened)
  await dialog.getByRole('button', { name: 'Choose folder…' }).click()
  await expect(dialog.getByRole('status')).toContainText(folder)
  return dialog
}

/** What a kill in the middle of a move leaves. */
export function interruptedMove(place: Place, from: string, to: string) {
  const id = crypto.randomUUID()
  const root = JSON.parse(readFileSync(join(from, 'root.json'), 'utf8'))
  mkdirSync(join(place.appData, 'moves'), { recursive: true })
  const move = {
    id,
    from,
    to,
    rootId: root.id,
    created: root.created,
    phase: 'copying',
    at: 1,
    bytes: 0,
  }
  const rest = { pointed: true, pointerBefore: null, keepsSign: false, hadSign: false, told: false }
  writeFileSync(join(place.appData, 'moves', `${id}.json`), JSON.stringify({ ...move, ...rest }))
  mkdirSync(to)
  writeFileSync(join(to, 'moving.json'), JSON.stringify({ id }))
}
