import { setTimeout as wait } from 'node:timers/promises'
import { toFailure } from '../errors'
import type { Context } from './context'

/** First the window and its lists, then this. */
const START_AFTER_MS = 3000
/** How long one step may occupy a database thread; what a user asks for waits no longer. */
const STEP_MS = 30

type Needed = Pick<Context, 'read' | 'write' | 'log'>

/** Looks after the full-text index in the background, once, a while after the start. */
export function startUpkeep(context: Needed): void {
  wait(START_AFTER_MS, undefined, { ref: false })
    .then(() => keepIndexSound(context))
    .catch((error: unknown) => {
      // Another profile was opened, or the program ends: the next start goes on.
      const isOver = toFailure(error).code === 'database_restarted'
      if (!isOver) context.log.error('the search index could not be looked after', { error })
    })
}

/**
 * Makes sure that every finished message is found: fills what is missing in the index, and makes it
 * anew where it is damaged. Broken off at any point, it goes on when it is called again.
 */
export async function keepIndexSound(context: Needed): Promise<void> {
  let state = await inspect(context)
  if (state === 'sound') return
  context.log.warn('the search index is put right', { state })
  if (state === 'incomplete') {
    await fill(context)
    state = await inspect(context)
  }
  // An entry that is still too much belongs to no message: there is no telling which.
  if (state !== 'sound') {
    await context.write.upkeep.renewIndex()
    await fill(context)
  }
  context.log.info('the search index is complete')
}

async function inspect({ read }: Needed) {
  try {
    let page: number | null = 0
    while (page !== null) page = await read.upkeep.walkIndex(page, STEP_MS)
    return await read.upkeep.indexState()
  } catch (error) {
    if (toFailure(error).code !== 'database_damaged') throw error
    return 'damaged'
  }
}

async function fill({ write }: Needed): Promise<void> {
  let seq: number | null = 0
  while (seq !== null) seq = await write.upkeep.fillIndex(seq, STEP_MS)
}
