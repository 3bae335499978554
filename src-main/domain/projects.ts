import type { Id } from '@contract/entities'
import type { Context, Handlers } from './context'
import { tellOfConversations } from './conversations'
import { defaultsOf } from './defaults'
import { stopIn } from './turn'

export const projectHandlers: Handlers<'projects'> = {
  'projects.list': ({ read }) => read.projects.list(),

  async 'projects.create'(context, { project }) {
    const added = await context.write.projects.insert(project, context.now())
    context.publish('project.saved', added)
    return added
  },

  async 'projects.update'(context, { id, patch }) {
    const { write, now, publish } = context
    publish('project.saved', await write.projects.update(id, patch, now()))
  },

  'projects.contents': ({ read }, { id }) => read.projects.contents(id),

  async 'projects.defaults'(context, { id }) {
    return defaultsOf(await context.read.defaults.ofProject(id))
  },

  async 'projects.delete'(context, { id, conversations }) {
    if (conversations === 'trash') await stopInProject(context, id)
    const now = context.now()
    const removed = await context.write.projects.remove({ id, conversations, now })
    for (const project of removed.projects) context.publish('project.saved', project)
    tellOfConversations(context, removed.conversations)
    return removed.deletion
  },

  async 'projects.restore'(context, deletion) {
    const restored = await context.write.projects.restore(deletion)
    for (const project of restored.projects) context.publish('project.saved', project)
    tellOfConversations(context, restored.conversations)
  },
}

async function stopInProject(context: Context, id: Id): Promise<void> {
  const writing = [...context.turns.values()].filter((turn) => turn.writing)
  const ids = writing.map((turn) => turn.conversationId)
  for (const held of await context.read.projects.holding(id, ids)) await stopIn(context, held)
}
