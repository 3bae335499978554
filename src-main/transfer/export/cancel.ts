import type { JobControl } from '../../jobs/control'

/** Goes through the formats, which know nothing of cancelling. */
class Cancelled extends Error {}

export function stopIfCancelled({ isCancelled }: JobControl): void {
  if (isCancelled()) throw new Cancelled()
}

/** Null where it was cancelled. */
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
