import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFlood, FLOOD_MS } from '../../../src-renderer/stores/flood'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('one fact is taken at once; a thousand after it are taken together, in their order', async () => {
  const taken: (readonly number[])[] = []
  const flood = createFlood<number>((facts) => taken.push(facts))
  flood.push(0)
  expect(taken).toEqual([[0]])
  for (let fact = 1; fact <= 1000; fact += 1) flood.push(fact)
  expect(taken).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(FLOOD_MS)
  expect(taken).toHaveLength(2)
  expect(taken[1]?.at(0)).toBe(1)
  expect(taken[1]?.at(-1)).toBe(1000)
  await vi.advanceTimersByTimeAsync(FLOOD_MS + 1)
  flood.push(1001)
  expect(taken.at(-1)).toEqual([1001])
})

test('a fact of another kind does not overtake those that wait', () => {
  const taken: (readonly number[])[] = []
  const flood = createFlood<number>((facts) => taken.push(facts))
  flood.push(1)
  flood.push(2)
  flood.flush()
  expect(taken).toEqual([[1], [2]])
})
