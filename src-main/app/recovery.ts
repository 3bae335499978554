import type { Rescue } from '@contract/state'
import type { Program } from '../domain/context'
import { AppError } from '../errors'
import type { History, HistoryPlace } from './history'
import type { ClosedJobs } from '../jobs/running'
import { Cancelled, unlessCancelled } from '../jobs/control'
import { runJob } from '../jobs/run'

interface Needs {
  place: HistoryPlace
  history: History
  closed: ClosedJobs
  whileClosed<T>(work: () => Promise<T>): Promise<T>
}

/** What a user can do about a history that does not open. Whatever is replaced is kept. */
export function recoveryFor(
  { place, history, closed, whileClosed }: Needs,
  onRescue: (rescue: Rescue) => void,
): Program['recovery'] {
  const { root, paths, migrations, now } = place
  const { problem, lastKnown, forget } = history
  const file = paths.database
  const copies = () => runJob('findCopies', paths.backups)

  /** The history that is put in place is another one on purpose: it is not to be missed. */
  const replace = <T>(work: () => Promise<T>) =>
    whileClosed(async () => {
      const done = await work()
      await forget()
      return done
    })

  return {
    async state() {
      if (!problem) return null
      return {
        problem: problem.failure,
        root,
        file,
        lastKnown,
        copies: await copies(),
        canSalvage: await runJob('canSalvage', file, migrations),
      }
    },
    async restore(copy) {
      // A window names one of the copies it was shown, and no other file.
      const known = (await copies()).some((found) => found.file === copy)
      if (!known) throw new AppError('not_found', copy)
      await replace(() => runJob('restoreCopy', file, copy, { migrations, now: now() }))
    },
    salvage(id) {
      const job = { id, kind: 'rescue', name: 'rescueJob' } as const
      return unlessCancelled(() =>
        replace(async () => {
          const rescue = await closed.run(job, { file, migrations, now: now() })
          if (!rescue) throw new Cancelled()
          // Before the window comes back: it asks for this when it does.
          onRescue(rescue)
          return rescue
        }),
      )
    },
    async startNew() {
      await replace(() => runJob('setAside', file, now()))
    },
    retry: () => whileClosed(() => Promise.resolve()),
  }
}
