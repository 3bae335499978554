/** Writes one line to the log file of the root; what is given as data is redacted first. */
export interface Log {
  info(message: string, data?: Record<string, unknown>): void
  warn(message: string, data?: Record<string, unknown>): void
  error(message: string, data?: Record<string, unknown>): void
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
