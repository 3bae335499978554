import { createHash, type Hash } from 'node:crypto'
import { createWriteStream, statSync } from 'node:fs'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { SEAL, SEAL_LENGTH } from './archive'
import { isKnownName } from './manifest'

/** More things than any history has attachments; a list of names is held in memory. */
const MOST_ENTRIES = 2_000_000
/** Bytes of a manifest, of which one for that many attachments has about half. */
const LARGEST_MANIFEST = 512 * 1024 * 1024
/** Text does not become smaller than this by packing, but for what was made to fill a disk. */
const MOST_PACKED = 300
const SMALL = 1024 * 1024 * 1024

/** What stands before the hash in the comment of a backup of the first form, which is of every byte. */
const FIRST_SEAL = 'keepsake-backup sha256:'

/** A backup file that is open for reading. */
export interface Archive {
  zip: ZipFile
  /** By name. */
  entries: Map<string, Entry>
  seal: Seal | null
}

export interface Seal {
  /** Whether it is of all bytes, or only of those whose hash is nowhere else in the file. */
  isOfAll: boolean
  sha256: string
}

/**
 * Opens the zip file of a backup and reads the list of what is in it. Throws an error in words for
 * names that have no business there, for too many of them, and for what claims to be far larger than
 * the file. Whoever calls it closes `zip`.
 */
export async function openArchive(file: string): Promise<Archive> {
  const zip = await openPromise(file, { autoClose: false, strictFileNames: true })
  try {
    const { size } = statSync(file)
    // Each takes 46 bytes at least, however many the file says it holds.
    if (zip.entryCount > Math.min(MOST_ENTRIES, size / 46)) throw new Error('too many entries')
    const entries = new Map<string, Entry>()
    let total = 0
    for await (const entry of zip.eachEntry()) {
      const { fileName: name } = entry
      if (!isKnownName(name)) throw new Error(`unexpected entry ${JSON.stringify(name)}`)
      if (entries.has(name)) throw new Error(`${name} is in it twice`)
      if (!entry.canDecodeFileData()) throw new Error(`${name} is packed in an unknown way`)
      total += entry.uncompressedSize
      entries.set(name, entry)
    }
    if (total > Math.max(SMALL, size * MOST_PACKED)) throw new Error('it is packed too densely')
    return { zip, entries, seal: sealIn(zip.comment) }
  } catch (error) {
    zip.close()
    throw error
  }
}

function sealIn(comment: string): Seal | null {
  const sha256 = comment.slice(-SEAL_LENGTH)
  const before = comment.slice(0, -SEAL_LENGTH)
  if (before !== SEAL && before !== FIRST_SEAL) return null
  return { isOfAll: before === FIRST_SEAL, sha256 }
}

/** Reads a small thing whole. Throws where it is not there or larger than `most` bytes. */
export async function readWhole(
  { zip, entries }: Archive,
  name: string,
  most = LARGEST_MANIFEST,
): Promise<Buffer> {
  const entry = entries.get(name)
  if (!entry) throw new Error(`${name} is missing`)
  if (entry.uncompressedSize > most) throw new Error(`${name} is too large`)
  const chunks: Buffer[] = []
  const keep = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk)
      done()
    },
  })
  await pipeline(await zip.openReadStreamPromise(entry), keep)
  return Buffer.concat(chunks)
}

/**
 * Reads a thing through and answers its SHA-256; with `target` it is written there, to a new file that
 * is synced. Not a byte more is read than its size says; `tell` hears how many each time, and what it
 * throws ends the reading.
 */
export async function readThrough(
  { zip, entries }: Archive,
  name: string,
  target?: string,
  tell: (bytes: number) => void = () => {},
): Promise<string> {
  const entry = entries.get(name)
  if (!entry) throw new Error(`${name} is missing`)
  const hash = createHash('sha256')
  const stream: Readable = await zip.openReadStreamPromise(entry)
  const end = target
    ? createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true })
    : new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(stream, hashing(hash, tell), end)
  return hash.digest('hex')
}

function hashing(hash: Hash, tell: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      try {
        tell(chunk.length)
      } catch (error) {
        done(asError(error))
        return
      }
      done(null, chunk)
    },
  })
}

/** What may be thrown is anything; what a stream is ended with is an error. */
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
