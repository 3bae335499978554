import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { type Answer, errorOf, failedAnswer } from '../answer'
import { explainDatabaseError } from '../db/failures'
import type { HelpedControl, Question, UndoingControl } from './control'
import { type Answered, CLOSE, type JobData } from './run'
import { jobs, longJobs } from './table'

// Runs one job, answers, and ends.

/** No window shows more. */
const TELL_EVERY_MS = 100

let asked = 0
const { name, args, cancel } = workerData as JobData
letOthersFirst()
parentPort?.postMessage(await run())

/** The shell and the database. Only Linux takes it for this thread; elsewhere it would be the whole program. */
function letOthersFirst(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Some sandboxes refuse it; then all are equal.
  }
}

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

function controlOf(cancel: Int32Array): HelpedControl & UndoingControl {
  let told = { at: 0, step: '' }
  return {
    progress(done, total, step) {
      const now = performance.now()
      const isAtAnEnd = done === 0 || done === total || told.step !== (step ?? '')
      if (!isAtAnEnd && now - told.at < TELL_EVERY_MS) return
      told = { at: now, step: step ?? '' }
      parentPort?.postMessage({ progress: { done, total, ...(step && { step }) } })
    },
    isCancelled: () => Atomics.load(cancel, 0) !== 0,
    isClosing: () => Atomics.load(cancel, 0) === CLOSE,
    ask,
  }
}

function ask(name: string, ...args: unknown[]): Promise<unknown> {
  const question: Question = { id: (asked += 1), name, args }
  return new Promise((resolve, reject) => {
    const listen = ({ id, answer }: Answered) => {
      if (id !== question.id) return
      // Listened to only meanwhile: a port that is listened to keeps the thread alive.
      parentPort?.off('message', listen)
      if (answer.ok) resolve(answer.value)
      else reject(errorOf(answer))
    }
    parentPort?.on('message', listen)
    parentPort?.postMessage({ question })
  })
}
