import type { ErrorCode, Failure } from '@contract/errors'

/** A failure that was expected, with a code that the catalogue explains; anything else thrown is a bug. */
export class AppError extends Error {
  readonly failure: Failure

  constructor(code: ErrorCode, detail?: string, values?: Failure['values']) {
    super(detail ? `${code}: ${detail}` : code)
    this.name = 'AppError'
    this.failure = { code, ...(detail && { detail }), ...(values && { values }) }
  }
}

/** What is told of any thrown thing: its own failure, or `internal` with its message. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return error.failure
  return { code: 'internal', detail: error instanceof Error ? error.message : String(error) }
}
