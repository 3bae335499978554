import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addChat, found, searchAll, write } from '../searching'
import { openWorld } from '../world'

const TEXT = 'foo_bar.baz AND 検索 OR NOT * ^ : " (C++) 😀 𐐀 ไทย -> '
const SYNTAX = `" ' NEAR( ) * ^ : - OR AND NOT { } content: from: in: tag: has: is: before: after: 2026 constructor __proto__ a % _ \\ ; --`

const strange = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom(' ', '\0', ...SYNTAX.split(' ')), { maxLength: 12 })
    .map((pieces) => pieces.join('')),
)

test('no query fails, and none is without an end', async () => {
  const world = openWorld()
  const chat = addChat(world, 'A title with "quotes" and NEAR(a b)')
  write(world, chat, TEXT + 'x'.repeat(300))
  const order = fc.constantFrom('newest' as const, 'relevance' as const)
  await fc.assert(
    fc.asyncProperty(
      strange,
      order,
      async (text, order) => void (await searchAll(world, text, { order })),
    ),
    { numRuns: 1000 },
  )
}, 60_000)

test('a query may be as long as a page of text', async () => {
  const world = openWorld()
  const id = write(world, addChat(world, 'a'), `${TEXT}${'a ab '.repeat(9)}`)
  const letters = Array.from({ length: 1000 }, (_, n) => String.fromCharCode(0x400 + n)).join(' ')
  const pieces = ['"', '- ', '+', 'x', '検', '-a ', 'in:a ', 'tag:a ', letters]
  for (const piece of pieces) await searchAll(world, piece.repeat(2000).slice(0, 2000))
  for (const piece of ['a ', 'ab ', 'foo_bar.baz ', '索 ']) {
    expect(await found(world, piece.repeat(1000).slice(0, 1980))).toEqual([id])
  }
})
