import { type Helpers, runJob } from '../jobs/run'

/** By which the thread that makes a backup has its copy examined in another one. */
export const EXAMINER: Helpers = {
  // The thread calls it with what `examineSnapshot` takes.
  examine: (...args) =>
    runJob('examineSnapshot', ...(args as [string, number, Record<string, number>])),
}
