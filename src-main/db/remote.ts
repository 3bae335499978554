import type { Reads, Request, Writes } from './queries'

/**
 * Turns `reads.messages.get(id)` into `send({ file: 'messages', name: 'get', args: [id] })`. It knows
 * no query by name: the shell, which speaks no SQL, need not load what does.
 */
export function remote<T extends Reads | Writes>(send: (request: Request) => Promise<unknown>): T {
  const functionsOf = (file: string) =>
    new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...args: unknown[]) =>
            send({ file, name: String(name), args }),
      },
    )
  // The types are computed from the queries; an object that answers to every name fulfils them.
  return new Proxy({}, { get: (_, file) => functionsOf(String(file)) }) as T
}
