import type { Statistics } from '@contract/library'

export const RANGES = ['days', 'months', 'all'] as const
export type Range = (typeof RANGES)[number]
export type Share = Statistics['shares'][number]

/** A day as `2026-01-31` or a month as `2026-01`; these sort as time does. */
export type Period = string

/** The day or month that a day belongs to. */
export function periodOf(day: string, range: Range): Period {
  return range === 'days' ? day : day.slice(0, 7)
}

/** All periods of a range up to now, also those in which nothing was written. */
export function periodsOf(range: Range, shares: readonly Share[], now: Date): Period[] {
  if (range === 'days') {
    return Array.from({ length: 30 }, (_, index) =>
      written(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 29 + index)),
    )
  }
  const days = shares.map(({ day }) => day).sort()
  const first = days[0] ?? written(now)
  const months =
    range === 'months'
      ? 12
      : (now.getFullYear() - Number(first.slice(0, 4))) * 12 +
        now.getMonth() +
        2 -
        Number(first.slice(5, 7))
  return Array.from({ length: Math.max(1, months) }, (_, index) =>
    written(new Date(now.getFullYear(), now.getMonth() - Math.max(1, months) + 1 + index, 1)).slice(
      0,
      7,
    ),
  )
}

/** The beginning of a period, as a date of this place. */
export function dateOf(period: Period) {
  const [year = 0, month = 1, day = 1] = period.split('-').map(Number)
  return new Date(year, month - 1, day)
}

function written(date: Date) {
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
}

/** Sums by period and model, in the given periods only, the newest first. */
export function sumsOf(shares: readonly Share[], range: Range, periods: readonly Period[]) {
  const wanted = new Set(periods)
  const sums = new Map<string, Share>()
  for (const share of shares) {
    const day = periodOf(share.day, range)
    if (!wanted.has(day)) continue
    const key = JSON.stringify([day, share.model])
    const sum = sums.get(key)
    sums.set(key, sum ? added(sum, share) : { ...share, day })
  }
  return [...sums.values()].toSorted(
    (a, b) =>
      b.day.localeCompare(a.day) ||
      b.messages - a.messages ||
      (a.model ?? '').localeCompare(b.model ?? ''),
  )
}

/** The counts of both, under the first one's day and model. */
export function added(one: Share, other: Share): Share {
  return {
    ...one,
    messages: one.messages + other.messages,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
  }
}
