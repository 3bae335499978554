import type { Conversation, Id } from '@contract/entities'
import { AppError, toFailure } from '../errors'
import type { Context, Handlers } from './context'
import { defaultsOf } from './defaults'
import { stopIn } from './turn'
import { startUpkeepNow } from './upkeep'

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
    context.room.look()
  },

  async 'conversations.purge'(context, { ids }) {
    if (ids.length >= MANY) await context.copyBeforeDelete()
    for (const id of ids) await stopIn(context, id)
    context.publish('conversation.purged', { ids: await purgeSome(context, ids) })
    await context.noteCounts()
    startUpkeepNow(context, 'erasure')
    context.collectFiles()
    context.room.look()
  },

  async 'conversations.emptyTrash'(context) {
    let count = 0
    const isEmpty = (await context.read.conversations.trashed(1)).length === 0
    if (!isEmpty) await context.copyBeforeDelete()
    for (;;) {
      const ids = await context.read.conversations.trashed(PURGE_AT_ONCE)
      if (ids.length === 0) break
      count += await purgeAll(context, ids)
    }
    await context.noteCounts()
    startUpkeepNow(context, 'erasure')
    context.collectFiles()
    context.room.look()
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

/** Deletes those of these that are in the trash for good, some at a time; answers how many. */
export async function purgeAll(context: Context, ids: Id[]): Promise<number> {
  let count = 0
  for (let from = 0; from < ids.length; from += PURGE_AT_ONCE) {
    const some = ids.slice(from, from + PURGE_AT_ONCE)
    for (const id of some) await stopIn(context, id)
    const purged = await purgeSome(context, some)
    context.publish('conversation.purged', { ids: purged })
    count += purged.length
  }
  return count
}

/** On a full disk one by one: the log then need not grow, because it is used again from its start. */
async function purgeSome({ write }: Context, ids: Id[]): Promise<Id[]> {
  try {
    return await write.conversations.purge(ids)
  } catch (error) {
    if (ids.length === 1 || toFailure(error).code !== 'disk_full') throw error
    const purged: Id[] = []
    for (const id of ids) purged.push(...(await write.conversations.purge([id])))
    return purged
  }
}

export function tellOfConversations(context: Context, changed: Conversation[]): void {
  for (const conversation of changed) context.publish('conversation.saved', conversation)
}
