import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMigrations } from '../../../src-main/db/migrate'
import { OF_INDEX } from '../../../src-main/db/derived'
import { merge } from '../../../src-main/db/erasure'
import { closeDatabase, openWritable, type ReadableDb } from '../../../src-main/db/open'
import { fillIndex, fillTitles, renewIndex } from '../../../src-main/db/upkeep'
import type { Figure } from '../figures'
import { named, type Sized } from './pages'

const STEP_MS = 30
const MEGABYTE = 2 ** 20

/** How much room the index takes, against the text that it is made from. */
export function measureSizes(stores: Sized[]): Figure[] {
  return stores.map(({ db, messages }) => {
    // All that can be found: what is said, titles, and the text of files.
    const text =
      one(db, 'SELECT total(octet_length(parts)) FROM messages') +
      one(db, 'SELECT total(octet_length(title)) FROM conversations') +
      one(db, 'SELECT total(octet_length(extracted_text)) FROM attachments')
    const size = (which: string) =>
      one(
        db,
        `SELECT total(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN
         (SELECT name FROM sqlite_schema WHERE ${which})`,
      )
    const index = size(OF_INDEX)
    const share = (table: string) => percent(size(`tbl_name LIKE '${table}%'`) / index)
    // A line of a block for each.
    const words = one(
      db,
      `SELECT sum(length(words) - length(replace(words, char(10), '')) - 1) FROM search_words`,
    )
    return {
      what: `index, ${named(messages)}`,
      value: index / MEGABYTE,
      unit: 'MB',
      against: { what: 'text', ratio: index / text },
      budget: 1,
      note: [
        `full text ${share('messages_fts')}`,
        `${words} words ${share('search_words')}`,
        `entries ${share('search_entries')}`,
      ].join(', '),
    }
  })
}

/** Makes the whole index anew, in a copy of the store and in the steps of the program. */
export function measureBuild({ db: { $client }, messages }: Sized): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-bench-index-'))
  const file = join(folder, 'keepsake.db')
  try {
    copyFileSync($client.name, file)
    const migrations = readMigrations(join(import.meta.dirname, '../../../migrations'))
    const db = openWritable(file, { migrations, copiesFolder: folder, now: Date.now() })
    const step = <T>(work: () => T): T => db.$client.transaction(work).immediate()
    renewIndex(db)
    const started = performance.now()
    const busy = process.threadCpuUsage()
    step(() => fillTitles(db))
    let longest = 0
    let next: number | null = 0
    while (next !== null) {
      const after: number = next
      const begun = performance.now()
      next = step(() => fillIndex(db, after, STEP_MS)).next
      longest = Math.max(longest, performance.now() - begun)
    }
    const filled = performance.now()
    const spent = process.threadCpuUsage(busy)
    let isMerging = step(() => merge(db, true))
    while (isMerging) isMerging = step(() => merge(db, false))
    const joined = performance.now()
    closeDatabase(db)
    const processor = (spent.user + spent.system) / 1e6
    return [
      {
        what: `index made anew, ${named(messages)}`,
        value: messages / ((filled - started) / 1000),
        unit: 'messages/s',
        note: `${(messages / processor).toFixed(0)} for each second of processor time`,
      },
      { what: '    longest step of it', value: longest, unit: 'ms' },
      { what: '    joined into one part', value: (joined - filled) / 1000, unit: 's' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

function one(db: ReadableDb, query: string): number {
  return db.$client.prepare(query).pluck().get() as number
}
