import type { JobProgress } from '@contract/transfer'

/** What a job that takes a while is given: how it tells of its progress, and whether it is to end. */
export interface JobControl {
  /** Of a total of 0 nobody knows how much there is to do. */
  progress(done: number, total: number, phase?: JobProgress['phase']): void
  isCancelled(): boolean
}

/** For a job that has to take back what it did, and can leave that to the next start. */
export interface UndoingControl extends JobControl {
  /** Whether the profile is being closed: what can wait, has to. */
  isClosing(): boolean
}
