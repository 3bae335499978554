import type { Handlers } from './context'
import { moveOldest, putBack, tell, untouchable } from './room'
import { stopAll } from './turn'

/** How many of the largest files, and of the oldest chats, are shown. */
const LARGEST = 10
const OLDEST = 20

export const spaceHandlers: Handlers<'space'> = {
  'space.state': ({ room }) => Promise.resolve(room.state),

  'space.dismiss': (context) => Promise.resolve(tell(context, { expired: null, moved: null })),

  'space.putBack': (context) => putBack(context),

  'space.trash': ({ program }) => program.space.trash(),

  async 'space.find'(context) {
    const { read, program } = context
    const except = await untouchable(context)
    const [found, inside, largest, oldest] = await Promise.all([
      program.space.find(),
      read.space.inside(),
      read.attachments.largest(LARGEST),
      read.space.oldest({ except, bytes: Infinity, limit: OLDEST }),
    ])
    return { ...found, inside, largest, oldest }
  },

  async 'space.free'(context, { what }) {
    const freed = await context.program.space.free(what)
    context.room.look()
    return freed
  },

  async 'space.moveOldest'(context, { ids }) {
    return { ids: await moveOldest(context, ids) }
  },

  async 'space.contents'({ read, program }) {
    const [counts, around] = await Promise.all([read.space.contents(), program.space.around()])
    const { copies, ...rest } = around
    return { counts: { ...counts, copies }, ...rest }
  },

  async 'space.clear'(context, wish) {
    // What is still being written would be in neither the backup nor the profile.
    await stopAll(context)
    return context.program.space.clear(wish)
  },

  'space.report': ({ program }) => program.space.report(),
}
