import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Failure } from '@contract/errors'
import { AppError } from '../errors'
import type { Log } from '../log'
import { closeDatabase, type OpenOptions, type WritableDb } from './open'
import { type Reads, remote, type Request, runQuery, type Writes } from './queries'

export interface ThreadData {
  file: string
  /** Given to the one writer. */
  write: OpenOptions | null
}

export type Answer = { ok: true; value: unknown } | { ok: false; failure: Failure; stack?: string }

/** The database as the rest of the program sees it. */
export interface Store {
  read: Reads
  write: Writes
  /** Waits for what was asked, puts the log into the file, and ends the threads. */
  close(): Promise<void>
}

/**
 * Starts the writer, then the reader. Throws what opening throws. A thread that dies is started
 * again; the calls it had in hand fail with `database_restarted` and are not repeated, because
 * nobody knows whether they had been committed.
 */
export async function openStore(file: string, write: OpenOptions, log: Log): Promise<Store> {
  const writer = await startThread({ file, write }, log)
  const reader = await startThread({ file, write: null }, log).catch(async (error: unknown) => {
    await writer.close()
    throw error
  })
  return {
    read: remote<Reads>(reader.send),
    write: remote<Writes>(writer.send),
    close: async () => {
      await reader.close()
      await writer.close()
    },
  }
}

/** The same without threads: for tests and for commands that end at once. */
export function directStore(db: WritableDb): Store {
  // oxlint-disable-next-line require-await -- a thread answers with a promise, errors included
  const send = async (request: Request) => structuredClone(runQuery(db, request))
  const close = () => Promise.resolve(closeDatabase(db))
  return { read: remote<Reads>(send), write: remote<Writes>(send), close }
}

interface Thread {
  send(request: Request): Promise<unknown>
  close(): Promise<void>
}

type Waiting = { resolve(value: unknown): void; reject(error: unknown): void }

async function startThread(data: ThreadData, log: Log): Promise<Thread> {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let closing = false
  let working = true
  let worker = start()
  let opened = ask(0)

  function start(): Worker {
    const started = new Worker(join(import.meta.dirname, 'thread.js'), { workerData: data })
    started.on('message', ({ id, answer }: { id: number; answer: Answer }) => settle(id, answer))
    started.on('error', (error) => log.error('database thread failed', { error }))
    started.on('exit', () => {
      for (const { reject } of waiting.values()) reject(new AppError('database_restarted'))
      waiting.clear()
      if (!closing) restart()
    })
    return started
  }

  /** At once after a thread that worked; a second later where even opening fails. */
  function restart(): void {
    log.error('database thread ended', { writes: data.write !== null })
    opened = setTimeout(working ? 0 : 1000).then(() => {
      worker = start()
      return ask(0)
    })
    working = false
    opened.then(
      () => (working = true),
      (error: unknown) => log.error('database cannot be reopened', { error }),
    )
  }

  function settle(id: number, answer: Answer): void {
    const call = waiting.get(id)
    waiting.delete(id)
    if (answer.ok) call?.resolve(answer.value)
    else call?.reject(failed(answer))
  }

  function ask(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  }

  async function post(request: Request | 'close'): Promise<unknown> {
    await opened
    const id = ++lastId
    const answer = ask(id)
    worker.postMessage({ id, request })
    return answer
  }

  try {
    await opened
  } catch (error) {
    closing = true
    await worker.terminate()
    throw error
  }
  return {
    send: post,
    close: async () => {
      closing = true
      await post('close')
    },
  }
}

function failed({ failure, stack }: Extract<Answer, { ok: false }>): Error {
  const error = new AppError(failure.code, failure.detail, failure.values)
  if (stack) error.stack = stack
  return error
}
