/** Work that is done in the background again and again, and never twice at once. */
export interface Recurring {
  start(): void
  /** Has it done soon, because something has changed. */
  now(): void
  /** Waits for the one that runs, because the database is about to be closed. */
  end(): Promise<void>
}

/** Neither timer keeps the program running. `work` must not throw. */
export function recurring(
  work: () => Promise<void>,
  { firstAfter, every }: { firstAfter: number; every: number },
): Recurring {
  const timers: NodeJS.Timeout[] = []
  let running: Promise<void> = Promise.resolve()
  let isWanted = false
  let hasEnded = false

  async function run(): Promise<void> {
    isWanted = false
    if (!hasEnded) await work()
  }

  function now(): void {
    if (isWanted || hasEnded) return
    isWanted = true
    running = running.then(run)
  }

  return {
    start() {
      timers.push(setTimeout(now, firstAfter).unref(), setInterval(now, every).unref())
    },
    now,
    async end() {
      hasEnded = true
      for (const timer of timers) clearTimeout(timer)
      await running
    },
  }
}
