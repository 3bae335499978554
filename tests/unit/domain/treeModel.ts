import { expect } from 'vitest'
import type { Id, Message, Part } from '@contract/entities'
import type { World } from '../world'

/** What the model knows of a message: enough to say where it must be found. */
export interface Known {
  id: Id
  conversationId: Id
  parentId: Id | null
  role: Message['role']
  text: string
  alive: boolean
}

/** Every message ever written and not purged, in the order of writing. */
export class Model {
  messages: Known[] = []
  conversations: Id[] = []

  add(message: Omit<Known, 'alive'>): void {
    this.messages.push({ ...message, alive: true })
  }

  of(conversationId: Id): Known[] {
    return this.messages.filter((message) => message.conversationId === conversationId)
  }

  living(role?: Message['role']): Known[] {
    return this.messages.filter((message) => message.alive && (!role || message.role === role))
  }

  get(id: Id): Known {
    const found = this.messages.find((message) => message.id === id)
    if (!found) throw new Error(`the model has no message ${id}`)
    return found
  }

  /** The nearest living message above, which is the one that is shown before it. */
  above(message: Known): Id | null {
    let parentId = message.parentId
    while (parentId && !this.get(parentId).alive) parentId = this.get(parentId).parentId
    return parentId
  }

  below(id: Id): Known[] {
    const children = this.messages.filter((message) => message.parentId === id)
    return children.flatMap((child) => [child, ...this.below(child.id)])
  }

  purge(conversationId: Id): void {
    this.conversations = this.conversations.filter((id) => id !== conversationId)
    this.messages = this.messages.filter((message) => message.conversationId !== conversationId)
  }

  /** Takes over a copy that the program made, whose ids it chose. */
  adopt(world: World, conversationId: Id): void {
    this.conversations.push(conversationId)
    for (const row of rowsOf(world, conversationId)) this.messages.push(row)
  }
}

/** What is on disk, in the model's shape. */
export function rowsOf(world: World, conversationId: Id): Known[] {
  const rows = world.db.$client
    .prepare('SELECT * FROM messages WHERE conversation_id = ? ORDER BY seq')
    .all(conversationId) as {
    id: Id
    parent_id: Id | null
    role: Message['role']
    parts: string
    deleted_at: number | null
  }[]
  return rows.map((row) => ({
    id: row.id,
    conversationId,
    parentId: row.parent_id,
    role: row.role,
    text: said(JSON.parse(row.parts) as Part[]),
    alive: row.deleted_at === null,
  }))
}

export function said(parts: Part[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

/**
 * Nothing is lost or changed, the branch shown is a branch, and its end and its versions are such
 * that switching them leads to every living message.
 */
export async function checkConversation(world: World, model: Model, id: Id): Promise<void> {
  const known = model.of(id)
  expect(rowsOf(world, id)).toEqual(known)
  const { messageCount } = await world.call('conversations.get', { id })
  expect(messageCount).toBe(known.filter((message) => message.alive).length)
  const { messages, versions, total } = await world.call('messages.path', {
    conversationId: id,
    limit: 500,
  })
  expect(total).toBe(messages.length)
  let before: Id | null = null
  for (const message of messages) {
    expect(model.get(message.id).alive).toBe(true)
    expect(model.above(model.get(message.id))).toBe(before)
    expect(versions[message.id] ?? [message.id]).toEqual(versionsIn(model, known, before))
    before = message.id
  }
  expect(versionsIn(model, known, before), 'nothing living hangs below the end').toEqual([])
}

function versionsIn(model: Model, known: Known[], above: Id | null): Id[] {
  return known
    .filter((message) => message.alive && model.above(message) === above)
    .map((message) => message.id)
}
