import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Answer, errorOf } from '../answer'
import type { Jobs } from './table'

/** Runs a job in a thread of its own and answers what it returns, or throws what it throws. */
export function runJob<Name extends keyof Jobs>(
  name: Name,
  ...args: Parameters<Jobs[Name]>
): Promise<ReturnType<Jobs[Name]>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'job.js'), { workerData: { name, args } })
    worker.on('message', (answer: Answer) => {
      // What comes back is what the job of this name returned, cloned.
      if (answer.ok) resolve(answer.value as ReturnType<Jobs[Name]>)
      else reject(errorOf(answer))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the job ${name} ended with ${code}`)))
  })
}
