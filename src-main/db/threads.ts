import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type Answer, errorOf } from '../answer'
import { AppError, toFailure } from '../errors'
import type { Log } from '../log'
import { explainDatabaseError } from './failures'
import { closeDatabase, type OpenOptions, type WritableDb } from './open'
import { type Reads, remote, type Request, runQuery, type Writes } from './queries'

/** How long to wait where even opening fails, such as on a disk that is gone. */
const REOPEN_AFTER_MS = 1000
/** How often a read is asked for whose thread dies. */
const READ_TRIES = 5

export interface ThreadData {
  file: string
  /** Given to the one writer. */
  write: OpenOptions | null
  /** Whether it was open before: then there must be something to open. */
  again?: boolean
}

/** The database as the rest of the program sees it. */
export interface Store {
  read: Reads
  write: Writes
  /** Whether it is large and was not closed by its last user, so that it is still to be read whole. */
  isUnread: boolean
  /** Waits for what was asked, puts the log into the file, and ends the threads. */
  close(): Promise<void>
}

/**
 * Starts the writer, then the reader. Throws what opening throws. A thread that dies is started
 * again; the calls it had in hand fail with `database_restarted` and are not repeated, because
 * nobody knows whether they had been committed. `script` is the built `thread.ts`.
 */
export async function openStore(
  file: string,
  write: OpenOptions,
  log: Log,
  script = join(import.meta.dirname, 'thread.js'),
): Promise<Store> {
  let reader: Thread | undefined
  // On a disk that is gone the reader may go on with what it remembers of it; both begin anew.
  const writer = await startThread(script, { file, write }, log, () => reader?.renew())
  reader = await startThread(script, { file, write: null }, log).catch(async (error: unknown) => {
    await writer.close()
    throw error
  })
  return {
    read: remote<Reads>(patiently(reader.send)),
    write: remote<Writes>(writer.send),
    isUnread: writer.opened === true,
    close: async () => {
      await reader.close()
      await writer.close()
    },
  }
}

/** Asks again where the thread died meanwhile: a read changes nothing. */
function patiently(send: Thread['send'], tries = READ_TRIES): Thread['send'] {
  return (request) =>
    send(request).catch((error: unknown) => {
      if (tries <= 1 || toFailure(error).code !== 'database_restarted') throw error
      return patiently(send, tries - 1)(request)
    })
}

/** The same without threads: for tests and for commands that end at once. */
export function directStore(db: WritableDb): Store {
  // oxlint-disable-next-line require-await -- a thread answers with a promise, errors included
  const send = async (request: Request) => {
    try {
      return structuredClone(runQuery(db, request))
    } catch (error) {
      throw explainDatabaseError(error)
    }
  }
  const close = () => Promise.resolve(closeDatabase(db))
  return { read: remote<Reads>(send), write: remote<Writes>(send), isUnread: false, close }
}

interface Thread {
  /** What the thread said of itself when it had opened the file. */
  opened: unknown
  send(request: Request): Promise<unknown>
  /** Opens the file anew; the calls in hand fail. */
  renew(): void
  close(): Promise<void>
}

type Waiting = { resolve(value: unknown): void; reject(error: unknown): void }

async function startThread(
  script: string,
  data: ThreadData,
  log: Log,
  onRestart = () => {},
): Promise<Thread> {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let closing = false
  let working = false
  let hasOpened = false
  let worker = start()
  let opened = ask(0)
  let saidFirst: unknown
  try {
    saidFirst = await opened
    working = hasOpened = true
  } catch (error) {
    closing = true
    await worker.terminate()
    throw error
  }
  const renew = () => void (working && worker.terminate())
  return { opened: saidFirst, send: post, close, renew }

  function start(): Worker {
    const started = new Worker(script, { workerData: { ...data, again: hasOpened } })
    started.on('message', ({ id, answer }: { id: number; answer: Answer }) => settle(id, answer))
    started.on('error', (error) => log.error('database thread failed', { error }))
    started.on('exit', () => {
      const hadOpened = working
      working = false
      for (const { reject } of waiting.values()) reject(new AppError('database_restarted'))
      waiting.clear()
      if (!closing && hadOpened) onRestart()
      if (!closing && hasOpened) restart(hadOpened ? 0 : REOPEN_AFTER_MS)
    })
    return started
  }

  function restart(delay: number): void {
    log.error('database thread ended', { writes: data.write !== null })
    opened = setTimeout(delay).then(() => {
      if (closing) throw new AppError('database_restarted')
      worker = start()
      return ask(0)
    })
    opened.then(
      () => {
        working = true
        onRestart()
      },
      (error: unknown) => log.error('database cannot be reopened', { error }),
    )
  }

  function settle(id: number, answer: Answer): void {
    const call = waiting.get(id)
    waiting.delete(id)
    if (answer.ok) call?.resolve(answer.value)
    else call?.reject(errorOf(answer))
  }

  function ask(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  }

  async function post(request: Request): Promise<unknown> {
    // A thread that has ended answers nothing: whoever asks it would wait for ever.
    if (closing) throw new AppError('database_restarted', 'the database is closed')
    return send(request)
  }

  async function send(request: Request | 'close'): Promise<unknown> {
    await opened
    const id = ++lastId
    const answer = ask(id)
    worker.postMessage({ id, request })
    return answer
  }

  async function close(): Promise<void> {
    if (closing) return
    closing = true
    // What is committed stays so; a thread that cannot be asked to end is ended.
    await send('close').catch((error: unknown) =>
      log.warn('database thread did not close', { error }),
    )
    await worker.terminate()
  }
}
