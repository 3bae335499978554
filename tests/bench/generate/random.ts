/** Numbers that look random, and are the same for the same seed. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  below(limit: number): number
  between(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Spread as lengths in the world are: half below the median, a few far above it. */
  around(median: number, spread: number): number
}

export function openRandom(seed: number): Random {
  let [a, b, c, counter] = [seed | 0, ~seed | 0, 0x9e3779b9 | 0, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  // The first numbers of neighbouring seeds resemble each other.
  for (let round = 0; round < 20; round += 1) next()
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    around: (median, spread) => Math.round(median * Math.exp(spread * normal(next))),
  }
}

/** An id as the program makes them, whose time part is `time` in milliseconds since 1970. */
export function uuidv7(random: Random, time: number): string {
  const hex = (digits: number) =>
    random
      .below(16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  const stamp = time.toString(16).padStart(12, '0')
  const variant = random.pick(['8', '9', 'a', 'b'])
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(6)}${hex(6)}`
}

/**
 * Draws from 0 up to `count` so that number n comes 1 / n as often as the first, as words do in any
 * language. In constant time (Walker's alias method), because a big store takes 100 million draws.
 */
export function openZipf(random: Random, count: number): () => number {
  const weights = Float64Array.from({ length: count }, (_, index) => 1 / (index + 1))
  const scale = count / weights.reduce((sum, weight) => sum + weight)
  const share = weights.map((weight) => weight * scale)
  const other = new Uint32Array(count)
  const small: number[] = []
  const large: number[] = []
  share.forEach((part, index) => (part < 1 ? small : large).push(index))
  for (;;) {
    const little = small.pop()
    const much = large.pop()
    if (little === undefined || much === undefined) break
    other[little] = much
    share[much] = (share[much] ?? 0) + (share[little] ?? 0) - 1
    ;((share[much] ?? 0) < 1 ? small : large).push(much)
  }
  // What rounding left over is full.
  for (const index of [...small, ...large]) share[index] = 1
  return () => {
    const index = random.below(count)
    return random.next() < (share[index] ?? 1) ? index : (other[index] ?? index)
  }
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}
