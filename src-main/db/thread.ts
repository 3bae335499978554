import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type Answer, failedAnswer } from '../answer'
import { prepareDatabase } from '../backup/prepare'
import { AppError } from '../errors'
import { explainDatabaseError } from './failures'
import { closeDatabase, inspectDatabase, openReadable, openWritable, type ReadableDb } from './open'
import { type Request, runQuery } from './queries'
import type { ThreadData } from './threads'

// One connection, one thread. `open` comes first and `close` ends it; anything else is a query, or a
// port over which a job asks.

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')

const data = workerData as ThreadData

port.once('message', ({ id }: { id: number; request: 'open' }) => {
  try {
    const { db, isUnread } = open()
    port.on('message', (message: Asked | { connect: MessagePort }) => {
      if ('connect' in message) serve(db, message.connect)
      else handle(db, message, port)
    })
    answer(port, id, { ok: true, value: isUnread })
  } catch (error) {
    answer(port, id, failedAnswer(explainDatabaseError(error)))
    port.close()
  }
})

function open(): { db: ReadableDb; isUnread: boolean } {
  // Where the disk was taken away meanwhile, a new and empty history would take its place.
  if (data.again && !inspectDatabase(data.file)) throw new AppError('database_missing', data.file)
  const { file, write, again } = data
  if (!write) return { db: openReadable(file), isUnread: false }
  const isUnread = again ? false : prepareDatabase(file, write.migrations.length, write.now)
  const db = openWritable(file, write)
  // A file that can only be read opens without an error, and would stay so when it can be written.
  db.$client.exec('BEGIN IMMEDIATE; ROLLBACK')
  return { db, isUnread }
}

interface Asked {
  id: number
  request: Request | 'close'
}

/** A job writes over a port of its own; what it asks takes its turn with what all others ask. */
function serve(db: ReadableDb, from: MessagePort): void {
  from.on('message', (message: Asked) => handle(db, message, from))
}

function handle(db: ReadableDb, { id, request }: Asked, to: MessagePort): void {
  if (request === 'close') {
    closeDatabase(db)
    answer(to, id, { ok: true, value: undefined })
    port?.close()
    return
  }
  try {
    answer(to, id, { ok: true, value: runQuery(db, request) })
  } catch (error) {
    const failed = failedAnswer(explainDatabaseError(error))
    answer(to, id, failed)
    const { failure } = failed
    // After a failed read or write of the disk nothing more may be committed on this connection.
    if (failure.code === 'disk_error' || failure.code === 'read_only') process.exit(1)
  }
}

function answer(to: MessagePort, id: number, answer: Answer): void {
  to.postMessage({ id, answer })
}
