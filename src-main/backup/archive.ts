import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { type PassThrough, Readable, Transform } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { type ManifestEntry, NAMES } from './manifest'

// A backup is a zip file whose comment ends with the SHA-256 of all bytes before it: the fields of a
// zip that nobody reads could be damaged unnoticed otherwise.

/** What stands before the hash in the comment of the zip file. */
export const SEAL = 'keepsake-backup sha256:'
/** Characters of a SHA-256 in hexadecimal. */
export const SEAL_LENGTH = 64

/** Packs nearly twice as fast as zlib's usual level, and what comes out is a twentieth larger. */
const LEVEL = 1
const READ_AT_ONCE = 256 * 1024

/** A thing to be put into a backup: a file that does not change meanwhile, or bytes. */
export type Content = { name: string; compress: boolean } & ({ file: string } | { bytes: Buffer })

/**
 * Writes a backup file that must not exist yet, and syncs it; the manifest comes last, when all hashes
 * are known. Memory does not grow with what is packed. `tell` hears how many bytes have been read;
 * what it throws ends the writing.
 */
export async function writeArchive(
  target: string,
  contents: Content[],
  manifestOf: (entries: ManifestEntry[]) => Buffer,
  tell: (bytes: number) => void,
): Promise<void> {
  const zip = new ZipFile()
  // It is one, though its types promise less.
  const output = zip.outputStream as PassThrough
  zip.on('error', (error: Error) => output.destroy(error))
  const file = createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true })
  const written = pipeline(output, sealing(), file)
  // Told where it is waited for; a full disk ends it while something else is waited for.
  written.catch(() => undefined)
  const entries: ManifestEntry[] = []
  try {
    for (const content of contents) entries.push(await add(zip, content, written, tell))
  } catch (error) {
    output.destroy()
    // What is still open could not be removed on Windows.
    await written.catch(() => undefined)
    throw error
  }
  zip.addBuffer(manifestOf(entries), NAMES.manifest, { mode: 0o100600 })
  zip.end({ comment: `${SEAL}${'0'.repeat(SEAL_LENGTH)}`, forceZip64Format: false })
  await written
}

async function add(
  zip: ZipFile,
  content: Content,
  written: Promise<void>,
  tell: (bytes: number) => void,
): Promise<ManifestEntry> {
  const { name, compress } = content
  const size = 'file' in content ? statSync(content.file).size : content.bytes.length
  const source =
    'file' in content
      ? createReadStream(content.file, { highWaterMark: READ_AT_ONCE })
      : Readable.from([content.bytes])
  const hash = createHash('sha256')
  let bytes = 0
  const counting = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      try {
        tell(chunk.length)
      } catch (error) {
        done(asError(error))
        return
      }
      done(null, chunk)
    },
  })
  const compressionLevel = compress ? LEVEL : 0
  zip.addReadStream(counting, name, { compressionLevel, size, mode: 0o100600 })
  // Whatever ends first: where nothing can be written any more, nothing more is read.
  const read = pipeline(source, counting, { end: true })
  read.catch(() => undefined)
  try {
    await Promise.race([Promise.all([read, finished(counting)]), neverEnding(written)])
  } catch (error) {
    source.destroy()
    counting.destroy()
    throw error
  }
  return { name, bytes, sha256: hash.digest('hex') }
}

/** Fails with what fails, and does not end otherwise. */
function neverEnding(work: Promise<void>): Promise<never> {
  return new Promise((_, reject) => void work.catch(reject))
}

/** What may be thrown is anything; what a stream is ended with is an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** Puts the hash of all that came before in the place of the last characters. */
function sealing(): Transform {
  const hash = createHash('sha256')
  let held = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const all = Buffer.concat([held, chunk])
      const ready = all.subarray(0, Math.max(0, all.length - SEAL_LENGTH))
      held = Buffer.from(all.subarray(ready.length))
      hash.update(ready)
      done(null, ready)
    },
    flush(done) {
      done(null, Buffer.from(hash.digest('hex'), 'latin1'))
    },
  })
}
