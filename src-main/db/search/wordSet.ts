/** Twice as many slots as words at least: a search for a free one is short then. */
const FIRST_SIZE = 2 ** 14

/**
 * Words by a hash of 52 bits, in eight to sixteen bytes each: as strings they would take five times as
 * much. Among a million words two have the same hash with a chance of one to ten thousand.
 */
export class WordSet {
  #slots = new Float64Array(FIRST_SIZE)
  #count = 0

  /** Whether the word was not there yet. */
  add(word: string): boolean {
    if (!put(this.#slots, hash(word))) return false
    this.#count += 1
    if (this.#count * 2 > this.#slots.length) this.#grow()
    return true
  }

  #grow(): void {
    const before = this.#slots
    this.#slots = new Float64Array(before.length * 2)
    for (const each of before) if (each !== 0) put(this.#slots, each)
  }
}

function put(slots: Float64Array, value: number): boolean {
  const last = slots.length - 1
  let at = value % slots.length
  while (slots[at] !== 0) {
    if (slots[at] === value) return false
    at = (at + 1) & last
  }
  slots[at] = value
  return true
}

/** Never 0, which is an empty slot. */
function hash(word: string): number {
  let high = 0x811c9dc5
  let low = 0x9e3779b9
  for (let at = 0; at < word.length; at += 1) {
    const unit = word.charCodeAt(at)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul(low ^ (unit + (low >>> 15)), 0x85ebca6b)
  }
  high = Math.imul(high ^ (high >>> 15), 0xc2b2ae35)
  low ^= low >>> 13
  return (high >>> 12) * 2 ** 32 + (low >>> 0) || 1
}
