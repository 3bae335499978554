/** What a job that takes a while is given: how it tells of its progress, and whether it is to end. */
export interface JobControl {
  progress(done: number, total: number): void
  isCancelled(): boolean
}
