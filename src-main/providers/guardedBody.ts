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
const COLON = 58

/** A body that is read only as fast as it is used, and never beyond its limits. */
export function guardBody(
  source: ReadableStream<Uint8Array> | null,
  guard: Guard,
): ReadableStream<Uint8Array> {
  const { limits, talk, watch } = guard
  const reader = source?.getReader()
  const lines = watch && createLineGuard(limits.eventBytes, watch)
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
          const next = await reader?.read()
          if (over) return
          if (!next || next.done) return close(controller)
          total += next.value.byteLength
          const fits = total <= limits.totalBytes && (lines?.feed(next.value) ?? true)
          if (!fits) return fail(controller, 'provider_too_large')
          controller.enqueue(next.value)
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
  let isComment = false
  let last = 0

  return {
    endsWithCr: () => last === CR,
    /** False when a line or an event has grown beyond the limit. */
    feed(bytes: Uint8Array): boolean {
      for (const byte of bytes) {
        if (byte === LF || byte === CR) {
          if (line === 0 && !(byte === LF && last === CR)) event = 0
          else if (isComment) event -= line
          if (start === 'data: [DONE]' || start === 'data:[DONE]') watch.done = true
          line = 0
          start = ''
        } else {
          if (line === 0) isComment = byte === COLON
          line++
          event++
          if (line <= 14) start += String.fromCharCode(byte)
          if (event > limit) return false
        }
        last = byte
      }
      return true
    },
  }
}
