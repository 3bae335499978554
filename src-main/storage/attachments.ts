import type { ErrorCode } from '@contract/errors'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, lstatSync } from 'node:fs'
import { mkdir, open, rm, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../errors'
import { codeOf, freeBytes, isMissing, renamePatiently, syncFolder } from './files'

// Files that belong to messages lie in one folder, each once, under the hash of its bytes: `ab/<sha256>`.

/** How a content is known. */
export interface Stored {
  sha256: string
  bytes: number
}

interface PutOptions {
  /** Whether what is there under this hash was read, and is not what the hash says. */
  damaged?: boolean
}

/** Room that is left on the disk for the history itself. */
const LEAVE_FREE = 64 * 1024 * 1024
const SHA256 = /^[0-9a-f]{64}$/

export const isContent = (name: string) => SHA256.test(name)

/** Where a content lies. Throws for a name that is no hash, which could lead out of the folder. */
export function contentFile(folder: string, sha256: string): string {
  if (!isContent(sha256)) throw new Error(`${sha256.slice(0, 80)} is no content`)
  return join(folder, sha256.slice(0, 2), sha256)
}

/** Keeps bytes under their hash, once; they are on the disk when this resolves. Throws `disk_full`. */
export async function putBytes(folder: string, bytes: Uint8Array): Promise<Stored> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (await isKept(contentFile(folder, sha256), bytes.length))
    return { sha256, bytes: bytes.length }
  refuseWithoutRoom(folder, bytes.length)
  return putPieces(folder, [bytes])
}

/** The same for what is read piece by piece; what throws on the way leaves nothing behind. */
export function putPieces(
  folder: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: PutOptions = {},
): Promise<Stored> {
  const write = async (partial: string) => {
    const hash = createHash('sha256')
    let bytes = 0
    const handle = await open(partial, 'wx', 0o600)
    try {
      for await (const piece of pieces) {
        hash.update(piece)
        bytes += piece.length
        await handle.writeFile(piece)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    return { sha256: hash.digest('hex'), bytes }
  }
  return put(folder, write, options)
}

/**
 * The one way into the folder: `write` fills and syncs a file and says what is in it, and then it gets
 * its name. A content that is there already is kept as it is, unless it is known to be `damaged`.
 */
export async function put(
  folder: string,
  write: (partial: string) => Promise<Stored>,
  { damaged = false }: PutOptions = {},
): Promise<Stored> {
  const partial = join(folder, `${randomBytes(8).toString('hex')}.partial`)
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    if (made) await syncFolder(dirname(folder))
    const stored = await write(partial)
    const file = contentFile(folder, stored.sha256)
    if (!damaged && (await isKept(file, stored.bytes))) {
      await rm(partial, { force: true })
      return stored
    }
    if (await mkdir(dirname(file), { recursive: true, mode: 0o700 })) await syncFolder(folder)
    await renamePatiently(partial, file)
    await syncFolder(dirname(file))
    return stored
  } catch (error) {
    await rm(partial, { force: true })
    throw explainStore(error)
  }
}

const REFUSALS: Record<string, ErrorCode> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EIO: 'disk_error',
  EROFS: 'read_only',
}

/** What the disk of the store says; what a file that is read for it says is for others to explain. */
function explainStore(error: unknown): unknown {
  const code = REFUSALS[codeOf(error)]
  if (!code || !(error instanceof Error)) return error
  const isOfSource = 'syscall' in error && error.syscall === 'read'
  return isOfSource ? error : new AppError(code, error.message)
}

/** Throws `disk_full` before a byte is written, where `bytes` more would leave the history no room. */
export function refuseWithoutRoom(folder: string, bytes: number): void {
  let free: number
  try {
    free = freeBytes(dirname(folder))
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  if (free < bytes + LEAVE_FREE) throw new AppError('disk_full', `${free} bytes free`)
}

/** How a content stands; `damaged` only by its size, because reading all of it takes a while. */
export function stateOf(
  folder: string,
  { sha256, bytes }: Stored,
): 'present' | 'missing' | 'damaged' {
  const status = isContent(sha256)
    ? lstatSync(contentFile(folder, sha256), { throwIfNoEntry: false })
    : undefined
  if (!status?.isFile()) return 'missing'
  return status.size === bytes ? 'present' : 'damaged'
}

/** Whether a file holds what its name says. No link and no device: only a file of our own is read. */
export async function isWhole(file: string, sha256: string): Promise<boolean> {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return false
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex') === sha256
}

/**
 * Whether this content is there. Its time becomes now: whoever clears away what nobody refers to leaves
 * alone what is new, and the row that is about to refer to it is not there yet.
 */
async function isKept(file: string, bytes: number): Promise<boolean> {
  const status = lstatSync(file, { throwIfNoEntry: false })
  if (!status?.isFile() || status.size !== bytes) return false
  const now = new Date()
  try {
    await utimes(file, now, now)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
