import { randomUUIDv7 } from 'node:crypto'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { expect } from 'vitest'
import type { Message } from '@contract/entities'
import { checkDatabase } from '../../src-main/db/doctor'
import type { ReadableDb } from '../../src-main/db/open'
import type { Running } from './program'

export interface Asked {
  conversationId: string
  id: string
  replyId: string
}

/** Makes a server of that address the one that answers. */
export async function useServer(
  program: Pick<Running, 'call'> & Partial<Pick<Running, 'page'>>,
  url: string,
): Promise<void> {
  // A window that is still reading its settings might not hear of new ones.
  await program.page?.waitForSelector('#composer')
  const id = randomUUIDv7()
  const provider = { id, name: 'Numbers', baseUrl: url, headers: {}, parameters: {} }
  await program.call('providers.create', {
    provider: { ...provider, kind: 'openai-compatible', defaultModel: 'numbers' },
    key: null,
  })
  const patch = { defaultProviderId: id, defaultModel: 'numbers', titlesByModel: false }
  await program.call('settings.update', { patch })
}

/** Types a question in the window and sends it, once the window knows whom to ask. */
export async function type({ page }: Running, text: string): Promise<void> {
  await expect.poll(() => page.innerText('[data-region=composer]')).toContain('numbers')
  await page.fill('#composer', text)
  await page.press('#composer', 'Enter')
}

/** Sends a question, in a conversation of its own unless it is given one. */
export async function send(
  program: Pick<Running, 'call'>,
  text: string,
  after?: { conversationId: string; parentId: string },
): Promise<Asked> {
  const asked = question(text, after)
  await program.call('messages.send', asked)
  const { conversationId, id, replyId } = asked
  return { conversationId, id, replyId }
}

export function question(text: string, after?: { conversationId: string; parentId: string }) {
  const conversationId = after?.conversationId ?? randomUUIDv7()
  const fresh = {
    id: conversationId,
    projectId: null,
    providerId: null,
    model: null,
    instructions: '',
  }
  return {
    conversationId,
    conversation: after ? null : { ...fresh, parameters: null },
    parentId: after?.parentId ?? null,
    id: randomUUIDv7(),
    replyId: randomUUIDv7(),
    text,
  }
}

export function textOf(message: Message): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

/** Everything that must hold in a history, whoever has it open: see `db/doctor.ts`. */
export function expectSound(file: string): void {
  const client = new Database(file, { readonly: true })
  try {
    const { checks } = checkDatabase(drizzle(client) as unknown as ReadableDb)
    expect(checks.filter((check) => !check.ok)).toEqual([])
  } finally {
    client.close()
  }
}
