import { expect, test } from 'vitest'
import { rowsOf } from '../../../src-renderer/features/search/rows'
import type { Hit } from '../../../src-renderer/stores/search'

/** Hits from a writing such as `a1 a2 b1`; one batch each. */
function batches(...written: string[]): Hit[] {
  return written.flatMap((each, batch) =>
    each.split(' ').map((name) => ({
      batch,
      conversationId: name.charAt(0),
      messageId: name,
      title: [],
      pinned: false,
      role: 'user',
      model: null,
      time: 0,
      snippet: [],
      found: [],
    })),
  )
}

function draw(hits: Hit[], expanded: string[] = []) {
  return rowsOf(hits, new Set(expanded), false)
    .map((row) => {
      if (row.kind === 'heading') return `${row.first.conversationId}(${row.count})`
      return row.kind === 'hit' ? row.hit.messageId : row.kind === 'more' && `+${row.count}`
    })
    .join(' ')
}

test('hits stand together by conversation, three of each', () => {
  const hits = batches('a1 b1 a2 a3 a4 b2 a5')
  expect(draw(hits)).toBe('a(5) a1 a2 a3 +2 b(2) b1 b2')
  expect(draw(hits, ['0 a'])).toBe('a(5) a1 a2 a3 a4 a5 b(2) b1 b2')
})

test('what comes later stands below, in a group of its own or in the last one', () => {
  const first = batches('a1 b1')
  expect(draw(batches('a1 b1', 'a2 c1 b2')).startsWith(draw(first))).toBe(true)
  expect(draw(batches('a1 b1', 'b2 a2 b3'))).toBe('a(1) a1 b(2) b1 b2 a(1) a2 b(1) b3')
})

test('a hit that comes twice is shown once', () => {
  expect(draw(batches('a1 a1', 'a1 a2'))).toBe('a(2) a1 a2')
})
