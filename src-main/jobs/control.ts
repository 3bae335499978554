import type { JobProgress } from '@contract/transfer'

/** What a job that takes a while is given: how it tells of its progress, and whether it is to end. */
export interface JobControl {
  /** Of a total of 0 nobody knows how much there is to do. */
  progress(done: number, total: number, step?: JobProgress['step']): void
  isCancelled(): boolean
}

/** For a job that has to take back what it did, and can leave that to the next start. */
export interface UndoingControl extends JobControl {
  /** Whether the profile is being closed: what can wait, has to. */
  isClosing(): boolean
}

/** The same, with a way to have done what only the shell can do. */
export interface HelpedControl extends JobControl {
  /** Throws what the shell throws. */
  ask(name: string, ...args: unknown[]): Promise<unknown>
}

/** What a thread asks the shell, and by which number it knows the answer. */
export interface Question {
  id: number
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
