/** One end of a DevTools connection: a page, a browser, or Node. */
export interface Devtools {
  send(method: string, params?: object, session?: string): Promise<Record<string, unknown>>
  on(method: string, listener: (params: never) => void): void
  close(): void
}

interface Answer {
  id?: number
  method?: string
  params?: unknown
  result?: Record<string, unknown>
  error?: { message: string }
}

/** Connects to an address that a program printed at its start. */
export async function connectDevtools(address: string): Promise<Devtools> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error(`${address} does not answer`)), {
      once: true,
    })
  })
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  const listeners = new Map<string, ((params: never) => void)[]>()
  let last = 0

  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.method !== undefined) {
      for (const tell of listeners.get(answer.method) ?? []) {
        tell(answer.params as never)
      }
      return
    }
    const call = waiting.get(answer.id ?? 0)
    waiting.delete(answer.id ?? 0)
    if (answer.error) call?.reject(new Error(answer.error.message))
    else call?.resolve(answer.result as never)
  })
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the program has gone'))
    waiting.clear()
  })

  return {
    send(method, params = {}, sessionId) {
      if (socket.readyState !== WebSocket.OPEN) {
        return Promise.reject(new Error('the program has gone'))
      }
      last += 1
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) }))
      return new Promise((resolve, reject) => waiting.set(last, { resolve, reject }))
    },
    on(method, listener) {
      listeners.set(method, [...(listeners.get(method) ?? []), listener])
    },
    close: () => socket.close(),
  }
}

/** Runs an expression, awaits it, and answers its value. Throws what it throws. */
export async function evaluate<T>(
  devtools: Devtools,
  expression: string,
  session?: string,
): Promise<T> {
  const { result, exceptionDetails } = (await devtools.send(
    'Runtime.evaluate',
    { expression, awaitPromise: true, returnByValue: true },
    session,
  )) as {
    result: { value: T }
    exceptionDetails?: { text: string; exception?: { description?: string } }
  }
  if (exceptionDetails) {
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  }
  return result.value
}
