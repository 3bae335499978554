import { randomUUIDv7 } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { paths } from '../../src-main/storage/layout'
import { DEFAULT_PROFILE } from '../../src-main/storage/profiles'
import type { Figure, Outcome } from './figures'
import { IDLE_MS } from './memory'
import { type Block, WATCH_THREAD } from './probes'
import type { Program } from './program'
import type { World } from './world'

const MEGABYTE = 2 ** 20
/** Rows of one transaction of the bare insert. */
const AT_ONCE = 10_000

interface Imported {
  /** Seconds until it was read, and until it was written. */
  read: number
  whole: number
  messages: number
  /** Seconds from there until all of it can be found. */
  indexing: number
  blocked: Block
  blockedIndexing: Block
  /** Megabytes that the program's process had at most, and had before. */
  peak: number
  before: number
}

/** A large export of another program, imported by the program itself, into an empty store. */
export async function measureImport(world: World, bytes: number): Promise<Outcome> {
  const file = await world.keptExport(bytes)
  const root = join(world.folder, 'imported')
  try {
    const program = await world.startOn(root, { inspect: true })
    let imported: Imported
    try {
      imported = await importOnce(program, file)
    } finally {
      await program.quit()
    }
    const { database } = paths(root, DEFAULT_PROFILE)
    const bare = insertBare(database, join(world.folder, 'bare.db'), false)
    const indexed = insertBare(database, join(world.folder, 'bare.db'), true)
    const raw = { imported, bare, indexed, bytes: statSync(file).size }
    return { raw, figures: figuresOf(imported, { bare, indexed }, raw.bytes) }
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function importOnce({ page, inMain, pid }: Program, file: string): Promise<Imported> {
  await page.give(file)
  await page.call('imports.drop', { paths: [file] })
  // What is loaded a while after the start is not the import's.
  await wait(IDLE_MS)
  await inMain(WATCH_THREAD)
  forgetPeak(pid)
  const before = peakOf(pid)
  const input = JSON.stringify({ jobId: randomUUIDv7(), paths: [file] })
  const { read, whole, answer } = await page.evaluate<{
    read: number
    whole: number
    answer: { ok: boolean; value: { results: { report: { messages: number } | null }[] } }
  }>(`(async () => {
    const started = performance.now()
    let read = 0
    const stop = window.api.onEvent(({ name, value }) => {
      if (name === 'job.progressed' && value.step === 'writing' && !read) read = performance.now()
    })
    const answer = await window.api.call('imports.run', ${input})
    stop()
    return { answer, read: read - started, whole: performance.now() - started }
  })()`)
  const report = answer.ok ? answer.value.results[0]?.report : null
  if (!report) throw new Error(`It was not imported: ${JSON.stringify(answer)}`)
  const blocked = await inMain<Block>('bench.take()')
  const peak = peakOf(pid)
  const started = performance.now()
  await page.evaluate(INDEXED)
  return {
    read: read / 1000,
    whole: whole / 1000,
    messages: report.messages,
    indexing: (performance.now() - started) / 1000,
    blocked,
    blockedIndexing: await inMain<Block>('bench.take()'),
    peak,
    before,
  }
}

/** Waits until a search says that it knows all messages. */
const INDEXED = `(async () => {
  const query = { text: 'bench', order: 'newest', after: null, limit: 1 }
  for (;;) {
    const { value } = await window.api.call('search.run', query)
    if (!value.incomplete) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
})()`

/**
 * Seconds that the same rows take in a file without anything else: the table of messages with its indexes, one
 * prepared statement in a loop, large transactions, each synced; no triggers, no references, and nothing noted
 * of where they came from. `indexed`, with SQLite's own full-text index of what they say.
 */
function insertBare(from: string, to: string, indexed: boolean): number {
  rmSync(to, { force: true })
  const source = new Database(from, { readonly: true })
  const target = new Database(to)
  try {
    target.pragma('journal_mode = WAL')
    target.pragma('synchronous = FULL')
    const columns = source.prepare(`SELECT name FROM pragma_table_info('messages')`).pluck().all()
    // The conversations are not there.
    target.pragma('foreign_keys = OFF')
    for (const sql of made(source)) target.exec(sql)
    target.exec(`CREATE VIRTUAL TABLE words USING fts5(parts, content = '', detail = full)`)
    const row = target.prepare(`INSERT INTO messages VALUES (${columns.map(() => '?').join(', ')})`)
    const words = target.prepare('INSERT INTO words (rowid, parts) VALUES (?, ?)')
    const partsAt = columns.indexOf('parts')
    const insert = target.transaction((rows: unknown[][]) => {
      for (const each of rows) {
        const { lastInsertRowid } = row.run(...each)
        if (indexed) words.run(lastInsertRowid, each[partsAt])
      }
    })
    let spent = 0
    let rows: unknown[][] = []
    const write = () => {
      // What reading them takes is not the insert's.
      const started = performance.now()
      insert(rows)
      spent += performance.now() - started
      rows = []
    }
    for (const each of source.prepare('SELECT * FROM messages ORDER BY seq').raw().iterate()) {
      rows.push(each as unknown[])
      if (rows.length >= AT_ONCE) write()
    }
    write()
    return spent / 1000
  } finally {
    target.close()
    source.close()
    rmSync(to, { force: true })
  }
}

/** How the table of messages is made, and then its indexes. */
function made(source: Database.Database): string[] {
  const query = `SELECT sql FROM sqlite_schema WHERE tbl_name = 'messages' AND sql IS NOT NULL
    AND type IN ('table', 'index') ORDER BY type = 'index'`
  return source.prepare(query).pluck().all() as string[]
}

function figuresOf(
  { read, whole, messages, indexing, blocked, blockedIndexing, peak, before }: Imported,
  { bare, indexed }: { bare: number; indexed: number },
  bytes: number,
): Figure[] {
  const name = (what: string) => `import of ${(bytes / MEGABYTE).toFixed(0)} MB: ${what}`
  const memory: Figure[] = Number.isNaN(peak)
    ? []
    : [
        {
          what: name('memory of the process, at most'),
          value: peak,
          unit: 'MB',
          budget: 400,
          note: `${before.toFixed(0)} MB before`,
        },
      ]
  return [
    {
      what: name('read and written'),
      value: bytes / MEGABYTE / whole,
      unit: 'MB/s',
      note: `${messages} messages in ${whole.toFixed(0)} s, ${read.toFixed(0)} s of them reading`,
    },
    {
      what: name('messages'),
      value: messages / whole,
      unit: 'messages/s',
      against: { what: 'bare insert', ratio: bare / whole },
      least: 0.5,
      note: 'reading the file included',
    },
    {
      what: '    bare insert: the table with its indexes, no full text',
      value: messages / bare,
      unit: 'messages/s',
    },
    {
      what: name('messages, until they can be found'),
      value: messages / (whole + indexing),
      unit: 'messages/s',
      against: { what: 'insert with full text', ratio: indexed / (whole + indexing) },
      note: `${indexing.toFixed(0)} s in the background`,
    },
    ...memory,
    { what: name('shell blocked'), value: blocked.wall, unit: 'ms', budget: 16 },
    { what: '    processor time of it', value: blocked.busy, unit: 'ms' },
    { what: '    while it is indexed', value: blockedIndexing.wall, unit: 'ms', budget: 16 },
  ]
}

/** Has Linux begin anew to note the most memory that a process had. */
function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // What it had at the start then counts as well.
  }
}

function peakOf(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}
