import { setImmediate as breathe } from 'node:timers/promises'
import { AppError } from '../errors'
import { isNearby } from './address'
import { httpFailure, networkFailure, type Talk } from './failures'
import { guardBody, readAtMost, type BodyLimits, type Watch } from './guardedBody'
import type { Fetch } from './provider'

/** Milliseconds and bytes after which a server is left. Bytes are counted after decompression. */
export interface Limits extends BodyLimits {
  /** Until the answer begins; a local server may first have to load a model and read a long chat. */
  answerMs: number
  /** The first wait before a request that was refused for load is sent again; 0 never waits. */
  retryMs: number
}

export const STREAM_LIMITS: Limits = {
  answerMs: 600_000,
  idleMs: 120_000,
  totalBytes: 64 * 1024 * 1024,
  eventBytes: 4 * 1024 * 1024,
  retryMs: 1_000,
}

/** For lists of models and questions whether anybody is there. */
export const ANSWER_LIMITS: Limits = {
  ...STREAM_LIMITS,
  answerMs: 10_000,
  idleMs: 10_000,
  totalBytes: 16 * 1024 * 1024,
}

export interface GuardOptions {
  fetch: Fetch
  limits: Limits
  secrets: string[]
  /** Given for streams of events: the body must be one, and is watched. */
  watch?: Watch
  maxRedirects?: number
}

const ERROR_BODY_BYTES = 64 * 1024
/** What goes along to another host: nothing that could hold a key. */
const HARMLESS = new Set(['accept', 'content-type', 'user-agent', 'anthropic-version'])

let first: Headers | undefined

/**
 * Waits until the shell thread has come round, with all that a request needs loaded. Node loads what requests
 * are made of when they are first named, which takes nearly as long as a frame: as a step of its own.
 */
export async function readyToAsk(): Promise<void> {
  await breathe()
  if (first) return
  first = new Headers()
  await breathe()
}

/**
 * A fetch for servers that are not trusted. Follows at most five redirects itself, only to http and
 * https, never from https down to http or into the user's own network, and without the key to
 * another host; bounds time and bytes. Everything that goes wrong, a status that is no success
 * included, is thrown as an `AppError`; an abort stays an abort.
 */
export function guardedFetch(options: GuardOptions): Fetch {
  return async (input, init = {}) => {
    // Its body has just been made, and sending it is the next step.
    await readyToAsk()
    let url = new URL(input instanceof Request ? input.url : input)
    let headers = readHeaders(init.headers)
    const talk = (): Talk => ({ host: url.host, secrets: options.secrets })
    for (let redirects = 0; ; redirects++) {
      const response = await ask(url, { ...init, headers }, options, talk())
      const location = response.headers.get('location')
      if (location === null || response.status < 301 || response.status > 308) return response
      void response.body?.cancel().catch(() => {})
      if (redirects >= (options.maxRedirects ?? 5)) throw refused(url, 'Too many redirects.')
      const next = redirectTarget(url, location, response.status, init.method ?? 'GET')
      if (next.hostname !== url.hostname || next.port !== url.port) {
        headers = onlyHarmless(headers)
      }
      url = next
    }
  }
}

/** One request without redirects, with its answer's limits in force. */
async function ask(
  url: URL,
  init: RequestInit,
  { fetch, limits, watch }: GuardOptions,
  talk: Talk,
): Promise<Response> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(url, url.protocol)
  const signal = init.signal ?? new AbortController().signal
  signal.throwIfAborted()
  const inner = new AbortController()
  const end = () => inner.abort(signal.reason)
  signal.addEventListener('abort', end, { once: true })
  const late = new AppError('provider_timed_out', undefined, { host: talk.host })
  const timer = setTimeout(() => inner.abort(late), limits.answerMs)
  const release = () => signal.removeEventListener('abort', end)
  try {
    const response = await orAbort(
      fetch(url.href, { ...init, signal: inner.signal, redirect: 'manual', credentials: 'omit' }),
      inner.signal,
    )
    clearTimeout(timer)
    if (response.status >= 301 && response.status <= 308 && response.headers.has('location')) {
      release()
      return response
    }
    const body = guardBody(response.body, { limits, talk, watch, abort: inner, release })
    if (!response.ok) throw httpFailure(response, await readAtMost(body, ERROR_BODY_BYTES), talk)
    if (watch) await expectEvents(response, body, talk)
    return new Response(body, { status: response.status, headers: plainHeaders(response.headers) })
  } catch (error) {
    release()
    inner.abort()
    if (signal.aborted) throw signal.reason
    throw networkFailure(inner.signal.reason === late ? late : error, 'connect', talk)
  } finally {
    clearTimeout(timer)
  }
}

/** Rejects as soon as the signal does, whether or not the fetch underneath notices. */
function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    promise.then(resolve, reject)
  })
}

async function expectEvents(response: Response, body: ReadableStream<Uint8Array>, talk: Talk) {
  const type = response.headers.get('content-type')
  if (type === null || /^\s*text\/event-stream\b/i.test(type)) return
  const failure = httpFailure(response, await readAtMost(body, ERROR_BODY_BYTES), talk).failure
  const code = failure.code === 'provider_context_full' ? failure.code : 'provider_bad_response'
  throw new AppError(code, failure.detail ?? type, failure.values)
}

function redirectTarget(from: URL, location: string, status: number, method: string): URL {
  if (!URL.canParse(location, from.href)) throw refused(from, location.slice(0, 200))
  const to = new URL(location, from)
  if (to.protocol !== 'http:' && to.protocol !== 'https:') throw refused(from, to.href)
  if (from.protocol === 'https:' && to.protocol === 'http:') throw refused(from, to.href)
  if (to.hostname !== from.hostname && isNearby(to.hostname) && !isNearby(from.hostname)) {
    throw refused(from, to.href)
  }
  // A 303 asks for a GET of something else, which is no answer to a question.
  if (status === 303 && method !== 'GET') throw refused(from, to.href)
  return to
}

function refused(url: URL, target: string): AppError {
  return new AppError('provider_redirected', target.slice(0, 200), { host: url.host })
}

/** The error that Headers throws would repeat the key. */
function readHeaders(init: RequestInit['headers']): Headers {
  try {
    const headers = new Headers(init)
    headers.set('user-agent', 'Keepsake')
    return headers
  } catch {
    throw new AppError(
      'provider_bad_request',
      'The key or a header holds a character that cannot be sent.',
    )
  }
}

function onlyHarmless(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => HARMLESS.has(name)))
}

/** The body is unpacked already; its length and packing no longer describe it. */
function plainHeaders(headers: Headers): Headers {
  const plain = new Headers(headers)
  plain.delete('content-encoding')
  plain.delete('content-length')
  return plain
}
