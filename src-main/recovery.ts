import type { Program } from './domain/context'
import { AppError } from './errors'
import type { History, HistoryPlace } from './history'

type WhileClosed = <T>(work: () => Promise<T>) => Promise<T>

export function recoveryFor(
  place: HistoryPlace,
  history: History,
  whileClosed: WhileClosed,
): Program['recovery'] {
  const { problem, lastKnown } = history
  const later = () => Promise.reject(new AppError('internal', 'not wired yet'))
  return {
    async state() {
      if (!problem) return null
      return {
        problem: problem.failure,
        root: place.root,
        file: place.paths.database,
        lastKnown,
        copies: [],
        canSalvage: problem.failure.code === 'database_damaged',
      }
    },
    restore: later,
    salvage: later,
    startNew: later,
    retry: () => whileClosed(() => Promise.resolve()),
  }
}
