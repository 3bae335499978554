import type { Context } from '../domain/context'
import { lookAtRoom } from '../domain/room'
import { toFailure } from '../errors'

/** First the window, its lists and what a user does first. */
const FIRST_AFTER_MS = 20_000
const EVERY_MS = 600_000

/** Looks at the room that a profile takes, for as long as it is open. */
export interface Looking {
  now(): void
  end(): Promise<void>
}

export function startLooking(
  context: Context,
  { firstAfter = FIRST_AFTER_MS, every = EVERY_MS } = {},
): Looking {
  let running: Promise<void> = Promise.resolve()
  let isWanted = false
  let hasEnded = false

  async function look(): Promise<void> {
    isWanted = false
    if (hasEnded) return
    await lookAtRoom(context).catch((error: unknown) => {
      const isOver = toFailure(error).code === 'database_restarted'
      if (!isOver) context.log.warn('the room could not be looked at', { error })
    })
  }

  function ask(): void {
    if (isWanted || hasEnded) return
    isWanted = true
    running = running.then(look)
  }

  const timers = [setTimeout(ask, firstAfter).unref(), setInterval(ask, every).unref()]
  return {
    now: ask,
    async end() {
      hasEnded = true
      for (const timer of timers) clearTimeout(timer)
      await running
    },
  }
}
