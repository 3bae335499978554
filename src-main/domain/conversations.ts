import type { Conversation } from '@contract/entities'
import { AppError } from '../errors'
import type { Context, Handlers } from './context'
import { defaultsOf } from './defaults'
import { stopIn } from './turn'
import { startErasure } from './upkeep'

const PURGE_AT_ONCE = 50
/** From so many on a deletion may be a mistake that is noticed too late. */
const MANY = 10

export const conversationHandlers: Handlers<'conversations'> = {
  'conversations.list': ({ read }, input) => read.lists.page(input),

  'conversations.get': ({ read }, { id }) => read.conversations.get(id),

  async 'conversations.defaults'({ read }, { id }) {
    return defaultsOf(await read.defaults.ofConversation(id))
  },

  async 'conversations.update'(context, { ids, patch }) {
    tellOfConversations(context, await context.write.conversations.update(ids, patch))
  },

  async 'conversations.tag'(context, tagging) {
    tellOfConversations(context, await context.write.conversations.tag(tagging))
  },

  async 'conversations.delete'(context, { ids }) {
    const trashed = await context.write.conversations.moveToTrash(ids, context.now())
    tellOfConversations(context, trashed)
  },

  async 'conversations.restore'(context, { ids }) {
    tellOfConversations(context, await context.write.conversations.restore(ids))
  },

  async 'conversations.purge'(context, { ids }) {
    if (ids.length >= MANY) await context.copyBeforeDelete()
    for (const id of ids) await stopIn(context, id)
    const purged = await context.write.conversations.purge(ids)
    context.publish('conversation.purged', { ids: purged })
    await context.noteCounts()
    startErasure(context)
    context.collectFiles()
  },

  async 'conversations.emptyTrash'(context) {
    let count = 0
    const isEmpty = (await context.read.conversations.trashed(1)).length === 0
    if (!isEmpty) await context.copyBeforeDelete()
    for (;;) {
      const ids = await context.read.conversations.trashed(PURGE_AT_ONCE)
      if (ids.length === 0) break
      for (const id of ids) await stopIn(context, id)
      const purged = await context.write.conversations.purge(ids)
      context.publish('conversation.purged', { ids: purged })
      count += purged.length
    }
    await context.noteCounts()
    startErasure(context)
    context.collectFiles()
    return { count }
  },

  async 'conversations.duplicate'(context, { id, newId }) {
    const { title } = await context.read.conversations.get(id)
    const now = context.now()
    const copied = await context.write.conversations.copy({
      id,
      newId,
      title,
      messageIds: null,
      now,
    })
    context.publish('conversation.saved', copied)
    return copied
  },

  async 'conversations.fork'(context, { id, newId, messageId }) {
    const { title } = await context.read.conversations.get(id)
    const { conversationId } = await context.read.messages.get(messageId)
    if (conversationId !== id) {
      throw new AppError('bad_input', 'the message belongs to another conversation')
    }
    const branch = await context.read.messages.branch(messageId)
    if (branch.length === 0) throw new AppError('not_found', `message ${messageId} is deleted`)
    const messageIds = branch.map((message) => message.id)
    const now = context.now()
    const copied = await context.write.conversations.copy({ id, newId, title, messageIds, now })
    context.publish('conversation.saved', copied)
    return copied
  },
}

export function tellOfConversations(context: Context, changed: Conversation[]): void {
  for (const conversation of changed) context.publish('conversation.saved', conversation)
}
