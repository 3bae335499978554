/** A copy that the program made by itself; `at` in milliseconds since 1970. */
export interface KeptCopy {
  file: string
  at: number
  bytes: number
  /** Why it was made, such as `daily` or `before-restore`. */
  kind: string
  /** Whether it is known to open. */
  good: boolean
}

const DAYS = 7
const WEEKS = 4
const MONTHS = 6
/** How long the last copy before a restore or a deletion is kept: after that nobody takes it back. */
const UNDO_MS = 30 * 86_400_000
/** Kept whatever their dates are, because a clock may have been wrong. */
export const LEAST = 3

/**
 * Which of the automatic copies may go: all but the newest of each of the last seven days, four weeks and
 * six months that have one, the last of each kind for 30 days, and the newest three. Where those are more than `limit`
 * bytes, the oldest of them go, too. The newest good copy always stays, so that the only good one does.
 */
export function copiesToRemove(copies: readonly KeptCopy[], limit: number): KeptCopy[] {
  const newestFirst = copies.toSorted((a, b) => b.at - a.at)
  const isRecent = ({ at }: KeptCopy) => (newestFirst[0]?.at ?? at) - at < UNDO_MS
  const kept = new Set([
    ...newestFirst.slice(0, LEAST),
    ...newestOfEach(newestFirst, ({ kind }) => kind, Infinity).filter(isRecent),
    ...newestOfEach(newestFirst, dayOf, DAYS),
    ...newestOfEach(newestFirst, weekOf, WEEKS),
    ...newestOfEach(newestFirst, monthOf, MONTHS),
  ])
  const safe = newestFirst.find(({ good }) => good) ?? newestFirst[0]
  if (safe) kept.add(safe)
  let bytes = [...kept].reduce((sum, copy) => sum + copy.bytes, 0)
  for (const copy of newestFirst.toReversed()) {
    if (bytes <= limit) break
    if (copy === safe || !kept.delete(copy)) continue
    bytes -= copy.bytes
  }
  return newestFirst.filter((copy) => !kept.has(copy))
}

/** Of the newest `count` periods that have a copy, the newest copy in each. */
function newestOfEach(
  newestFirst: KeptCopy[],
  periodOf: (copy: KeptCopy) => string | number,
  count: number,
): KeptCopy[] {
  const found = new Map<string | number, KeptCopy>()
  for (const copy of newestFirst) {
    const period = periodOf(copy)
    if (!found.has(period) && found.size < count) found.set(period, copy)
  }
  return [...found.values()]
}

function dayOf({ at }: KeptCopy): number {
  return Math.floor(at / 86_400_000)
}

/** Weeks begin on Monday; the first day of 1970 was a Thursday. */
function weekOf(copy: KeptCopy): number {
  return Math.floor((dayOf(copy) + 3) / 7)
}

function monthOf({ at }: KeptCopy): string {
  return new Date(at).toISOString().slice(0, 7)
}
