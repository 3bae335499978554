import { readSync } from 'node:fs'

// The write-ahead log of SQLite, as https://sqlite.org/fileformat2.html#walformat lays it down.
const HEADER = 32
const FRAME_HEADER = 24
const MAGIC_LITTLE_ENDIAN = 0x377f0682

/** Where the newest committed image of each page lies in the log: page number to byte offset. */
export interface LogFrames {
  pageSize: number
  offsets: Map<number, number>
}

/**
 * Reads which pages a log holds; null when it is no log. Each frame is checked by itself, so that one
 * bad frame does not hide those behind it, as it would from SQLite.
 */
export function readLogFrames(handle: number, bytes: number): LogFrames | null {
  const header = Buffer.alloc(HEADER)
  if (readSync(handle, header, 0, HEADER, 0) < HEADER) return null
  const pageSize = header.readUInt32BE(8)
  if (header.readUInt32BE(0) !== MAGIC_LITTLE_ENDIAN || !isPageSize(pageSize)) return null
  const salts = header.subarray(16, 24)
  let sum = checksum(header.subarray(0, 24), [0, 0])
  if (!isSum(header.subarray(24), sum)) return null

  const offsets = new Map<number, number>()
  let uncommitted = new Map<number, number>()
  const frame = Buffer.alloc(FRAME_HEADER + pageSize)
  for (let at = HEADER; at + frame.length <= bytes; at += frame.length) {
    if (readSync(handle, frame, 0, frame.length, at) < frame.length) break
    const expected = checksum(frame.subarray(24), checksum(frame.subarray(0, 8), sum))
    const stored = frame.subarray(16, 24)
    sum = [stored.readUInt32BE(0), stored.readUInt32BE(4)]
    // What an earlier use of the log left behind has other salts.
    if (!frame.subarray(8, 16).equals(salts) || !isSum(stored, expected)) continue
    uncommitted.set(frame.readUInt32BE(0), at + FRAME_HEADER)
    if (frame.readUInt32BE(4) === 0) continue
    for (const [page, offset] of uncommitted) offsets.set(page, offset)
    uncommitted = new Map()
  }
  return { pageSize, offsets }
}

export function isPageSize(size: number) {
  return size >= 512 && size <= 65536 && (size & (size - 1)) === 0
}

function isSum(stored: Buffer, [first, second]: [number, number]) {
  return stored.readUInt32BE(0) === first && stored.readUInt32BE(4) === second
}

function checksum(data: Buffer, seed: [number, number]): [number, number] {
  let [first, second] = seed
  for (let at = 0; at < data.length; at += 8) {
    first = (first + data.readUInt32LE(at) + second) >>> 0
    second = (second + data.readUInt32LE(at + 4) + first) >>> 0
  }
  return [first, second]
}
