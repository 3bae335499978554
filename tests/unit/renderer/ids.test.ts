import { expect, test } from 'vitest'
import { newId } from '../../../src-renderer/stores/ids'

test('ids are UUIDs of version 7 that sort in the order they were made, clock back or not', () => {
  const ids = Array.from({ length: 1500 }, () => newId(1_763_000_000_000))
  ids.push(newId(1_763_000_000_001), newId(1_762_000_000_000))
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})
