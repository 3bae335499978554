import { expect } from 'vitest'
import type { Deletion, Id } from '@contract/entities'
import type { ChatProvider } from '../../../src-main/providers/provider'
import { contentHash } from '../content'
import { newId, type World } from '../world'
import { type Known, type Model, rowsOf, said } from './treeModel'

export interface Play {
  world: World
  model: Model
  speaker: ReturnType<typeof numberedSpeaker>
  /** Deletions that can still be undone. */
  deletions: (Deletion & { ids: Id[] })[]
  time: number
}

/** Says something else at every turn, and where it is told to, stays silent until it is stopped. */
export function numberedSpeaker() {
  let turn = 0
  const state = { last: '', pauses: false, paused: Promise.withResolvers<void>() }
  const provider: ChatProvider = {
    async *stream(_request, signal) {
      state.last = `[said ${(turn += 1)}]`
      yield { type: 'text', text: state.last }
      if (!state.pauses) return
      state.paused.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
    models: () => Promise.resolve([]),
  }
  return Object.assign(state, { provider })
}

const fresh = { projectId: null, providerId: null, model: null, instructions: '', parameters: null }

/** Everything a user can do to the tree; each says what must have become of the messages. */
export const moves = {
  async begin({ world, model, speaker }) {
    const conversationId = newId()
    const [id, replyId, text] = [newId(), newId(), `begun ${conversationId}`]
    const conversation = { ...fresh, id: conversationId }
    const turn = { conversationId, conversation, parentId: null, id, replyId, text }
    await world.call('messages.send', turn)
    await world.settled()
    model.conversations.push(conversationId)
    addTurn(model, { conversationId, parentId: null, id, replyId, text }, speaker.last)
  },
  async send({ world, model, speaker }, pick) {
    const conversationId = pick(model.conversations)
    if (!conversationId) return
    const path = await world.call('messages.path', { conversationId, limit: 1 })
    const turn = { conversationId, parentId: path.messages[0]?.id ?? null, ...newTurn() }
    await world.call('messages.send', { ...turn, conversation: null })
    await world.settled()
    addTurn(model, turn, speaker.last)
  },
  async edit({ world, model, speaker }, pick) {
    const question = pick(model.living('user'))
    if (!question) return
    const { id: newQuestion, replyId, text } = newTurn()
    await world.call('messages.edit', { id: question.id, newId: newQuestion, replyId, text })
    await world.settled()
    addTurn(model, { ...question, id: newQuestion, replyId, text }, speaker.last)
  },
  async regenerate({ world, model, speaker }, pick) {
    const reply = pick(model.living('assistant'))
    if (!reply?.parentId) return
    const replyId = newId()
    await world.call('messages.regenerate', { id: reply.id, replyId })
    await world.settled()
    model.add({ ...reply, id: replyId, text: speaker.last })
  },
  async stop(play, pick) {
    play.speaker.paused = Promise.withResolvers()
    play.speaker.pauses = true
    const reply = pick(play.model.living('assistant'))
    if (!reply?.parentId) return
    const replyId = newId()
    await play.world.call('messages.regenerate', { id: reply.id, replyId })
    await play.speaker.paused.promise
    await play.world.call('messages.stop', { conversationId: reply.conversationId })
    play.model.add({ ...reply, id: replyId, text: play.speaker.last })
  },
  async continue({ world, model, speaker }, pick) {
    const stopped = world.db.$client
      .prepare(`SELECT id FROM messages WHERE status = 'stopped' AND deleted_at IS NULL`)
      .pluck()
      .all() as Id[]
    const id = pick(stopped)
    if (!id) return
    await world.call('messages.continue', { id })
    await world.settled()
    model.get(id).text += speaker.last
  },
  async show({ world, model }, pick) {
    const message = pick(model.living())
    if (!message) return
    await world.call('messages.show', { id: message.id })
    const { conversationId } = message
    const path = await world.call('messages.path', { conversationId, limit: 500 })
    same(
      path.messages.some(({ id }) => id === message.id),
      true,
    )
  },
  async delete(play, pick) {
    const deletion = await remove(play, pick)
    if (deletion) play.deletions.push(deletion)
  },
  async deleteAndUndo(play, pick) {
    const before = contentHash(play.world.db.$client)
    const deletion = await remove(play, pick)
    if (!deletion) return
    await undo(play, deletion)
    same(contentHash(play.world.db.$client), before)
  },
  async undoOne(play, pick) {
    const deletion = pick(play.deletions)
    if (!deletion) return
    play.deletions = play.deletions.filter((other) => other !== deletion)
    await undo(play, deletion)
  },
  async fork({ world, model }, pick) {
    const message = pick(model.living())
    if (!message) return
    const branch: string[] = []
    for (let id: Id | null = message.id; id; id = model.above(model.get(id))) {
      branch.unshift(model.get(id).text)
    }
    const copy = newId()
    const { conversationId, id: messageId } = message
    await world.call('conversations.fork', { id: conversationId, newId: copy, messageId })
    model.adopt(world, copy)
    same(model.of(copy).length, branch.length)
    same(await shownTexts(world, copy), branch)
  },
  async duplicate({ world, model }, pick) {
    const id = pick(model.conversations)
    if (!id) return
    const copy = newId()
    await world.call('conversations.duplicate', { id, newId: copy })
    const texts = (rows: Known[]) => rows.map(({ role, text, alive }) => ({ role, text, alive }))
    same(texts(rowsOf(world, copy)), texts(model.of(id)))
    model.adopt(world, copy)
    same(await shownTexts(world, copy), await shownTexts(world, id))
  },
  async purge(play, pick) {
    const id = pick(play.model.conversations)
    if (!id) return
    await play.world.call('conversations.delete', { ids: [id] })
    await play.world.call('conversations.purge', { ids: [id] })
    play.model.purge(id)
    play.deletions = play.deletions.filter((deletion) => deletion.conversationId !== id)
  },
} satisfies Record<string, (play: Play, pick: <T>(from: T[]) => T | undefined) => Promise<void>>

function same(found: unknown, expected: unknown): void {
  expect(found).toEqual(expected)
}

async function shownTexts(world: World, conversationId: Id): Promise<string[]> {
  const path = await world.call('messages.path', { conversationId, limit: 500 })
  return path.messages.map(({ parts }) => said(parts))
}

function newTurn() {
  const id = newId()
  return { id, replyId: newId(), text: `asked ${id}` }
}

function addTurn(
  model: Model,
  turn: Pick<Known, 'conversationId' | 'parentId' | 'id' | 'text'> & { replyId: Id },
  reply: string,
): void {
  const { conversationId, parentId, id, text, replyId } = turn
  model.add({ id, conversationId, parentId, role: 'user', text })
  model.add({ id: replyId, conversationId, parentId: id, role: 'assistant', text: reply })
}

async function remove({ world, model }: Play, pick: <T>(from: T[]) => T | undefined) {
  const message = pick(model.living())
  if (!message) return null
  const scope = pick(['one', 'below'] as const) ?? 'one'
  const gone = scope === 'one' ? [message] : [message, ...model.below(message.id)]
  const ids = gone.filter(({ alive }) => alive).map(({ id }) => id)
  const deletion = await world.call('messages.delete', { id: message.id, scope })
  for (const id of ids) model.get(id).alive = false
  expect(deletion.count).toBe(ids.length)
  return { ...deletion, ids }
}

async function undo({ world, model }: Play, deletion: Deletion & { ids: Id[] }): Promise<void> {
  const { count: _count, ids, ...undone } = deletion
  await world.call('messages.restore', undone)
  for (const id of ids) model.get(id).alive = true
}
