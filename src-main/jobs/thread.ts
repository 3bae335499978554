import { parentPort, workerData } from 'node:worker_threads'
import { type Answer, failedAnswer } from '../answer'
import { explainDatabaseError } from '../db/failures'
import { jobs } from './table'

// Runs one job, answers, and ends.

const { name, args } = workerData as { name: keyof typeof jobs; args: unknown[] }
parentPort?.postMessage(run())

function run(): Answer {
  try {
    // Name and arguments were paired by `runJob`, which TypeScript cannot follow through a message.
    const job = jobs[name] as (...args: unknown[]) => unknown
    return { ok: true, value: job(...args) }
  } catch (error) {
    return failedAnswer(explainDatabaseError(error))
  }
}
