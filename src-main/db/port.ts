import type { MessagePort } from 'node:worker_threads'
import { type Answer, errorOf } from '../answer'
import { AppError } from '../errors'
import type { Request, Writes } from './queries'
import { remote } from './remote'

/**
 * The writer, asked by another thread over a port of its own. Where the writer ends meanwhile, what was
 * asked fails with `database_restarted`: nobody knows whether it was committed.
 */
export function writerAt(port: MessagePort): { write: Writes; close(): void } {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let lastId = 0
  let isOpen = true
  port.on('message', ({ id, answer }: { id: number; answer: Answer }) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (answer.ok) call?.resolve(answer.value)
    else call?.reject(errorOf(answer))
  })
  port.on('close', () => {
    isOpen = false
    for (const { reject } of waiting.values()) reject(new AppError('database_restarted'))
    waiting.clear()
  })
  const send = (request: Request) => {
    if (!isOpen) return Promise.reject(new AppError('database_restarted'))
    const id = ++lastId
    const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
    port.postMessage({ id, request })
    return answer
  }
  return { write: remote<Writes>(send), close: () => port.close() }
}
