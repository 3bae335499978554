import type { Pages, View } from './pages'

// B-tree pages and records, as https://sqlite.org/fileformat2.html#b_tree_pages lays them down.
const TABLE_LEAF = 0x0d
const INDEX_LEAF = 0x0a
const INDEX_INTERIOR = 0x02

export type Value = string | number | bigint | Buffer | null

/** One row of a table, or (without `rowid`) one key of an index. */
export interface Found {
  rowid: number | null
  values: Value[]
}

/**
 * Everything on one page that is a whole record, whichever table it belongs to; nothing where the page
 * is of another kind or noise. A record whose overflow pages are gone is left out.
 */
export function* recordsOn(pages: Pages, number: number, view: View): Generator<Found> {
  const page = pages.read(number, view)
  if (!page) return
  const start = number === 1 ? 100 : 0
  const kind = page.readUInt8(start)
  if (kind !== TABLE_LEAF && kind !== INDEX_LEAF && kind !== INDEX_INTERIOR) return
  const pointers = start + (kind === INDEX_INTERIOR ? 12 : 8)
  const cells = Math.min(page.readUInt16BE(start + 3), (pages.usable - pointers) >> 1)
  for (let cell = 0; cell < cells; cell += 1) {
    const at = page.readUInt16BE(pointers + cell * 2)
    const found = at < pointers || at > pages.usable - 3 ? null : readCell(kind, at)
    if (found) yield found
  }

  function readCell(type: number, at: number): Found | null {
    if (!page) return null
    const size = readVarint(page, type === INDEX_INTERIOR ? at + 4 : at)
    const rowid = type === TABLE_LEAF ? readVarint(page, size.end) : null
    const payload = readPayload(size.value, rowid?.end ?? size.end, type === TABLE_LEAF)
    const values = payload && readRecord(payload)
    return values && { rowid: rowid?.value ?? null, values }
  }

  function readPayload(size: number, at: number, isTable: boolean): Buffer | null {
    if (!page || size < 2 || size > pages.count * pages.usable) return null
    const local = localBytes(size, pages.usable, isTable)
    if (at + local > pages.usable) return null
    if (local === size) return page.subarray(at, at + size)
    if (at + local + 4 > pages.usable) return null
    const whole = Buffer.alloc(size)
    let filled = page.copy(whole, 0, at, at + local)
    let next = page.readUInt32BE(at + local)
    while (filled < size) {
      const overflow = next === 0 ? null : pages.read(next, view)
      if (!overflow) return null
      filled += overflow.copy(whole, filled, 4, pages.usable)
      next = overflow.readUInt32BE(0)
    }
    // The last overflow page names no other: anything else is another chain, or noise.
    return next === 0 ? whole : null
  }
}

/** How much of a payload lies on the page itself. */
function localBytes(size: number, usable: number, isTable: boolean) {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (size <= most) return size
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitting = least + ((size - least) % (usable - 4))
  return fitting <= most ? fitting : least
}

function readRecord(payload: Buffer): Value[] | null {
  const header = readVarint(payload, 0)
  if (header.value < 1 || header.value > payload.length) return null
  const values: Value[] = []
  let at = header.end
  let body = header.value
  while (at < header.value) {
    const type = readVarint(payload, at)
    at = type.end
    const bytes = bytesOf(type.value)
    if (bytes === null || at > header.value || body + bytes > payload.length) return null
    values.push(readValue(payload.subarray(body, body + bytes), type.value))
    body += bytes
  }
  // A record fills its payload exactly, which noise hardly ever does.
  return body === payload.length ? values : null
}

const NUMBER_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function bytesOf(type: number): number | null {
  return type >= 12 ? Math.floor((type - 12) / 2) : (NUMBER_BYTES[type] ?? null)
}

function readValue(bytes: Buffer, type: number): Value {
  if (type >= 13 && type % 2 === 1) return bytes.toString('utf8')
  if (type >= 12) return Buffer.from(bytes)
  if (type === 0) return null
  if (type === 7) return bytes.readDoubleBE(0)
  if (type >= 8) return type - 8
  if (type < 6) return bytes.readIntBE(0, bytes.length)
  const big = bytes.readBigInt64BE(0)
  return Number.isSafeInteger(Number(big)) ? Number(big) : big
}

/** A number of one to nine bytes; one that is cut off or beyond 2^53 becomes -1. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0
  for (let at = start; at < start + 8; at += 1) {
    const byte = bytes[at]
    if (byte === undefined) break
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value: Number.isSafeInteger(value) ? value : -1, end: at + 1 }
  }
  return { value: -1, end: start + 9 }
}
