/** How long a statement should take: none can be interrupted. */
const STATEMENT_MS = 1
const MOST_MS = 2
/** The share of all places that the first one is about. */
const SHARE = 1 / 128
/** Fewer places are never worth a statement of their own at first. */
const LEAST = 1000
/** Rows of one statement, at first and at least. */
const FIRST_ROWS = 100
/** How much more, or less, a statement may be about than the one before it. */
const CHANGE = 4

/**
 * How much of the index a statement may look through, by how long those before it took. Each has a cost of
 * its own, which for a common word is that of finding where to begin, and one for every place: where the
 * first is most of it, shorter statements would only be more of them.
 */
export class Pace {
  /** Places that the next statement may be about, and rows that it may answer. */
  length: number
  rows = FIRST_ROWS
  #start = 0
  #each = 0
  #last: { took: number; looked: number } | null = null

  /** For a walk through so many places. */
  constructor(places: number) {
    this.length = Math.max(LEAST, Math.ceil(places * SHARE))
  }

  /** After a statement that took so many milliseconds and looked through so many places. */
  note(took: number, looked: number, isFull: boolean): void {
    const change = clamp(this.#changeAfter(took, looked))
    this.#last = { took, looked }
    if (isFull) this.rows = Math.max(FIRST_ROWS, Math.round(this.rows * change))
    else this.length = Math.ceil(this.length * change)
  }

  #changeAfter(took: number, looked: number): number {
    const last = this.#last
    const more = last ? looked - last.looked : 0
    // Statements of different lengths tell the two costs apart.
    const isTold = last !== null && Math.abs(more) > Math.min(looked, last.looked) / 2
    if (isTold) this.#each = Math.max(0, (took - last.took) / more)
    this.#start = Math.max(0, took - this.#each * looked)
    // Until then a longer one may take as many times as long.
    if (!isTold && this.#each === 0) return MOST_MS / took
    const wanted = Math.max(STATEMENT_MS, 1.5 * this.#start)
    return (wanted - this.#start) / Math.max(this.#each * looked, Number.MIN_VALUE)
  }

  /** Milliseconds that the next statement will take; at first nobody knows. */
  get ahead(): number {
    return this.#start + this.#each * this.length
  }

  /** Milliseconds that it will take to look through so many places. */
  forAll(places: number): number {
    return this.#each * places + this.#start * Math.ceil(places / this.length)
  }
}

function clamp(change: number): number {
  return Math.min(CHANGE, Math.max(1 / CHANGE, change))
}
