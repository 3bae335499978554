import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { expect, type Keepsake } from './app'

export const fixtures = join(import.meta.dirname, '../fixtures/import')
export const LLAMACPP = join(fixtures, 'llamacpp-webui-json/all_conversations_2026-01-01.json')

export const importDialog = ({ page }: Keepsake) => page.getByRole('dialog', { name: 'Import' })
export const notices = ({ page }: Keepsake) => page.getByRole('status', { name: 'Notifications' })

/** Answers the system's dialog with `paths`; none closes it. What it was asked is kept. */
export async function answerOpenDialog({ app }: Keepsake, ...paths: string[]) {
  await app.evaluate(({ dialog }, paths) => {
    const answer = (...asked: unknown[]) => {
      Object.assign(globalThis, { askedToOpen: asked.at(-1) })
      return Promise.resolve({ canceled: paths.length === 0, filePaths: paths })
    }
    Object.assign(dialog, { showOpenDialog: answer })
  }, paths)
}

export function askedToOpen({ app }: Keepsake) {
  return app.evaluate(
    () =>
      (globalThis as unknown as { askedToOpen: { properties: string[]; defaultPath?: string } })
        .askedToOpen,
  )
}

/** Clicks an item of the menu as the user does. */
export async function chooseInMenu({ app }: Keepsake, id: string) {
  await app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id)
}

/** Chooses files by File → Import… and waits for what is said of them. */
export async function lookAt(keepsake: Keepsake, ...paths: string[]) {
  await answerOpenDialog(keepsake, ...paths)
  const dialog = importDialog(keepsake)
  // A window that has only just begun does not hear of the menu yet.
  await expect(async () => {
    await chooseInMenu(keepsake, 'import')
    await expect(dialog).toBeVisible({ timeout: 2000 })
  }).toPass()
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeVisible()
  return dialog
}

/** Imports what the dialog shows, and waits for the report. */
export async function importShown(keepsake: Keepsake) {
  const dialog = importDialog(keepsake)
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('button', { name: 'Copy report' })).toBeVisible()
  return dialog
}

/** A file in a folder of its own. */
export function aFile(name: string, content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'keepsake-imports-')), name)
  writeFileSync(file, content)
  return file
}

/** An export of so many chats with twenty messages each. */
export function largeExport(chats: number): string {
  const trees = Array.from({ length: chats }, (_, chat) => ({
    conv: { id: `large-${chat}`, name: `Large ${chat}`, currNode: '19' },
    messages: Array.from({ length: 20 }, (_, n) => ({
      id: `${n}`,
      type: 'text',
      role: n % 2 ? 'assistant' : 'user',
      parent: n ? `${n - 1}` : null,
      timestamp: 1767225600000 + n,
      content: `Sentence ${n} of chat ${chat} is neither short nor long. `.repeat(12),
    })),
  }))
  return aFile('large.json', JSON.stringify(trees))
}

/** Drops files of the system on an element, as a file manager does. */
export async function dropOn({ page }: Keepsake, target: Locator, ...files: string[]) {
  const box = await target.boundingBox()
  if (!box) throw new Error(`${target.toString()} is not on the screen`)
  const session = await page.context().newCDPSession(page)
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...place, data })
  }
}
