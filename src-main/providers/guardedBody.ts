import { AppError } from '../errors'
import { networkFailure, type Talk } from './failures'

export interface BodyLimits {
  /** Between two bytes. */
  idleMs: number
  totalBytes: number
  /** Of one line, and of one event of a stream. */
  eventBytes: number
}

/** What became of a stream's body. It ends quietly, so that what was read before is not lost. */
export interface Watch {
  /** The server said `[DONE]`. */
  done: boolean
  failure: AppError | null
}

interface Guard {
  limits: BodyLimits
  talk: Talk
  /** With it, the body ends quietly at a failure, which is noted here; without, it breaks. */
  watch: Watch | undefined
  /** Ends the connection; its abort from outside ends the body at once. */
  abort: AbortController
  /** Called once, when the body is over. */
  release: () => void
}

const CR = 13
const LF = 10
const DONE = 'data: [DONE]'

/** What is passed on at once, and for how long before everybody else has a turn. */
const PIECE_BYTES = 8 * 1024
const TURN_MS = 8

/** A body that is read only as fast as it is used, in small pieces, and never beyond its limits. */
export function guardBody(
  source: ReadableStream<Uint8Array> | null,
  guard: Guard,
): ReadableStream<Uint8Array> {
  const { limits, talk, watch } = guard
  const reader = source?.getReader()
  const lines = watch && createLineGuard(limits.eventBytes, watch)
  const takeTurns = createTurns()
  let rest: Uint8Array = new Uint8Array()
  let total = 0
  let over = false

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        guard.abort.signal.addEventListener('abort', () => {
          if (over) return
          finish()
          controller.error(guard.abort.signal.reason)
        })
      },
      async pull(controller) {
        const idle = setTimeout(() => fail(controller, 'provider_idle'), limits.idleMs)
        try {
          await takeTurns()
          if (rest.length === 0) {
            const next = await reader?.read()
            if (over) return
            if (!next || next.done) return close(controller)
            total += next.value.byteLength
            if (total > limits.totalBytes) return fail(controller, 'provider_too_large')
            rest = next.value
          }
          if (over) return
          const piece = rest.subarray(0, PIECE_BYTES)
          rest = rest.subarray(PIECE_BYTES)
          if (lines && !lines.feed(piece)) return fail(controller, 'provider_too_large')
          controller.enqueue(piece)
        } catch (error) {
          if (!over) fail(controller, networkFailure(error, 'body', talk))
        } finally {
          clearTimeout(idle)
        }
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  )

  function close(controller: ReadableStreamDefaultController<Uint8Array>) {
    // A parser that waits for the LF of a CRLF would keep the last line for itself.
    if (lines?.endsWithCr()) controller.enqueue(Uint8Array.of(LF))
    finish()
    controller.close()
  }

  function fail(
    controller: ReadableStreamDefaultController<Uint8Array>,
    cause: AppError | 'provider_idle' | 'provider_too_large',
  ) {
    const error =
      typeof cause === 'string' ? new AppError(cause, undefined, { host: talk.host }) : cause
    finish()
    if (!watch) return controller.error(error)
    watch.failure = error
    controller.close()
  }

  function finish() {
    if (over) return
    over = true
    guard.release()
    reader?.cancel().catch(() => {})
    guard.abort.abort()
  }
}

/**
 * Lets timers and other work run between pieces: a server that sends faster than we parse would
 * otherwise keep the thread for itself, the button "Stop" included.
 */
function createTurns() {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < TURN_MS) return
    await new Promise(setImmediate)
    began = performance.now()
  }
}

/** The first `bytes` bytes as text; what follows is not waited for. A break ends it as well. */
export async function readAtMost(body: ReadableStream<Uint8Array>, bytes: number): Promise<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (let count = 0; count < bytes;) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value.subarray(0, bytes - count), { stream: true })
      count += value.byteLength
    }
  } catch (error) {
    // Half of a server's complaint is better than none.
    if (text === '') throw error
  }
  reader.cancel().catch(() => {})
  return text
}

/** Counts the bytes of each event, comments aside, because the parser keeps a whole event in memory. */
function createLineGuard(limit: number, watch: Watch) {
  let event = 0
  let line = 0
  let start = ''
  let last = 0

  return {
    endsWithCr: () => last === CR,
    /** False when a line or an event has grown beyond the limit. */
    feed(bytes: Uint8Array): boolean {
      let lf = bytes.indexOf(LF)
      let cr = bytes.indexOf(CR)
      for (let at = 0; ; at++) {
        const end = Math.min(lf < 0 ? bytes.length : lf, cr < 0 ? bytes.length : cr)
        if (end > at) grow(bytes.subarray(at, end))
        if (event > limit) return false
        if (end === bytes.length) return true
        // The LF of a CRLF ends nothing that its CR has not ended.
        if (end === cr || last !== CR) endLine()
        last = end === cr ? CR : LF
        at = end
        if (end === cr) cr = bytes.indexOf(CR, end + 1)
        else lf = bytes.indexOf(LF, end + 1)
      }
    },
  }

  function grow(piece: Uint8Array) {
    if (start.length < DONE.length + 1) {
      start += String.fromCharCode(...piece.subarray(0, DONE.length + 1 - start.length))
    }
    line += piece.length
    event += piece.length
    last = 0
  }

  function endLine() {
    if (line === 0) event = 0
    else if (start.startsWith(':')) event -= line
    if (start === DONE || start === 'data:[DONE]') watch.done = true
    line = 0
    start = ''
  }
}
