import type { Failure } from '@contract/errors'
import { AppError, toFailure } from './errors'

/** How a worker thread answers: an error would lose its code on the way. */
export type Answer = { ok: true; value: unknown } | { ok: false; failure: Failure; stack?: string }

/** A failure as it travels. A bug keeps its stack on the way to the log; an expected failure needs none. */
export function failedAnswer(error: unknown): Extract<Answer, { ok: false }> {
  const failure = toFailure(error)
  const stack = failure.code === 'internal' && error instanceof Error ? error.stack : undefined
  return { ok: false, failure, ...(stack && { stack }) }
}

/** The error that a thread answered with. */
export function errorOf({ failure, stack }: Extract<Answer, { ok: false }>): AppError {
  const error = new AppError(failure.code, failure.detail, failure.values)
  if (stack) error.stack = stack
  return error
}
