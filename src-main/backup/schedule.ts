import type { Log } from '../log'
import type { AutomaticCopy } from './automatic'
import { hasCopyOf } from './copyNames'

/** First the window, its lists and what a user does first. */
const FIRST_AFTER_MS = 120_000
/** A program that runs for days makes the copy of each. */
const EVERY_MS = 3_600_000

export interface Schedule {
  /** Where the copies are. */
  folder: string
  now: () => number
  log: Log
  /** Makes the copy, in a thread of its own. */
  make(): Promise<AutomaticCopy>
  firstAfter?: number
}

/** Makes a copy a day for as long as the history is open; answers how to end that. */
export function startDailyCopies(schedule: Schedule): () => void {
  let isRunning = false
  const attempt = async () => {
    if (isRunning) return
    isRunning = true
    await copyOfToday(schedule).catch((error: unknown) => {
      schedule.log.warn('the copy of the day could not be made', { error })
    })
    isRunning = false
  }
  const first = setTimeout(() => void attempt(), schedule.firstAfter ?? FIRST_AFTER_MS)
  const timer = setInterval(() => void attempt(), EVERY_MS)
  for (const each of [first, timer]) each.unref()
  return () => {
    clearTimeout(first)
    clearInterval(timer)
  }
}

async function copyOfToday({ folder, now, log, make }: Schedule): Promise<void> {
  if (hasCopyOf(folder, now())) return
  const done = await make()
  if ('made' in done) log.info('the copy of the day was made', done)
  else if (done.skipped === 'nearly_full') {
    log.warn('the copy of the day was skipped: the disk is nearly full')
  }
}
