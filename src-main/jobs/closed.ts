import type { Id } from '@contract/entities'
import type { Publish } from '@contract/events'
import type { JobProgress } from '@contract/transfer'
import { type Helpers, type LongJob, type Progress, startJob } from './run'
import type { LongJobs } from './table'

/**
 * What works on a history that is closed, such as a restore: the jobs of the profile have ended with it, so
 * that this one is followed by itself.
 */
export interface ClosedJob {
  /** Runs one and tells of it; null where it was cancelled. */
  run<Name extends keyof LongJobs>(
    job: { id: Id; kind: JobProgress['kind']; name: Name },
    input: Parameters<LongJobs[Name]>[1],
    helpers?: Helpers,
  ): Promise<Awaited<ReturnType<LongJobs[Name]>>>
  cancel(id: Id): void
}

export function closedJob(around: {
  publish: Publish
  showProgress(fraction: number | null): void
}): ClosedJob {
  let running: { id: Id; job: LongJob<unknown> } | null = null
  return {
    run({ id, kind, name }, input, helpers) {
      const tell = (progress: Progress) => {
        around.publish('job.progressed', { id, kind, ...progress })
        around.showProgress(progress.done / Math.max(progress.total, 1))
      }
      const job = startJob(name, input, { tell, helpers })
      running = { id, job }
      return job.done.finally(() => {
        running = null
        around.publish('job.ended', { id })
        around.showProgress(null)
      })
    },
    cancel(id) {
      if (running?.id === id) running.job.cancel()
    },
  }
}
