import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { ErrorCode } from '@contract/errors'
import { AppError } from '../errors'
import { codeOf, renamePatientlySync, syncFolderSync } from '../storage/files'

/** A text as large as this is written at once. */
const BUFFER = 1 << 20

/** Looks at a file that is read back; both throw where something is not as it should be. */
export interface Check {
  line(text: string): void
  end(): void
}

/** A file on its way: it has another name until it is complete and was read back. */
export interface FileSink {
  write(text: string): void
  /**
   * Puts what was written on the disk, reads it back, hands each line to `check`, compares it with what
   * was written, and only then gives the file its name. Answers its size.
   */
  finish(check: Check): number
  /** Takes away what was written, unless it is finished. */
  abandon(): void
}

/** A name for a file on its way. A short one, because with more added a name may become too long. */
export function partialBeside(file: string): string {
  return join(dirname(file), `keepsake-${randomBytes(6).toString('hex')}.partial`)
}

const LEFTOVER = /^keepsake-[0-9a-f]{12}\.partial$/
const SURELY_LEFT_MS = 60 * 60 * 1000

/** Takes away what exports that were killed have left in a folder; one that runs still writes to its. */
function removeLeftovers(folder: string, now: number): void {
  try {
    for (const name of readdirSync(folder)) {
      if (!LEFTOVER.test(name)) continue
      const path = join(folder, name)
      if (now - lstatSync(path).mtimeMs > SURELY_LEFT_MS) rmSync(path)
    }
  } catch {
    // They are in nobody's way; a folder that cannot be read says so when the file is opened.
  }
}

/** Throws, as all of its functions do, one of the codes for files that the user names. */
export function openSink(file: string): FileSink {
  const partial = partialBeside(file)
  removeLeftovers(dirname(file), Date.now())
  const handle = explained(() => openSync(partial, 'wx', 0o666))
  const hash = createHash('sha256')
  let waiting: string[] = []
  let length = 0
  let isOpen = true
  let isFinished = false

  function flush(): void {
    // Half of a sign may not stand alone in a file; JSON has escaped it before.
    const bytes = Buffer.from(waiting.join('').toWellFormed(), 'utf8')
    waiting = []
    length = 0
    hash.update(bytes)
    explained(() => writeFileSync(handle, bytes))
  }

  function close(): void {
    if (isOpen) closeSync(handle)
    isOpen = false
  }

  return {
    write(text) {
      waiting.push(text)
      length += text.length
      // A pair of signs that is one sign is never cut: what is written ends with a whole text.
      if (length >= BUFFER) flush()
    },
    finish(check) {
      flush()
      explained(() => {
        fsyncSync(handle)
        close()
      })
      const { bytes, sha256 } = explained(() => readBack(partial, check))
      if (sha256 !== hash.digest('hex')) throw new AppError('file_not_verified', file)
      check.end()
      explained(() => {
        renamePatientlySync(partial, file)
        isFinished = true
        syncFolderSync(dirname(file))
        if (statSync(file).size !== bytes) throw new AppError('file_not_verified', file)
      })
      return bytes
    },
    abandon() {
      if (isFinished) return
      close()
      rmSync(partial, { force: true })
    },
  }
}

/** Line by line, because no string may be as long as a file. */
function readBack(file: string, check: Check) {
  const handle = openSync(file, 'r')
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.alloc(BUFFER)
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    let pieces: string[] = []
    let bytes = 0
    for (;;) {
      const read = readSync(handle, buffer, 0, BUFFER, null)
      if (read === 0) break
      bytes += read
      const chunk = buffer.subarray(0, read)
      hash.update(chunk)
      const [first = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n')
      pieces.push(first)
      for (const line of rest) {
        check.line(pieces.join(''))
        pieces = [line]
      }
    }
    const last = pieces.join('')
    if (last) check.line(last)
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    closeSync(handle)
  }
}

const CODES: Record<string, ErrorCode> = {
  ENOSPC: 'file_disk_full',
  EDQUOT: 'file_disk_full',
  EFBIG: 'file_disk_full',
  EACCES: 'file_refused',
  EPERM: 'file_refused',
  EROFS: 'file_refused',
  ENOENT: 'file_refused',
  ENOTDIR: 'file_refused',
  EISDIR: 'file_refused',
  ENAMETOOLONG: 'file_refused',
  EBUSY: 'file_refused',
  EIO: 'file_not_verified',
}

/** What the system says of a file that the user named, as the catalogue explains it. */
function explained<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asFileError(error)
  }
}

/** The same for what was caught elsewhere. */
export function asFileError(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof SyntaxError) {
    return new AppError('file_not_verified', error.message)
  }
  const code = CODES[codeOf(error)]
  return code && error instanceof Error ? new AppError(code, error.message) : error
}
