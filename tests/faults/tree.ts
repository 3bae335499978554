import { readSync } from 'node:fs'
import type Database from 'better-sqlite3'

// The pages of a table, without the code that is tested.

const PAGE = 4096
const TABLE_LEAF = 13

export function rootOf(db: Database.Database, table: string): number {
  const root = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck()
  return Number(root.get(table))
}

/** The first page of a tree whose children are leaves. */
export function lowestAbove(handle: number, inner: number): number {
  const child = childrenOf(handle, inner)[0]?.page ?? 0
  return readPage(handle, child).readUInt8(0) === TABLE_LEAF ? inner : lowestAbove(handle, child)
}

function readPage(handle: number, number: number): Buffer {
  const page = Buffer.alloc(PAGE)
  readSync(handle, page, 0, PAGE, (number - 1) * PAGE)
  return page
}

/** The pages below an inner page of a table, with the numbers that their rows lie between. */
export function childrenOf(handle: number, number: number) {
  const page = readPage(handle, number)
  const cells = Array.from({ length: page.readUInt16BE(3) }, (_, cell) =>
    page.readUInt16BE(12 + cell * 2),
  )
  const keys = cells.map((at) => readVarint(page, at + 4))
  return cells.map((at, cell) => ({
    page: page.readUInt32BE(at),
    after: keys[cell - 1] ?? 0,
    upTo: keys[cell] ?? 0,
  }))
}

function readVarint(bytes: Buffer, start: number): number {
  const rest = [...bytes.subarray(start, start + 9)]
  const end = rest.findIndex((byte) => byte < 0x80)
  return rest.slice(0, end + 1).reduce((value, byte) => value * 128 + (byte & 0x7f), 0)
}
