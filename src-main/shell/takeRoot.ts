import { app } from 'electron'
import { setTimeout as wait } from 'node:timers/promises'
import { now } from '../app/environment'
import { toFailure } from '../errors'
import type { Log } from '../log'
import { acquireLock, readLock } from '../storage/lock'

/** Longer than a start takes until it can be reached, and an end until it has let go. */
const PATIENCE_MS = 5000
const LOOK_EVERY_MS = 50

/**
 * Takes a root for this process, or has the window that lives in it come to the front and answers false.
 * Throws `root_locked` where nobody can be reached. Our own lock decides, and only who has it takes
 * Chromium's: of starts at the same moment that one lets several in, and may end a process that it takes
 * for dead. Chromium's is keyed by userData and therefore by root: two roots run side by side.
 */
export async function takeRoot(file: string, log: Log): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      const lock = acquireLock(file, now(), () => {
        log.error('another process took this root over; ending before anything is written twice')
        app.exit(1)
      })
      // Who is ending has let go of ours first.
      while (!app.requestSingleInstanceLock()) {
        if (performance.now() > end) return false
        await wait(LOOK_EVERY_MS)
      }
      lock.announce()
      return true
    } catch (error) {
      if (toFailure(error).code !== 'root_locked' || performance.now() > end) throw error
      const found = readLock(file, now())
      if (found.state === 'elsewhere') throw error
      if (found.state === 'here' && found.answers && isReached()) return false
      await wait(LOOK_EVERY_MS)
    }
  }
}

/** Tells the window that it is wanted. False where it has gone meanwhile. */
function isReached(): boolean {
  if (!app.requestSingleInstanceLock()) return true
  app.releaseSingleInstanceLock()
  return false
}
