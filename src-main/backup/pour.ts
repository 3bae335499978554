import { type FileHandle, open } from 'node:fs/promises'

/** Large enough that asking the disk for it costs nothing beside hashing it. */
const BLOCK = 1024 * 1024
/** Bytes that are brought to the disk while others are read: all at the end would take as long again. */
const SYNC_EVERY = 64 * BLOCK

/** A new file that is written from its beginning to its end. */
export interface Output {
  /** Where the next bytes go. */
  readonly at: number
  /** Writes bytes, and goes on behind them and `beyond` more, which are there already. */
  append(bytes: Buffer, beyond?: number): Promise<void>
  /** Writes where nothing was appended yet. */
  write(bytes: Buffer, position: number): Promise<void>
  /** Ends the file where it is, and has all of it on the disk. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** Makes a file; there must not be one of that name. What need not survive a power cut is not synced. */
export async function openOutput(
  target: string,
  { isSynced = true }: { isSynced?: boolean } = {},
): Promise<Output> {
  const file = await open(target, 'wx', 0o600)
  let at = 0
  let unsynced = 0
  let syncing: Promise<void> | null = null
  let failure: unknown

  /** What fails here is said once by the system, and must not be forgotten. */
  function syncSoon(): void {
    unsynced = 0
    syncing = file
      .datasync()
      .catch((error: unknown) => (failure ??= error ?? new Error('not synced')))
      .then(() => void (syncing = null))
  }

  async function write(bytes: Buffer, position: number): Promise<void> {
    if (failure !== undefined) throw failure
    await writeAll(file, bytes, position)
    unsynced += bytes.length
    if (isSynced && unsynced >= SYNC_EVERY && !syncing) syncSoon()
  }

  return {
    get at() {
      return at
    },
    write,
    async append(bytes, beyond = 0) {
      await write(bytes, at)
      at += bytes.length + beyond
    },
    async finish() {
      await syncing
      await file.truncate(at)
      if (isSynced) await file.sync()
      if (failure !== undefined) throw failure
    },
    async close() {
      await syncing
      await file.close()
    },
  }
}

/**
 * Hands on block after block; answers how many bytes there were. While one is `seen`, the next is read and the
 * one before is written. What `seen` throws ends it.
 */
export async function pour(
  blocks: AsyncIterable<Buffer>,
  write: (block: Buffer, offset: number) => Promise<void>,
  seen: (block: Buffer) => void,
): Promise<number> {
  let writing: Promise<void> = Promise.resolve()
  let done = 0
  try {
    for await (const block of blocks) {
      seen(block)
      await writing
      writing = write(block, done)
      // Waited for above and below; until then nobody listens.
      writing.catch(() => undefined)
      done += block.length
    }
    await writing
    return done
  } finally {
    await writing.catch(() => undefined)
  }
}

/**
 * The bytes of a file between two places, block by block, as far as there are any. The next one is read while
 * one is looked at; a block may be written elsewhere until the one after the next is asked for.
 */
export async function* blocksOf(
  file: FileHandle,
  start: number,
  end: number,
): AsyncGenerator<Buffer, void, undefined> {
  const most = Math.min(BLOCK, Math.max(end - start, 1))
  const buffers = [most, most, most].map((size) => Buffer.allocUnsafe(size))
  const read = async (turn: number, at: number) => {
    const buffer = buffers[turn % buffers.length] ?? Buffer.alloc(0)
    const length = Math.min(buffer.length, end - at)
    const { bytesRead } = await file.read(buffer, 0, length, at)
    return buffer.subarray(0, bytesRead)
  }
  let at = start
  let reading = read(0, at)
  try {
    for (let turn = 1; at < end; turn += 1) {
      const block = await reading
      if (block.length === 0) return
      at += block.length
      if (at < end) {
        reading = read(turn, at)
        // Waited for in the next turn, or at the end.
        reading.catch(() => undefined)
      }
      yield block
    }
  } finally {
    await reading.catch(() => undefined)
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
