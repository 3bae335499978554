import { Cancelled } from '../../jobs/control'

/** What the work answers at once; null where it was cancelled. */
export function unlessCancelled<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    return nullIfCancelled(error)
  }
}

/** For what is caught while it is waited for; throws any other error. */
export function nullIfCancelled(error: unknown): null {
  if (error instanceof Cancelled) return null
  throw error
}
