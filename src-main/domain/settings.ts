import { toFailure } from '../errors'
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

  async 'drafts.save'(context, { id, text }) {
    try {
      await context.write.settings.saveDraft({ id, text, updatedAt: context.now() })
    } catch (error) {
      const failure = toFailure(error)
      if (failure.code === 'disk_full') context.reportStorage(failure)
      throw error
    }
    // A reply that waits for the disk says by itself when it is saved.
    const isWriting = [...context.turns.values()].some(({ writing }) => writing)
    if (context.room.isDiskFull && !isWriting) context.reportStorage(null)
  },
}
