import { parentPort, workerData } from 'node:worker_threads'
import { type Answer, failedAnswer } from '../answer'
import { explainDatabaseError } from '../db/failures'
import type { UndoingControl } from './control'
import { CLOSE, type JobData } from './run'
import { jobs, longJobs } from './table'

// Runs one job, answers, and ends.

/** No window shows more. */
const TELL_EVERY_MS = 100

const { name, args, cancel } = workerData as JobData
parentPort?.postMessage(await run())

async function run(): Promise<Answer> {
  try {
    // Name and arguments were paired by `runJob`, which TypeScript cannot follow through a message.
    const all = { ...jobs, ...longJobs } as Record<string, (...args: unknown[]) => unknown>
    const value = await all[name]?.(...(cancel ? [controlOf(cancel)] : []), ...args)
    return { ok: true, value }
  } catch (error) {
    return failedAnswer(explainDatabaseError(error))
  }
}

function controlOf(cancel: Int32Array): UndoingControl {
  let told = 0
  let last: string | undefined
  return {
    progress(done, total, phase) {
      const now = performance.now()
      if (phase === last && done > 0 && done < total && now - told < TELL_EVERY_MS) return
      told = now
      last = phase
      parentPort?.postMessage({ progress: { done, total, ...(phase && { phase }) } })
    },
    isCancelled: () => Atomics.load(cancel, 0) !== 0,
    isClosing: () => Atomics.load(cancel, 0) === CLOSE,
  }
}
