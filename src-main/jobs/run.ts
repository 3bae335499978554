import { join } from 'node:path'
import { type MessagePort, Worker } from 'node:worker_threads'
import type { JobProgress } from '@contract/transfer'
import { type Answer, errorOf, failedAnswer } from '../answer'
import type { Question } from './control'
import type { Jobs, LongJobs } from './table'

/** What a thread is started with; `cancel` is shared with it, and not 0 when a long job is to end. */
export interface JobData {
  name: string
  args: unknown[]
  cancel: Int32Array | null
}

export type Progress = Omit<JobProgress, 'id' | 'kind'>

/**
 * As much as what is young may take of a thread's memory. V8 would give it three times as much, and a job whose
 * values live for a moment would fill that before it clears it.
 */
const RESOURCES = { maxYoungGenerationSizeMb: 16 }

/** What `cancel` holds: that somebody wants it to end, or that it has to be quick about that. */
const CANCEL = 1
export const CLOSE = 2

/** What a job may ask of the shell, by name, such as a key that only the shell can open. */
export type Helpers = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>

/** What connects a long job with the rest: who hears of its progress, helps it, and what goes over to it. */
export interface JobLinks {
  tell?: ((progress: Progress) => void) | undefined
  helpers?: Helpers | undefined
  ports?: readonly MessagePort[] | undefined
}

/** What the shell answers a {@link Question}. */
export interface Answered {
  id: number
  answer: Answer
}

/** Runs a job in a thread of its own and answers what it returns, or throws what it throws. */
export function runJob<Name extends keyof Jobs>(
  name: Name,
  ...args: Parameters<Jobs[Name]>
): Promise<Awaited<ReturnType<Jobs[Name]>>> {
  // What comes back is what the job of this name returned, cloned.
  return start({ name, args, cancel: null }) as Promise<Awaited<ReturnType<Jobs[Name]>>>
}

/** How much a job may take that reads what a stranger made, and what else ends it. */
export interface Limits {
  milliseconds: number
  megabytes: number
  signal?: AbortSignal | undefined
}

/** The same, but beyond its limits its thread is ended, and this throws. */
export function runJobWithin<Name extends keyof Jobs>(
  limits: Limits,
  name: Name,
  ...args: Parameters<Jobs[Name]>
): Promise<Awaited<ReturnType<Jobs[Name]>>> {
  const done = start({ name, args, cancel: null }, {}, limits)
  return done as Promise<Awaited<ReturnType<Jobs[Name]>>>
}

/** A job that runs; `done` answers null after `cancel`, unless it had been ready before. */
export interface LongJob<T> {
  done: Promise<T>
  cancel(): void
  /** Cancels it, and has it leave to the next start what can wait. */
  close(): void
}

export function startJob<Name extends keyof LongJobs>(
  name: Name,
  input: Parameters<LongJobs[Name]>[1],
  { tell, helpers, ports }: JobLinks = {},
): LongJob<Awaited<ReturnType<LongJobs[Name]>>> {
  const cancel = new Int32Array(new SharedArrayBuffer(4))
  const done = start({ name, args: [input], cancel }, { tell, helpers, ports })
  const end = (how: number) => () => void Atomics.store(cancel, 0, how)
  return {
    done: done as Promise<Awaited<ReturnType<LongJobs[Name]>>>,
    cancel: end(CANCEL),
    close: end(CLOSE),
  }
}

function start(
  workerData: JobData,
  { tell, helpers = {}, ports = [] }: JobLinks = {},
  limits?: Limits,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const resourceLimits = { ...RESOURCES, maxOldGenerationSizeMb: limits?.megabytes }
    const options = { workerData, transferList: [...ports], resourceLimits }
    const worker = new Worker(join(import.meta.dirname, 'job.js'), options)
    if (limits) {
      const tooLong = AbortSignal.timeout(limits.milliseconds)
      const over = AbortSignal.any([tooLong, ...(limits.signal ? [limits.signal] : [])])
      over.addEventListener('abort', () => void worker.terminate(), { once: true })
    }
    worker.on('message', (message: Answer | { progress: Progress } | { question: Question }) => {
      if ('progress' in message) tell?.(message.progress)
      else if ('question' in message) void help(worker, helpers, message.question)
      else if (message.ok) resolve(message.value)
      else reject(errorOf(message))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the job ${workerData.name} ended with ${code}`)))
  })
}

async function help(worker: Worker, helpers: Helpers, { id, name, args }: Question): Promise<void> {
  let answer: Answer
  try {
    answer = { ok: true, value: await helpers[name]?.(...args) }
  } catch (error) {
    answer = failedAnswer(error)
  }
  worker.postMessage({ id, answer } satisfies Answered)
}
