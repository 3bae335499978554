import { parentPort, workerData } from 'node:worker_threads'
import type { Failure } from '@contract/errors'
import { AppError, toFailure } from '../errors'
import { explainDatabaseError } from './failures'
import { closeDatabase, inspectDatabase, openReadable, openWritable } from './open'
import { type Request, runQuery } from './queries'
import type { Answer, ThreadData } from './threads'

// One connection, one thread. A `close` request ends it; anything else is a query.

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')

const data = workerData as ThreadData
try {
  // Where the disk was taken away meanwhile, a new and empty history would take its place.
  if (data.again && !inspectDatabase(data.file)) throw new AppError('database_missing', data.file)
  const db = data.write ? openWritable(data.file, data.write) : openReadable(data.file)
  // A file that can only be read opens without an error, and would stay so when it can be written.
  if (data.write) db.$client.exec('BEGIN IMMEDIATE; ROLLBACK')
  port.on('message', (message: { id: number; request: Request | 'close' }) => {
    if (message.request === 'close') {
      closeDatabase(db)
      answer(message.id, { ok: true, value: undefined })
      port.close()
      return
    }
    try {
      answer(message.id, { ok: true, value: runQuery(db, message.request) })
    } catch (error) {
      const failure = toFailure(explainDatabaseError(error))
      answer(message.id, { ok: false, failure, ...stackOf(error, failure) })
      // After a failed read or write of the disk nothing more may be committed on this connection.
      if (failure.code === 'disk_error' || failure.code === 'read_only') process.exit(1)
    }
  })
  answer(0, { ok: true, value: undefined })
} catch (error) {
  answer(0, { ok: false, failure: toFailure(explainDatabaseError(error)) })
}

function answer(id: number, answer: Answer): void {
  port?.postMessage({ id, answer })
}

/** A bug keeps its stack on the way to the log; an expected failure needs none. */
function stackOf(error: unknown, failure: Failure) {
  return failure.code === 'internal' && error instanceof Error ? { stack: error.stack } : {}
}
