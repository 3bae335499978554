import { runJob } from '../jobs/run'
import type { Log } from '../log'
import type { Store } from './collect'

/** After the start first the window and its lists. */
const FIRST_AFTER_MS = 60_000
const EVERY_MS = 3_600_000

/** Clears away contents that nothing refers to: once in an hour, and when something was deleted. */
export interface Collecting {
  start(): void
  now(): void
  /** Waits for the one that runs, because the database is about to be closed. */
  end(): Promise<void>
}

export function collectingIn(
  { database, backups, attachments }: Store,
  { now, log }: { now: () => number; log: Log },
): Collecting {
  const timers: NodeJS.Timeout[] = []
  let running: Promise<void> = Promise.resolve()
  let isWanted = false
  let hasEnded = false

  async function collect(): Promise<void> {
    isWanted = false
    if (hasEnded) return
    try {
      const done = await runJob('collectFiles', { database, backups, attachments }, now())
      const { removed, unread } = done
      if (removed.length > 0) log.info('unused files were removed', { count: removed.length })
      if (unread) log.warn('unused files stay: a database cannot be read', { unread })
    } catch (error) {
      log.warn('unused files could not be cleared away', { error })
    }
  }

  function ask(): void {
    if (isWanted || hasEnded) return
    isWanted = true
    running = running.then(collect)
  }

  return {
    start() {
      timers.push(setTimeout(ask, FIRST_AFTER_MS).unref(), setInterval(ask, EVERY_MS).unref())
    },
    now: ask,
    async end() {
      hasEnded = true
      for (const timer of timers) clearTimeout(timer)
      await running
    },
  }
}
