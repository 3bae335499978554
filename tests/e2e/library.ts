import { randomUUIDv7 } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import type { Keepsake } from './app'

/** Makes a project, as its dialog would. */
export async function aProject({ call }: Keepsake, name: string, parentId: string | null = null) {
  const id = randomUUIDv7()
  await call('projects.create', { project: { id, parentId, name } })
  return id
}

/** Begins chats, one after the other, each with its title as the question. */
export async function chats({ call }: Keepsake, titles: string[], projectId: string | null = null) {
  const ids: string[] = []
  for (const title of titles) {
    const id = randomUUIDv7()
    const conversation = {
      id,
      projectId,
      providerId: null,
      model: null,
      instructions: '',
      parameters: null,
    }
    const ends = { id: randomUUIDv7(), replyId: randomUUIDv7(), parentId: null }
    await call('messages.send', { conversationId: id, conversation, ...ends, text: title })
    await call('conversations.update', { ids: [id], patch: { title } })
    ids.push(id)
  }
  return ids
}

export function project(page: Page, name: string): Locator {
  return page.getByRole('tree', { name: 'Projects' }).getByRole('treeitem', { name, exact: true })
}

/** A chat's row in the sidebar. */
export function chat(page: Page, title: string): Locator {
  return page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('listitem')
    .getByRole('button', { name: title, exact: true })
}

/** The titles in the sidebar, from top to bottom. */
export async function titles(page: Page) {
  const rows = page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('checkbox', { name: /^Select / })
  const names = await rows.evaluateAll((boxes) =>
    boxes
      .map((box) => ({
        name: box.getAttribute('aria-label') ?? '',
        top: box.getBoundingClientRect().top,
      }))
      .sort((a, b) => a.top - b.top)
      .map(({ name }) => name.replace('Select ', '')),
  )
  return names
}

export async function projectMenu(page: Page, name: string, item: string) {
  await project(page, name).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item }).click()
}

export async function chatMenu(page: Page, title: string, item: string) {
  await chat(page, title).hover()
  await page.getByRole('button', { name: `Actions for ${title}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

export async function undo(page: Page) {
  await page.getByRole('button', { name: 'Undo' }).last().click()
}
