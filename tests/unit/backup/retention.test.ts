import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { copiesToRemove, type KeptCopy } from '../../../src-main/backup/retention'

const DAY = 86_400_000
const NOON = Date.UTC(2026, 7, 1, 12)

const copies = fc
  .array(
    fc.record({
      at: fc.integer({ min: NOON - 900 * DAY, max: NOON + 4000 * DAY }),
      bytes: fc.integer({ min: 1, max: 1000 }),
      kind: fc.constantFrom('daily', 'before-restore', 'before-schema-4'),
      good: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((list) => list.map((copy, index): KeptCopy => ({ ...copy, file: `${index}.db` })))

function keptOf(all: KeptCopy[], limit: number): KeptCopy[] {
  const removed = copiesToRemove(all, limit)
  return all.filter((copy) => !removed.includes(copy))
}

test('the newest good copy is never removed, whatever the dates, the sizes and the limit', () => {
  fc.assert(
    fc.property(copies, fc.integer({ min: 0, max: 20_000 }), (all, limit) => {
      const kept = keptOf(all, limit)
      const good = all.filter((copy) => copy.good).toSorted((a, b) => b.at - a.at)
      expect(kept.some((copy) => copy.good)).toBe(good.length > 0)
      if (all.length > 0) expect(kept.length).toBeGreaterThan(0)
      if (good[0]) expect(kept.some((copy) => copy.good && copy.at === good[0]?.at)).toBe(true)
    }),
  )
})

test('with room for all, days, weeks and months keep their newest, and no more than that is kept', () => {
  fc.assert(
    fc.property(copies, (all) => {
      const kept = keptOf(all, Infinity)
      expect(kept.length).toBeLessThanOrEqual(3 + 3 + 7 + 4 + 6 + 1)
      const newest = all.toSorted((a, b) => b.at - a.at)
      for (const copy of newest.slice(0, 3)) expect(kept).toContain(copy)
      const days = [...new Set(newest.map(({ at }) => Math.floor(at / DAY)))].slice(0, 7)
      for (const day of days) expect(kept.some(({ at }) => Math.floor(at / DAY) === day)).toBe(true)
      // Asked again, nothing more goes.
      expect(copiesToRemove(kept, Infinity)).toEqual([])
    }),
  )
})

test('more than the limit is kept only of the copy that must stay', () => {
  fc.assert(
    fc.property(copies, fc.integer({ min: 0, max: 20_000 }), (all, limit) => {
      const kept = keptOf(all, limit)
      const bytes = kept.reduce((sum, copy) => sum + copy.bytes, 0)
      expect(bytes <= limit || kept.length <= 1).toBe(true)
    }),
  )
})

test('after a year of daily copies there are seven days, four weeks and six months of them', () => {
  const all = Array.from({ length: 365 }, (_, day): KeptCopy => {
    const at = NOON - day * DAY
    return { file: `${day}.db`, at, bytes: 1, kind: 'daily', good: true }
  })
  const days = keptOf(all, Infinity).map(({ at }) => new Date(at).toISOString().slice(0, 10))
  const kept = `2026-08-01 2026-07-31 2026-07-30 2026-07-29 2026-07-28 2026-07-27 2026-07-26
    2026-07-19 2026-07-12 2026-06-30 2026-05-31 2026-04-30 2026-03-31`
  expect(days).toEqual(kept.split(/\s+/))
})
