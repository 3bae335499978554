import type { SpaceState } from '@contract/space'
import type { Context } from './context'
import { purgeAll } from './conversations'
import { review, warnedUntil } from './retention'
import { startUpkeepNow } from './upkeep'

/**
 * Tells of chats in the trash whose time is over soon, and deletes those of which that was told. A copy is
 * made first; where there is no room for it, nothing goes. Without a number of days nothing ever does.
 */
export async function expireTrash(
  context: Context,
  days: number | null,
): Promise<Partial<SpaceState>> {
  if (days === null) return { expiring: null }
  const { program, read, now } = context
  const moment = { now: now(), ...program.space.run() }
  const chats = await read.space.trashedUntil(warnedUntil(days, moment.now))
  const known = await program.space.trashWatch()
  const { watch, due, expiring } = review(known, chats, days, moment)
  // First it is written down that they were told of, then they are, and a day later they go.
  await program.space.noteTrashWatch(watch)
  if (due.length === 0) return { expiring }
  if (!(await context.copyBeforeDelete())) {
    return { expiring: { count: due.length + (expiring?.count ?? 0), at: moment.now } }
  }
  const count = await purgeAll(context, due)
  await context.noteCounts()
  startUpkeepNow(context, 'erasure')
  context.collectFiles()
  context.log.info('chats were deleted after their time in the trash', { count })
  return { expiring, ...(count > 0 && { expired: { count, at: moment.now } }) }
}
