import { parentPort, workerData } from 'node:worker_threads'
import { type Answer, failedAnswer } from '../answer'
import { prepareDatabase } from '../backup/prepare'
import { AppError } from '../errors'
import { explainDatabaseError } from './failures'
import { closeDatabase, inspectDatabase, openReadable, openWritable } from './open'
import { type Request, runQuery } from './queries'
import type { ThreadData } from './threads'

// One connection, one thread. A `close` request ends it; anything else is a query.

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')

const data = workerData as ThreadData
try {
  // Where the disk was taken away meanwhile, a new and empty history would take its place.
  if (data.again && !inspectDatabase(data.file)) throw new AppError('database_missing', data.file)
  const { file, write, again } = data
  const isUnread =
    write && !again ? prepareDatabase(file, write.migrations.length, write.now) : false
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
      const failed = failedAnswer(explainDatabaseError(error))
      answer(message.id, failed)
      const { failure } = failed
      // After a failed read or write of the disk nothing more may be committed on this connection.
      if (failure.code === 'disk_error' || failure.code === 'read_only') process.exit(1)
    }
  })
  answer(0, { ok: true, value: isUnread })
} catch (error) {
  answer(0, failedAnswer(explainDatabaseError(error)))
}

function answer(id: number, answer: Answer): void {
  port?.postMessage({ id, answer })
}
