import type { Id } from '@contract/entities'
import type { Publish } from '@contract/events'
import type { JobProgress } from '@contract/transfer'
import { AppError } from '../errors'
import { type Helpers, type LongJob, type Progress, startJob } from './run'
import type { LongJobs } from './table'

/** The long jobs of an open profile, by the ids that the window gave them. */
export interface RunningJobs {
  /** Runs one and tells of it, or, without `kind`, runs it quietly. Null where it was cancelled. */
  run<Name extends keyof LongJobs>(
    job: { id: Id; kind: JobProgress['kind'] | null; name: Name },
    input: Parameters<LongJobs[Name]>[1],
    helpers?: Helpers,
  ): Promise<Awaited<ReturnType<LongJobs[Name]>>>
  cancel(id: Id): void
  /** Cancels all of them, and waits until they have taken away what they had begun. */
  end(): Promise<void>
}

/** `show` puts how far they are together, or (null) that none is running, where the system shows it. */
export function runningJobs(
  { publish }: { publish: Publish },
  show: (fraction: number | null) => void,
): RunningJobs {
  const running = new Map<Id, LongJob<unknown>>()
  const told = new Map<Id, Progress>()
  let hasEnded = false

  function showAll(): void {
    let done = 0
    let total = 0
    for (const each of told.values()) {
      done += each.done
      total += each.total
    }
    show(told.size === 0 ? null : done / Math.max(total, 1))
  }

  return {
    run({ id, kind, name }, input, helpers) {
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
      const job = startJob(name, input, tell, helpers)
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
      for (const job of all) job.cancel()
      await Promise.allSettled(all.map(({ done }) => done))
    },
  }
}
