import type { SearchCursor } from '@contract/search'
import type { ReadableDb } from '../../../src-main/db/open'
import { parseQuery } from '../../../src-main/db/search/parse'
import { planSearch } from '../../../src-main/db/search/plan'
import { run } from '../../../src-main/db/search/run'
import { type Figure, median, percentile, ratio } from '../figures'
import type { Kind } from './kinds'

const LIMIT = 50
const PAGE_MS = 10
const GROWTH = 2
/** How much the rows of two pages may differ and still be compared. */
const SIMILAR = 0.1
/** What takes less is what every page costs, such as looking through the titles, and is not judged. */
const BARELY_MS = 3
/** As many pages are read until there are enough hits. */
const MOST_PAGES = 500
const FULL_EVERY = 5

export interface Sized {
  messages: number
  db: ReadableDb
  kinds: Kind[]
}

/** What one kind of query took in one store, in milliseconds. */
export interface Taken {
  page: number[]
  /** Processor time of the thread: what a busy machine does not lengthen. */
  busy: number[]
  rows: number[]
  /** The index alone, asked for the newest rowids; empty where it is not asked. */
  bare: number[]
  /** Until as many hits as a window reads were there, or all. */
  full: number[]
  pages: number[]
}

export type Pages = Record<string, Record<number, Taken>>

/** Asks every kind of every store in turn, so that what else the machine does meets all of them. */
export function timePages(stores: Sized[], rounds: number): Pages {
  const pages: Pages = {}
  for (let round = -1; round < rounds; round += 1) {
    for (const { db, messages, kinds } of stores) {
      for (const kind of kinds) {
        const text = kind.texts[Math.max(0, round) % kind.texts.length] ?? ''
        const of = (pages[kind.name] ??= {})
        const taken = (of[messages] ??= empty())
        // The first round brings the file into the memory of the system.
        timeOnce(db, kind, text, round < 0 ? empty() : taken, round % FULL_EVERY === 0)
      }
    }
  }
  return pages
}

function empty(): Taken {
  return { page: [], busy: [], rows: [], bare: [], full: [], pages: [] }
}

function timeOnce(db: ReadableDb, kind: Kind, text: string, taken: Taken, isFull: boolean): void {
  const spent = processorTime()
  const started = performance.now()
  const page = ask(db, kind.order, text, null)
  taken.page.push(performance.now() - started)
  taken.busy.push(processorTime() - spent)
  taken.rows.push(page.hits.length)
  if (isFull) {
    taken.pages.push(goOn(db, kind.order, text, page))
    taken.full.push(performance.now() - started)
  }
  const { matches } = planSearch(db, parseQuery(text).terms)
  if (matches === null) return
  const bare = db.$client
    .prepare(
      `SELECT rowid FROM messages_fts WHERE messages_fts MATCH ? ORDER BY rowid DESC LIMIT ${LIMIT}`,
    )
    .pluck()
  const asked = performance.now()
  bare.all(matches.join(' OR '))
  taken.bare.push(performance.now() - asked)
}

/** One transaction for a page, as on the reader's thread. */
export function ask(
  db: ReadableDb,
  order: Kind['order'],
  text: string,
  after: SearchCursor | null,
) {
  return db.$client.transaction(() => run(db, { text, order, after, limit: LIMIT })).deferred()
}

/** Reads on until there are as many hits as a window reads, or all; answers how many pages that took. */
function goOn(db: ReadableDb, order: Kind['order'], text: string, first: Page): number {
  let page = first
  let found = page.hits.length
  let count = 1
  while (page.next && found < LIMIT && count < MOST_PAGES) {
    page = ask(db, order, text, page.next)
    found += page.hits.length
    count += 1
  }
  return count
}

export function askUntilEnough(db: ReadableDb, order: Kind['order'], text: string): void {
  goOn(db, order, text, ask(db, order, text, null))
}

type Page = ReturnType<typeof ask>

function processorTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

export function pageFigures(pages: Pages): Figure[] {
  return Object.entries(pages).flatMap(([kind, bySize]) => {
    const sizes = Object.entries(bySize)
    const lines = sizes.map(([size, taken]) => line(kind, Number(size), taken))
    return [...lines, ...growth(sizes.at(0), sizes.at(-1))]
  })
}

function line(kind: string, size: number, taken: Taken): Figure {
  const { page, busy, bare, rows, full, pages } = taken
  const at = (share: number) => percentile(page, share).toFixed(1)
  const against = { what: 'bare FTS5', ratio: ratio(page, bare) }
  // For the best answers more is looked at, once: it has a time of its own.
  const isBest = kind.endsWith('best first')
  return {
    what: `search, ${kind}, ${named(size)}: 95 of 100`,
    value: percentile(page, 0.95),
    unit: 'ms',
    ...(isBest ? {} : { budget: PAGE_MS }),
    note: [
      `median ${at(0.5)}, 99 of 100 ${at(0.99)}`,
      `processor ${mean(busy).toFixed(1)} on average`,
      ...(bare.length > 0 ? [`${against.ratio.toFixed(1)} × ${against.what}`] : []),
      `${median(rows)} rows`,
      `${LIMIT} after ${median(pages)} pages, ${median(full).toFixed(1)} ms, 95 of 100 ${percentile(full, 0.95).toFixed(1)}`,
    ].join('; '),
  }
}

type Of = [size: string, taken: Taken] | undefined

/** From the smallest to the largest store, judged only where their pages hold about as many rows. */
function growth(small: Of, large: Of): Figure[] {
  if (!small || !large || small === large) return []
  const [before, after] = [mean(small[1].rows), mean(large[1].rows)]
  const grown = {
    what: `    growth from ${named(Number(small[0]))}`,
    // The system counts processor time in steps that are longer than a page: only its mean is exact.
    value: mean(large[1].busy) / mean(small[1].busy),
    unit: '×' as const,
  }
  const spent = `${mean(small[1].busy).toFixed(1)} and ${mean(large[1].busy).toFixed(1)} ms`
  const note = `${before.toFixed(0)} and ${after.toFixed(0)} rows; ${spent} of processor time`
  const isSimilar = Math.abs(after - before) <= before * SIMILAR
  if (isSimilar && mean(large[1].busy) > BARELY_MS) return [{ ...grown, budget: GROWTH, note }]
  return [{ ...grown, note: `not judged: ${note}` }]
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function named(messages: number): string {
  return messages >= 1_000_000 ? `${messages / 1_000_000}M` : `${messages / 1000}k`
}
