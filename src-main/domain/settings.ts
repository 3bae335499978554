import type { Handlers } from './context'

const OF_ROOM = ['trashDays', 'sizeLimit', 'makeRoom'] as const

export const settingsHandlers: Handlers<'settings'> = {
  'settings.get': ({ read }) => read.settings.get(),

  async 'settings.update'(context, { patch }) {
    context.publish('settings.saved', await context.write.settings.update(patch))
    if (OF_ROOM.some((name) => name in patch)) context.room.look()
  },
}

export const draftHandlers: Handlers<'drafts'> = {
  'drafts.get': ({ read }, { id }) => read.settings.draft(id),

  'drafts.save': ({ write, now }, { id, text }) =>
    write.settings.saveDraft({ id, text, updatedAt: now() }),
}
