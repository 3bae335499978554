import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import { Pace } from './pace'
import type { Range } from './places'

/** Of so many hits it is remembered where they are. */
const REMEMBERED = 10_000

/**
 * The driver passes large numbers with a point, and from such the index does not start: it would go
 * through all that is newer, for each block again.
 */
const HITS = `SELECT rowid FROM messages_fts WHERE messages_fts MATCH ?
  AND messages_fts.rowid >= CAST(? AS INTEGER) AND messages_fts.rowid < CAST(? AS INTEGER)
  ORDER BY rowid DESC LIMIT ?`

export interface Block {
  /** The newest first. */
  places: number[]
  /** All hits from here on are among them. */
  reached: number
}

/**
 * The hits of the full-text index for one search, asked for a stretch at a time. Those that the walk through
 * the pinned conversations has come past are not asked for again.
 */
export class IndexHits {
  readonly #db: ReadableDb
  readonly #matches: string[]
  readonly #range: Range
  readonly #pace: Pace
  /** All hits from `reached` on and below `below`, as long as they are few. */
  #known: Block & { below: number }

  /** What is asked one after the other, because each of it is a hit. */
  constructor(db: ReadableDb, matches: string[], range: Range) {
    this.#db = db
    this.#matches = matches
    this.#range = range
    this.#pace = new Pace(range.below - range.from)
    this.#known = { places: [], reached: range.below, below: range.below }
  }

  /** The newest hits below a place: those of a stretch, or what is known of them. */
  *next(below: number): Generator<void, Block> {
    const { places, reached } = this.#known
    if (below > reached && below <= this.#known.below) {
      const first = places.findIndex((place) => place < below)
      return { places: first === -1 ? [] : places.slice(first), reached }
    }
    const block = yield* this.#ask(below)
    if (below === reached && places.length < REMEMBERED) {
      for (const place of block.places) places.push(place)
      this.#known.reached = block.reached
    }
    return block
  }

  *#ask(below: number): Generator<void, Block> {
    const query = prepared(this.#db, HITS).pluck()
    const low = Math.max(this.#range.from, below - this.#pace.length)
    const most = this.#pace.rows
    const found: number[][] = []
    let took = 0
    for (const match of this.#matches) {
      if (found.length > 0) yield
      const started = performance.now()
      found.push(query.all(match, low, below, most) as number[])
      took += performance.now() - started
    }
    // Below this, one of them was not asked.
    const reached = found.reduce(
      (highest, places) =>
        places.length === most ? Math.max(highest, places.at(-1) ?? low) : highest,
      low,
    )
    this.#pace.note(took, below - reached, reached > low)
    return { places: joined(found, reached), reached }
  }

  /** Milliseconds that the next block below a place will take, and all that are left; as far as is known. */
  ahead(below: number): { next: number; all: number } {
    const { from } = this.#range
    const left = Math.max(0, Math.min(below, this.#known.reached) - from)
    const isKnown = below > this.#known.reached
    return { next: isKnown ? 0 : this.#pace.ahead, all: this.#pace.forAll(left) }
  }

  /** How many there are in all, as far as `most`, and as can be counted in about so many milliseconds. */
  count(most: number, milliseconds: number): number {
    const end = performance.now() + milliseconds
    let count = 0
    for (let below = this.#range.below; below > this.#range.from && count < most;) {
      const { places, reached } = atOnce(this.next(below))
      count += places.length
      below = reached
      if (performance.now() + this.ahead(below).next > end) break
    }
    return Math.min(count, most)
  }
}

function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Places down to one, each once, the newest first. */
function joined(found: number[][], reached: number): number[] {
  const [only = []] = found
  if (found.length <= 1) return only
  const places = new Set(found.flat().filter((place) => place >= reached))
  return [...places].sort((one, other) => other - one)
}
