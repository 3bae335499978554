import { Readable } from 'node:stream'
import { net, type IncomingMessage } from 'electron'
import type { Fetch } from '../providers/provider'

/** Chromium sets these itself and refuses them from anybody else. */
const OWN_HEADERS =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect)$/i
/** Statuses that may not have a body, or `Response` throws. */
const EMPTY = [204, 205, 304]

/**
 * Requests through Chromium's network, with the system's proxy and certificates. Made on `net.request`
 * because `net.fetch` knows no manual redirects: it fails with "Redirect was cancelled", and without
 * them a server could send a key to another host. No cookies, no cache; bodies are text.
 */
export const netFetch: Fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const signal = init.signal ?? undefined
    if (signal?.aborted) return reject(signal.reason)
    const request = net.request({
      url: input instanceof Request ? input.url : String(input),
      method: init.method ?? 'GET',
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
    })
    new Headers(init.headers).forEach((value, name) => {
      if (!OWN_HEADERS.test(name)) request.setHeader(name, value)
    })
    const abort = () => {
      reject(signal?.reason)
      request.abort()
    }
    signal?.addEventListener('abort', abort, { once: true })
    const settle = () => signal?.removeEventListener('abort', abort)
    request.on('error', (error) => {
      settle()
      reject(error)
    })
    request.on('redirect', (status, _method, target) => {
      resolve(new Response(null, { status, headers: { location: target } }))
      request.abort()
    })
    request.on('response', (message) => {
      message.on('end', settle)
      message.on('error', settle)
      resolve(toResponse(message, () => request.abort()))
    })
    request.end(typeof init.body === 'string' ? init.body : undefined)
  })

function toResponse(message: IncomingMessage, abort: () => void): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of [value].flat()) headers.append(name, one)
  }
  const { statusCode: status } = message
  if (EMPTY.includes(status)) return new Response(null, { status, headers })
  return new Response(toBody(message, abort), { status, headers })
}

/**
 * Not `Readable.toWeb`: after a cancel it may still enqueue a piece, and throws where nobody can catch
 * it, which Electron answers with a dialog that stops the main process (about one abort in fifty).
 */
function toBody(message: IncomingMessage, abort: () => void): ReadableStream<Uint8Array> {
  // It is one, though Electron's types do not say so.
  if (!(message instanceof Readable)) throw new Error('An answer that cannot be read.')
  const pieces: AsyncIterator<Uint8Array> = message[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        abort()
        await pieces.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
