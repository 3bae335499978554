import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutPieces, type Piece } from '../../../src-renderer/features/chat/parts/pieces'

const paragraph = `${'word '.repeat(50)}\n\n`

test('pieces join to the text, and what was drawn stays as it was while the text grows', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(paragraph.repeat(300), '```\ncode\n', '```\n', '🎉'.repeat(60_000)),
        {
          maxLength: 12,
        },
      ),
      (grows) => {
        let text = ''
        let pieces: readonly Piece[] = []
        for (const more of grows) {
          const before = pieces.slice(0, -1)
          text += more
          pieces = cutPieces(text, pieces)
          expect(pieces.slice(0, before.length)).toEqual(before)
          expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
        }
        for (const { start, end } of pieces) {
          expect(text.slice(start, end).isWellFormed()).toBe(true)
        }
      },
    ),
    { numRuns: 30 },
  )
})

test('a piece knows whether it begins inside a block of code', () => {
  const text = `\`\`\`\n${'line of code\n'.repeat(20_000)}\`\`\`\n\n${paragraph.repeat(500)}`
  const pieces = cutPieces(text, [])
  expect(pieces.length).toBeGreaterThan(3)
  expect(pieces.map((piece) => piece.inCode)).toEqual([
    false,
    ...pieces.slice(1).map(({ start }) => start < 20_000 * 13),
  ])
})
