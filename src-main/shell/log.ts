import log from 'electron-log/main.js'
import { join } from 'node:path'
import { redact } from '../redact'
import type { Log } from '../log'

/** Writes to `<root>/logs/main.log`, at most 2 × 5 MB, and to standard error. */
export function openLog(logsFolder: string): Log {
  log.transports.file.resolvePathFn = () => join(logsFolder, 'main.log')
  log.transports.file.maxSize = 5 * 1024 * 1024
  log.transports.file.format = '{iso} {level} {text}'
  log.transports.console.format = '{level} {text}'
  // Standard output belongs to the command line's answers.
  log.transports.console.writeFn = ({ message }) =>
    process.stderr.write(`${message.data.join(' ')}\n`)
  const line = (message: string, data?: Record<string, unknown>) =>
    data ? `${message} ${redact(data)}` : message
  return {
    info: (message, data) => log.info(line(message, data)),
    warn: (message, data) => log.warn(line(message, data)),
    error: (message, data) => log.error(line(message, data)),
  }
}
