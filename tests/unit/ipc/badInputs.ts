import * as fc from 'fast-check'
import { type CallName, calls } from '@contract/calls'

const UUID = /^[0-9a-f]{8}-/

const huge = 'x'.repeat(4_000_001)
const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown
const polluting = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":1}}',
) as object

// Made once, because making them takes longer than all else.
const anythings = fc.sample(fc.anything({ withBigInt: true, withDate: true, withMap: true }), 5000)

const nasty = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...anythings) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      undefined,
      '',
      ' ',
      '\0',
      '\ud800',
      '__proto__',
      "'; DROP TABLE messages; --",
      NaN,
      Infinity,
      -0,
      -1,
      1.5,
      2 ** 53,
      2 ** 63,
      1n,
      true,
      false,
      [],
      {},
      [[]],
      polluting,
      new Date(NaN),
      new Map([['id', 1]]),
      new Uint8Array(9),
      Symbol.iterator,
      '../../etc/passwd',
      '00000000-0000-0000-0000-000000000000',
      'file:///etc/passwd',
    ),
  },
)
// Seldom, because it is the slowest to look at.
const nastyOrLarge = fc.oneof(
  { weight: 400, arbitrary: nasty },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(huge, deep) },
)

/** A payload that is spoilt, or made of anything. */
export function badInput(good: unknown): fc.Arbitrary<unknown> {
  if (typeof good !== 'object' || good === null) return nastyOrLarge
  const places = placesIn(good)
  const spoilt = fc
    .tuple(fc.constantFrom(...places), nastyOrLarge, fc.constantFrom('set', 'add', 'remove'))
    .map(([place, value, how]) => spoil(good, place, value, how))
  return fc.oneof({ weight: 3, arbitrary: spoilt }, { weight: 1, arbitrary: nastyOrLarge })
}

/** A payload of the right shape with ids that may belong to anything, or to nothing. */
export function nonsense(good: unknown, ids: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  if (typeof good === 'string') return UUID.test(good) ? ids : fc.constant(good)
  if (Array.isArray(good)) return fc.tuple(...good.map((item) => nonsense(item, ids)))
  if (typeof good === 'number') return fc.constantFrom(good, 0, 1)
  if (typeof good !== 'object' || good === null) return fc.constant(good)
  return fc.record(
    Object.fromEntries(Object.entries(good).map(([key, value]) => [key, nonsense(value, ids)])),
  )
}

export const isAccepted = (name: CallName, input: unknown) =>
  calls[name].input.safeParse(input).success

function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => [
    [...path, key],
    ...placesIn(inner, [...path, key]),
  ])
}

function spoil(good: object, place: string[], value: unknown, how: string): unknown {
  const copy = structuredClone(good) as Record<string, unknown>
  const last = place.at(-1) ?? ''
  const holder = place.slice(0, -1).reduce((at, key) => at[key] as typeof copy, copy)
  if (how === 'remove') delete holder[last]
  else if (how === 'add') holder[`${last}2`] = value
  else holder[last] = value
  return copy
}
