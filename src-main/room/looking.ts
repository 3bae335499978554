import type { Context } from '../domain/context'
import { lookAtRoom } from '../domain/room'
import { toFailure } from '../errors'
import { type Recurring, recurring } from '../jobs/recurring'

/** First the window, its lists and what a user does first. */
const TIMES = { firstAfter: 20_000, every: 600_000 }

/** Looks at the room that a profile takes, for as long as it is open. */
export function lookingIn(context: Context): Recurring {
  return recurring(async () => {
    await lookAtRoom(context).catch((error: unknown) => {
      const isOver = toFailure(error).code === 'database_restarted'
      if (!isOver) context.log.warn('the room could not be looked at', { error })
    })
  }, TIMES)
}
