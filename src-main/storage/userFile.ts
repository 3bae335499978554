import { constants, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '../errors'

const PIECE = 1 << 20

/** A file that the user named, open. */
export interface UserFile {
  bytes: number
  /** All of it, piece by piece. Throws `attachment_unreadable` where it changes meanwhile. */
  pieces(): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

/**
 * Opens a file that the user named. Throws `attachment_unreadable` for what is no file: a folder, a link,
 * a device, a pipe, which would be waited for for ever.
 */
export async function openUserFile(path: string): Promise<UserFile> {
  // Windows knows neither of the last two, which are then nothing here as well.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  let handle: FileHandle | undefined
  try {
    handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const before = await handle.stat()
    if (!before.isFile()) throw new AppError('attachment_unreadable', path)
    const opened = handle
    return {
      bytes: before.size,
      pieces: () => read(opened, before, path),
      close: () => opened.close(),
    }
  } catch (error) {
    await handle?.close()
    throw error instanceof AppError || !(error instanceof Error)
      ? error
      : new AppError('attachment_unreadable', error.message)
  }
}

async function* read(handle: FileHandle, before: Stats, path: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const buffer = Buffer.allocUnsafe(PIECE)
    const { bytesRead } = await handle.read(buffer, 0, PIECE, at).catch((error: Error) => {
      throw new AppError('attachment_unreadable', error.message)
    })
    at += bytesRead
    if (at > before.size) break
    if (bytesRead > 0) yield buffer.subarray(0, bytesRead)
    else break
  }
  const after = await handle.stat()
  if (after.size === before.size && after.mtimeMs === before.mtimeMs) return
  throw new AppError('attachment_unreadable', `${path} changed while it was read`)
}
