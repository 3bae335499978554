import { setImmediate } from 'node:timers'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

test('what requests are made of is loaded once, and others get their turn before and after', async () => {
  // Another test may have had it loaded.
  vi.resetModules()
  const { readyToAsk } = await import('../../../src-main/providers/guardedFetch')
  let turns = 0
  let isOver = false
  const count = () => {
    turns += 1
    if (!isOver) setImmediate(count)
  }
  const madeIn: number[] = []
  vi.stubGlobal(
    'Headers',
    class extends Headers {
      constructor() {
        super()
        madeIn.push(turns)
      }
    },
  )
  setImmediate(count)
  await readyToAsk()
  const [turn] = madeIn
  expect(turn).toBeGreaterThan(0)
  expect(turns).toBeGreaterThan(turn ?? Infinity)

  await readyToAsk()
  isOver = true
  expect(madeIn).toEqual([turn])
})
