import type { Context } from '../domain/context'
import { toFailure } from '../errors'
import { type Recurring, recurring } from '../jobs/recurring'
import { runJobWithin } from '../jobs/run'
import { contentFile } from '../storage/attachments'

/** After the start first the window, its lists and what a user does first. */
const TIMES = { firstAfter: 45_000, every: 3_600_000 }
/** A document of a thousand pages takes a second or two. */
const LIMITS = { milliseconds: 10_000, megabytes: 512 }

/** One at a time: each has a thread of its own. */
let last: Promise<unknown> = Promise.resolve()

/**
 * The text in a PDF; empty where none is found in ten seconds and half a gigabyte. Null where the file cannot
 * be read, or `signal` ended it: another time may do better. Never throws.
 */
export function textInDocument(file: string, signal?: AbortSignal): Promise<string | null> {
  const text = last.then(() => runJobWithin({ ...LIMITS, signal }, 'readPdf', file))
  // A document that breaks its reader off has no text for us.
  const found = text.catch(() => (signal?.aborted ? null : ''))
  last = found
  return found
}

/** Reads the documents whose text nobody has looked for, such as those of an import. */
export function readingIn(context: Context): Recurring {
  const { read, write, attachmentsFolder, log } = context
  const leaving = new AbortController()
  const reading = recurring(async () => {
    try {
      for (const sha256 of await read.attachments.unreadDocuments()) {
        if (leaving.signal.aborted) return
        const text = await textInDocument(contentFile(attachmentsFolder, sha256), leaving.signal)
        if (text !== null) await write.attachments.noteText(sha256, text)
      }
    } catch (error) {
      const isOver = toFailure(error).code === 'database_restarted'
      if (!isOver) log.warn('documents could not be read', { error })
    }
  }, TIMES)
  return {
    ...reading,
    async end() {
      leaving.abort()
      await reading.end()
    },
  }
}
