import type { JobProgress } from '@contract/transfer'

/** What a job that takes a while is given: how it tells of its progress, and whether it is to end. */
export interface JobControl {
  progress(done: number, total: number, step?: JobProgress['step']): void
  isCancelled(): boolean
}

/** The same, with a way to have done what only the shell can do. */
export interface HelpedControl extends JobControl {
  /** One question after the other; throws what the shell throws. */
  ask(name: string, ...args: unknown[]): Promise<unknown>
}

/** What a thread asks the shell. */
export interface Question {
  name: string
  args: unknown[]
}

/** Goes through code that knows nothing of cancelling; a job that ends with it answers null. */
export class Cancelled extends Error {}

export function stopIfCancelled({ isCancelled }: JobControl): void {
  if (isCancelled()) throw new Cancelled()
}

/** What the work answers; null where it was cancelled. */
export async function unlessCancelled<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Cancelled) return null
    throw error
  }
}
