import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { codeOf } from '../storage/files'
import { isPageSize, readLogFrames } from './logFrames'

const MAGIC = 'SQLite format 3\0'
const DEFAULT_PAGE_SIZE = 4096
/** The file is read in blocks of so many bytes: a page at a time takes twice as long. */
const BLOCK = 256 * 1024
/** Blocks that are kept: a long text goes on in pages that lie elsewhere. */
const KEPT = 16

/** `newest` sees the log over the file, `file` only the file. */
export type View = 'newest' | 'file'

/** A database file read page by page, without SQLite: nothing is written, not even beside it. */
export interface Pages {
  pageSize: number
  /** Bytes of a page that hold content. */
  usable: number
  count: number
  /** `user_version`; null where the first page is not readable. */
  schema: number | null
  /** Pages that the log has in a newer form. */
  logged: readonly number[]
  /** Null where there is no such page. One cut off by the end of the file is filled with zeros. */
  read(page: number, view: View): Buffer | null
  close(): void
}

/**
 * Opens a database that may be damaged in any way, with the log beside it. Throws what `fs` throws,
 * but for pages that the disk cannot read.
 */
export function openPages(file: string): Pages {
  const handles: number[] = []
  const main = openIfFile(file, handles)
  const log = openIfFile(`${file}-wal`, handles)
  const header = main && readAt(main.handle, 0, 100)
  const ownSize = header && pageSizeOf(header)
  const frames = log && readLogFrames(log.handle, log.bytes)
  const pageSize = ownSize ?? frames?.pageSize ?? DEFAULT_PAGE_SIZE
  // A log with pages of another size belongs to another database.
  const offsets = frames?.pageSize === pageSize ? frames.offsets : new Map<number, number>()

  let last = Math.ceil((main?.bytes ?? 0) / pageSize)
  for (const page of offsets.keys()) last = Math.max(last, page)

  const readMain = main && inBlocks(main.handle, pageSize)
  function read(page: number, view: View): Buffer | null {
    const logged = view === 'newest' && log ? offsets.get(page) : undefined
    if (log && logged !== undefined) return readAt(log.handle, logged, pageSize)
    const at = (page - 1) * pageSize
    return readMain && page > 0 && at < main.bytes ? readMain(at) : null
  }

  const first = read(1, 'newest')
  const sound = first?.toString('latin1', 0, 16) === MAGIC
  return {
    pageSize,
    usable: pageSize - (sound ? first.readUInt8(20) : 0),
    count: last,
    schema: sound ? first.readUInt32BE(60) : null,
    logged: [...offsets.keys()],
    read,
    close: () => handles.forEach((handle) => closeSync(handle)),
  }
}

/**
 * The `user_version` that a file has, log included, read without SQLite: so a file from a newer
 * version can be refused without leaving anything beside it. Null where the first page is not readable.
 */
export function readSchemaVersion(file: string): number | null {
  const pages = openPages(file)
  pages.close()
  return pages.schema
}

function openIfFile(file: string, handles: number[]) {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return null
  const handle = openSync(file, 'r')
  handles.push(handle)
  return { handle, bytes: fstatSync(handle).size }
}

/** Answers the page at an offset, which stays as it is whatever is read after it. */
function inBlocks(handle: number, pageSize: number): (at: number) => Buffer {
  const blocks = new Map<number, Buffer>()

  function blockAt(start: number): Buffer {
    const known = blocks.get(start)
    if (known) return known
    const block = readBlock(handle, start, pageSize)
    const [oldest] = blocks.keys()
    if (oldest !== undefined && blocks.size === KEPT) blocks.delete(oldest)
    blocks.set(start, block)
    return block
  }
  return (at) => {
    const within = at % BLOCK
    return blockAt(at - within).subarray(within, within + pageSize)
  }
}

/** Where the disk fails in a block, its pages are read one by one, and those that fail are zeros. */
function readBlock(handle: number, start: number, pageSize: number): Buffer {
  try {
    return readAt(handle, start, BLOCK)
  } catch (error) {
    if (codeOf(error) !== 'EIO') throw error
  }
  const block = Buffer.alloc(BLOCK)
  for (let at = 0; at < BLOCK; at += pageSize) {
    try {
      readSync(handle, block, at, pageSize, start + at)
    } catch (error) {
      if (codeOf(error) !== 'EIO') throw error
    }
  }
  return block
}

function readAt(handle: number, at: number, bytes: number) {
  const buffer = Buffer.alloc(bytes)
  readSync(handle, buffer, 0, bytes, at)
  return buffer
}

function pageSizeOf(header: Buffer) {
  if (header.toString('latin1', 0, 16) !== MAGIC) return null
  const stored = header.readUInt16BE(16)
  const size = stored === 1 ? 65536 : stored
  return isPageSize(size) ? size : null
}
