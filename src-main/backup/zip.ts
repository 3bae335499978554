import { crc32 } from 'node:zlib'

// The frame of a zip file, as PKWARE's APPNOTE.TXT has it (4.3.7, 4.3.12 and 4.3.14 to 4.3.16). Sizes are known
// before, so that nothing has to stand behind a thing's bytes.

/** One thing in a zip file; `at` is where its header begins. */
export interface ZipEntry {
  name: string
  at: number
  bytes: number
  /** How many bytes it takes in the file. */
  packed: number
  crc: number
  isDeflated: boolean
}

/** From here on a field of 32 or 16 bits holds nothing but this, and the number is elsewhere. */
const MOST = 0xffffffff
const MOST_ENTRIES = 0xffff
const LARGE = 45
const UTF8 = 0x800
const DEFLATED = 8
/** The first day that can be said: when a backup was made stands in its manifest. */
const NO_DATE = 0x0021
/** A plain file of Unix that its owner reads and writes. */
const MODE = 0o100600 * 0x10000
const BY_UNIX = 3 * 0x100

/** What stands before the bytes of a thing; it is of the same length whatever its sum is. */
export function localHeader(entry: ZipEntry): Buffer {
  const { packed, bytes } = entry
  const extra = isLarge(entry) ? extraField([bytes, packed]) : Buffer.alloc(0)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  common(entry, extra.length).copy(head, 4)
  return Buffer.concat([head, Buffer.from(entry.name), extra])
}

/** The same thing in the list at the end of the file. */
export function listed(entry: ZipEntry): Buffer {
  const { at, bytes, packed } = entry
  const extra = isLarge(entry) ? extraField([bytes, packed, at]) : Buffer.alloc(0)
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(BY_UNIX + LARGE, 4)
  common(entry, extra.length).copy(head, 6)
  head.writeUInt32LE(MODE, 38)
  head.writeUInt32LE(isLarge(entry) ? MOST : at, 42)
  return Buffer.concat([head, Buffer.from(entry.name), extra])
}

/** What ends a file that lists so many things in `size` bytes from `at` on, with room for the comment. */
export function endOfList(count: number, at: number, size: number, comment: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, MOST_ENTRIES), 8)
  end.writeUInt16LE(Math.min(count, MOST_ENTRIES), 10)
  end.writeUInt32LE(Math.min(size, MOST), 12)
  end.writeUInt32LE(Math.min(at, MOST), 16)
  end.writeUInt16LE(comment, 20)
  if (count < MOST_ENTRIES && at < MOST && size < MOST) return end
  const large = Buffer.alloc(56 + 20)
  large.writeUInt32LE(0x06064b50, 0)
  large.writeBigUInt64LE(44n, 4)
  large.writeUInt16LE(BY_UNIX + LARGE, 12)
  large.writeUInt16LE(LARGE, 14)
  for (const [index, value] of [count, count, size, at].entries()) {
    large.writeBigUInt64LE(BigInt(value), 24 + index * 8)
  }
  large.writeUInt32LE(0x07064b50, 56)
  large.writeBigUInt64LE(BigInt(at + size), 64)
  large.writeUInt32LE(1, 72)
  return Buffer.concat([large, end])
}

/** The sum that a zip file has for each thing, piece by piece. */
export function sumOf(bytes: Buffer, before = 0): number {
  return crc32(bytes, before)
}

function isLarge({ at, bytes, packed }: ZipEntry): boolean {
  return Math.max(at, bytes, packed) >= MOST
}

/** The fields that both headers have in this order. */
function common(entry: ZipEntry, extra: number): Buffer {
  const { name, bytes, packed, crc, isDeflated } = entry
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(isLarge(entry) ? LARGE : 20, 0)
  fields.writeUInt16LE(UTF8, 2)
  fields.writeUInt16LE(isDeflated ? DEFLATED : 0, 4)
  fields.writeUInt16LE(NO_DATE, 8)
  fields.writeUInt32LE(crc, 10)
  fields.writeUInt32LE(isLarge(entry) ? MOST : packed, 14)
  fields.writeUInt32LE(isLarge(entry) ? MOST : bytes, 18)
  fields.writeUInt16LE(Buffer.byteLength(name), 22)
  fields.writeUInt16LE(extra, 24)
  return fields
}

function extraField(values: number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(values.length * 8, 2)
  values.forEach((value, index) => field.writeBigUInt64LE(BigInt(value), 4 + index * 8))
  return field
}
