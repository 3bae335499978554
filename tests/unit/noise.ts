import { closeSync, openSync, writeSync } from 'node:fs'
import type { WritableDb } from '../../src-main/db/open'

export interface Page {
  pageno: number
  pagetype: 'leaf' | 'internal' | 'overflow'
}

export function pagesOf(db: WritableDb, table: string): Page[] {
  return db.$client
    .prepare('SELECT pageno, pagetype FROM dbstat WHERE name = ? ORDER BY pageno')
    .all(table) as Page[]
}

/** Not random, so that a failure can be repeated. */
export function writeNoise(file: string, page: number): void {
  const handle = openSync(file, 'r+')
  const noise = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919 + page) % 251))
  writeSync(handle, noise, 0, noise.length, (page - 1) * 4096)
  closeSync(handle)
}
