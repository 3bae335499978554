import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { isPageSize, readLogFrames } from './logFrames'

const MAGIC = 'SQLite format 3\0'
const DEFAULT_PAGE_SIZE = 4096

/** `newest` sees the log over the file, `file` only the file. */
export type View = 'newest' | 'file'

/** A database file read page by page, without SQLite: nothing is written, not even beside it. */
export interface Pages {
  /** Bytes of a page that hold content. */
  usable: number
  count: number
  /** `user_version`; null where the first page is not readable. */
  schema: number | null
  /** Pages that the log has in a newer form. */
  logged: Iterable<number>
  /** Null where there is no such page. One cut off by the end of the file is filled with zeros. */
  read(page: number, view: View): Buffer | null
  close(): void
}

/** Opens a database that may be damaged in any way, with the log beside it. Throws only what `fs` throws. */
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

  function read(page: number, view: View): Buffer | null {
    const logged = view === 'newest' && log ? offsets.get(page) : undefined
    if (log && logged !== undefined) return readAt(log.handle, logged, pageSize)
    const at = (page - 1) * pageSize
    return main && page > 0 && at < main.bytes ? readAt(main.handle, at, pageSize) : null
  }

  const first = read(1, 'newest')
  const sound = first?.toString('latin1', 0, 16) === MAGIC
  return {
    usable: pageSize - (sound ? first.readUInt8(20) : 0),
    count: last,
    schema: sound ? first.readUInt32BE(60) : null,
    logged: offsets.keys(),
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
