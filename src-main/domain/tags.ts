import type { Handlers } from './context'
import { tellOfConversations } from './conversations'

export const tagHandlers: Handlers<'tags'> = {
  'tags.list': ({ read }) => read.tags.list(),

  async 'tags.create'(context, { tag }) {
    const added = await context.write.tags.insert(tag, context.now())
    context.publish('tag.saved', added)
    return added
  },

  async 'tags.update'(context, { id, patch }) {
    context.publish('tag.saved', await context.write.tags.update(id, patch))
  },

  async 'tags.delete'(context, { id }) {
    const { deletion, conversations } = await context.write.tags.remove(id)
    context.publish('tag.removed', { id })
    tellOfConversations(context, conversations)
    return deletion
  },

  async 'tags.restore'(context, deletion) {
    const { tag, conversations } = await context.write.tags.restore(deletion)
    context.publish('tag.saved', tag)
    tellOfConversations(context, conversations)
  },
}
