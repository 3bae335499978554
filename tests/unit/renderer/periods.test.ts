import { expect, test } from 'vitest'
import { periodsOf, sumsOf } from '../../../src-renderer/features/statistics/periods'
import { roundUp, seriesOf } from '../../../src-renderer/features/statistics/series'

const share = (day: string, model: string | null, messages: number) => {
  return { day, model, messages, inputTokens: messages * 10, outputTokens: 0 }
}
const now = new Date(2026, 2, 1)

test('thirty days end today and cross the end of a month', () => {
  const days = periodsOf('days', [], now)
  expect(days).toHaveLength(30)
  expect(days.at(0)).toBe('2026-01-31')
  expect(days.at(-1)).toBe('2026-03-01')
})

test('months reach back over the year, or to the first message', () => {
  expect(periodsOf('months', [], now).at(0)).toBe('2025-04')
  const all = periodsOf('all', [share('2024-12-31', 'm', 1)], now)
  expect(all.at(0)).toBe('2024-12')
  expect(all).toHaveLength(16)
  expect(periodsOf('all', [], now)).toEqual(['2026-03'])
})

test('days add up to months, by model, the newest first', () => {
  const shares = [
    share('2026-02-01', 'a', 1),
    share('2026-02-09', 'a', 2),
    share('2026-03-01', null, 4),
  ]
  expect(sumsOf(shares, 'months', periodsOf('months', shares, now))).toMatchObject([
    { day: '2026-03', model: null, messages: 4 },
    { day: '2026-02', model: 'a', messages: 3, inputTokens: 30 },
  ])
})

test('the largest models have a colour, the others share one, and a message without one is last', () => {
  const sums = [
    ...Array.from({ length: 7 }, (_, index) => share('2026-03-01', `m${index}`, 10 - index)),
    share('2026-03-01', null, 100),
  ]
  const series = seriesOf(sums, 'messages')
  expect(series.map(({ model }) => model)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', undefined, null])
  expect(new Set(series.map(({ fill }) => fill)).size).toBe(7)
  expect(['m0', 'm5', 'm6', null].map((model) => series[5]?.holds(model))).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test('an axis ends with a round number', () => {
  expect([0, 2, 3, 12, 49, 100, 101].map(roundUp)).toEqual([2, 2, 5, 20, 50, 100, 200])
})
