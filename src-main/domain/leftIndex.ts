import { setTimeout as wait } from 'node:timers/promises'
import { toFailure } from '../errors'
import type { Context } from './context'

/** How long one step takes its time; what it has changed is then written, which takes longer. */
const STEP_MS = 8
/** When nothing has been asked for so long, nobody waits for a file that is written anew. */
const QUIET_MS = 300_000
const LOOK_AGAIN_MS = 60_000

type Needed = Pick<Context, 'read' | 'write' | 'findMalformed' | 'log' | 'index' | 'turns'>

/**
 * Takes out of the file what is left of an index that another took the place of: first, so that the new one
 * takes its room. Broken off at any point, it goes on when it is called again.
 */
export async function clearLeft(context: Needed): Promise<void> {
  const { read, write, log } = context
  if (!(await read.left.isDue())) return
  const malformed = await context.findMalformed()
  if (malformed === null) {
    log.error('what is left of a search index stays, because the file is damaged')
    return
  }
  if (malformed.length > 0) await write.left.giveUp(malformed)
  try {
    await emptyLeft(context)
  } catch (error) {
    if (toFailure(error).code !== 'database_damaged') throw error
    // It was sound a moment ago, and so nothing of it is trusted any more.
    await write.left.giveUp()
  }
  // While somebody reads an old state the log stays, and this is due again.
  if (await write.erasure.emptyLog()) await write.left.drop()
}

async function emptyLeft({ write, index }: Needed): Promise<void> {
  let isEmptying = true
  while (isEmptying && index.holds === 0) {
    const started = performance.now()
    isEmptying = await write.left.empty(STEP_MS)
    // As long again is left to others, or the window would stall.
    await wait(performance.now() - started, undefined, { ref: false })
  }
}

/**
 * Writes a file anew that has pages which belong to nothing, because trees of an index were malformed. A large
 * one only when nobody uses the program; `again` is called after a while where somebody does.
 */
export async function reclaimLost(context: Needed, again: () => void): Promise<void> {
  const { read, write, log, index } = context
  const lost = await read.left.lostPages()
  if (!lost.any || index.reclaim !== 'open') return
  if (!lost.isSmall && !isQuiet(context)) {
    index.reclaim = 'waits'
    const lookAgain = () => {
      index.reclaim = 'open'
      again()
    }
    setTimeout(lookAgain, LOOK_AGAIN_MS).unref()
    return
  }
  // Where it fails, as on a full disk, the next start tries again.
  index.reclaim = 'failed'
  if (!(await write.left.reclaim())) return
  if (await write.erasure.emptyLog()) await write.left.endReclaim()
  index.reclaim = 'open'
  log.info('the history was written anew, without the pages of a malformed index')
}

function isQuiet({ index, turns }: Needed): boolean {
  return turns.size === 0 && index.holds === 0 && performance.now() - index.askedAt > QUIET_MS
}
