import type { MessagePort } from 'node:worker_threads'
import type { Id } from '@contract/entities'
import type { Publish } from '@contract/events'
import type { JobProgress } from '@contract/transfer'
import { AppError } from '../errors'
import { type Helpers, type LongJob, type Progress, startJob } from './run'
import type { LongJobs } from './table'

/** The long jobs of an open profile, by the ids that the window gave them. */
export interface RunningJobs {
  /**
   * Runs one and tells of it, or, without `kind`, runs it quietly. Null where it was cancelled. `ports` in
   * its input go over to its thread.
   */
  run<Name extends keyof LongJobs>(
    job: { id: Id; kind: JobProgress['kind'] | null; name: Name; ports?: readonly MessagePort[] },
    input: Parameters<LongJobs[Name]>[1],
    helpers?: Helpers,
  ): Promise<Awaited<ReturnType<LongJobs[Name]>>>
  cancel(id: Id): void
  /** Cancels all of them, and waits until they have ended; what they then have to undo can wait. */
  end(): Promise<void>
}

/**
 * What works on a history that is closed, such as a restore: the jobs of the profile have ended with it, so
 * that these are of another list.
 */
export type ClosedJobs = Pick<RunningJobs, 'run' | 'cancel'>

/** `show` puts how far they are together, or (null) that none is running, where the system shows it. */
export function runningJobs(
  { publish }: { publish: Publish },
  show: (fraction: number | null) => void,
): RunningJobs {
  const running = new Map<Id, LongJob<unknown>>()
  const told = new Map<Id, Progress>()
  let hasEnded = false

  function showAll(): void {
    // By their shares, because one counts bytes and another conversations.
    const shares = [...told.values()].map(({ done, total }) => done / Math.max(total, 1))
    const sum = shares.reduce((all, share) => all + Math.min(share, 1), 0)
    show(shares.length === 0 ? null : sum / shares.length)
  }

  return {
    run({ id, kind, name, ports }, input, helpers) {
      // The user may take long to name a file, and open another profile meanwhile.
      if (hasEnded) return Promise.reject(new AppError('database_restarted'))
      if (running.has(id)) {
        return Promise.reject(new AppError('bad_input', `the job ${id} is running already`))
      }
      const tell = (progress: Progress) => {
        if (kind === null || !running.has(id)) return
        told.set(id, progress)
        publish('job.progressed', { id, kind, ...progress })
        showAll()
      }
      const job = startJob(name, input, { tell, helpers, ports })
      running.set(id, job)
      return job.done.finally(() => {
        running.delete(id)
        if (kind === null) return
        publish('job.ended', { id })
        told.delete(id)
        showAll()
      })
    },
    cancel: (id) => running.get(id)?.cancel(),
    async end() {
      hasEnded = true
      const all = [...running.values()]
      for (const job of all) job.close()
      await Promise.allSettled(all.map(({ done }) => done))
    },
  }
}
