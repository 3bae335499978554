import { type Recurring, recurring } from '../jobs/recurring'
import { runJob } from '../jobs/run'
import type { Log } from '../log'
import type { Store } from './collect'

/** After the start first the window and its lists. */
const TIMES = { firstAfter: 60_000, every: 3_600_000 }

/** Clears away contents that nothing refers to: once in an hour, and when something was deleted. */
export function collectingIn(
  { database, backups, attachments }: Store,
  { now, log }: { now: () => number; log: Log },
): Recurring {
  return recurring(async () => {
    try {
      const done = await runJob('collectFiles', { database, backups, attachments }, now())
      const { removed, unread } = done
      if (removed.length > 0) log.info('unused files were removed', { count: removed.length })
      if (unread) log.warn('unused files stay: a database cannot be read', { unread })
    } catch (error) {
      log.warn('unused files could not be cleared away', { error })
    }
  }, TIMES)
}
