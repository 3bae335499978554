import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { type Answer, errorOf } from '../answer'
import { AppError, toFailure } from '../errors'
import { runJob } from '../jobs/run'
import type { Log } from '../log'
import type { OpenOptions } from './open'
import type { Reads, Request, Writes } from './queries'
import { remote } from './remote'

/** How long to wait where even opening fails, such as on a disk that is gone. */
const REOPEN_AFTER_MS = 1000
/** Rows live for a moment: V8 would let them fill many times as much before it clears them away. */
const RESOURCES = { maxYoungGenerationSizeMb: 8 }
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
  /**
   * Starts the reader, by which reads are answered from then on. Until then the writer answers them: two
   * threads that load beside Chromium would keep the window waiting. Once; where the reader cannot open
   * the file, the writer goes on.
   */
  readApart(): Promise<void>
  /** Whether it is large and was not closed by its last user, so that it is still to be read whole. */
  isUnread: boolean
  /** Which trees of an index that was set aside are malformed; see `left.ts`. In a thread of its own. */
  findMalformed(): Promise<string[] | null>
  /** Tells when the file was opened again after the writer had ended: what it had in hand may be done. */
  onReopened(tell: () => void): void
  /** A port over which a job's thread asks the writer; it closes when the writer ends. */
  connect(): Promise<MessagePort>
  /** Waits for what was asked, puts the log into the file, and ends the threads. */
  close(): Promise<void>
}

/**
 * Starts the writer, which opens the file. Throws what opening throws. A thread that dies is started
 * again; the calls it had in hand fail with `database_restarted` and are not repeated, because nobody
 * knows whether they had been committed. `script` is the built `thread.ts`.
 */
export async function openStore(
  file: string,
  write: OpenOptions,
  log: Log,
  script = join(import.meta.dirname, 'thread.js'),
): Promise<Store> {
  let reader: Thread | null = null
  let tellReopened = () => {}
  // On a disk that is gone the reader may go on with what it remembers of it; both begin anew.
  const writer = startThread(script, { file, write }, log, {
    ended: () => reader?.renew(),
    reopened() {
      reader?.renew()
      tellReopened()
    },
  })
  let answering = writer
  let closing = false

  async function readApart(): Promise<void> {
    if (reader || closing) return
    reader = startThread(script, { file, write: null }, log)
    try {
      await reader.open()
      answering = reader
    } catch (error) {
      await reader.close()
      if (!closing) log.error('there is no reader', { error })
    }
  }

  async function close(): Promise<void> {
    closing = true
    await reader?.close()
    await writer.close()
  }

  try {
    const isUnread = (await writer.open()) === true
    return {
      read: remote<Reads>(patiently((request) => answering.send(request))),
      write: remote<Writes>(writer.send),
      findMalformed: () => runJob('findMalformed', file),
      readApart,
      isUnread,
      onReopened: (tell) => (tellReopened = tell),
      connect: writer.connect,
      close,
    }
  } catch (error) {
    await close()
    throw error
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

interface Thread {
  /** Opens the file and answers what the thread says of it; the first thing to be asked, and once. */
  open(): Promise<unknown>
  send(request: Request): Promise<unknown>
  connect(): Promise<MessagePort>
  /** Opens the file anew; the calls in hand fail. */
  renew(): void
  close(): Promise<void>
}

type Waiting = { resolve(value: unknown): void; reject(error: unknown): void }

interface Restarts {
  ended?(): void
  reopened?(): void
}

function startThread(
  script: string,
  data: ThreadData,
  log: Log,
  { ended, reopened }: Restarts = {},
): Thread {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let closing = false
  let running = false
  let working = false
  let hasOpened = false
  let opened: Promise<unknown> = Promise.reject(new AppError('database_restarted', 'not open yet'))
  opened.catch(() => undefined)
  let worker = start()
  const renew = () => void (working && worker.terminate())
  return { open, send: post, connect, close, renew }

  async function open(): Promise<unknown> {
    opened = askToOpen()
    const said = await opened
    working = hasOpened = true
    return said
  }

  function start(): Worker {
    const options = { workerData: { ...data, again: hasOpened }, resourceLimits: RESOURCES }
    const started = new Worker(script, options)
    running = true
    started.on('message', ({ id, answer }: { id: number; answer: Answer }) => settle(id, answer))
    started.on('error', (error) => log.error('database thread failed', { error }))
    started.on('exit', () => {
      const hadOpened = working
      running = false
      working = false
      for (const { reject } of waiting.values()) reject(new AppError('database_restarted'))
      waiting.clear()
      if (!closing && hadOpened) ended?.()
      if (!closing && hasOpened) restart(hadOpened ? 0 : REOPEN_AFTER_MS)
    })
    return started
  }

  function restart(delay: number): void {
    log.error('database thread ended', { writes: data.write !== null })
    opened = setTimeout(delay).then(() => {
      if (closing) throw new AppError('database_restarted')
      worker = start()
      return askToOpen()
    })
    opened.then(
      () => {
        working = true
        reopened?.()
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

  // One that has ended already would never answer.
  function askToOpen(): Promise<unknown> {
    return running ? ask('open') : Promise.reject(new AppError('database_restarted'))
  }

  function ask(request: Request | 'open' | 'close'): Promise<unknown> {
    const id = ++lastId
    const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
    worker.postMessage({ id, request })
    return answer
  }

  async function post(request: Request): Promise<unknown> {
    // A thread that has ended answers nothing: whoever asks it would wait for ever.
    if (closing) throw new AppError('database_restarted', 'the database is closed')
    return send(request)
  }

  async function connect(): Promise<MessagePort> {
    if (closing) throw new AppError('database_restarted', 'the database is closed')
    await opened
    const { port1, port2 } = new MessageChannel()
    worker.postMessage({ connect: port1 }, [port1])
    return port2
  }

  async function send(request: Request | 'close'): Promise<unknown> {
    await opened
    return ask(request)
  }

  async function close(): Promise<void> {
    if (closing) return
    closing = true
    // What is committed stays so; a thread that cannot be asked to end is ended.
    if (hasOpened) {
      await send('close').catch((error: unknown) =>
        log.warn('database thread did not close', { error }),
      )
    }
    await worker.terminate()
  }
}
