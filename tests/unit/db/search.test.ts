import { expect, test } from 'vitest'
import { fold, signPairs, tokens } from '../../../src-main/db/search/fold'
import { cut, locate } from '../../../src-main/db/search/locate'
import { parseQuery } from '../../../src-main/db/search/parse'

test.for([
  ['Straße', 'strasse'],
  ['naïve Ångström', 'naive angstrom'],
  ['ＦＵＬＬ　Ｗｉｄｔｈ', 'full width'],
  ['ﾊﾝｶｸ', 'ハンカク'],
  ['ガ が', 'ガ が'],
  ['한국어', '한국어'],
  ['Ὀδυσσεύς', 'οδυσσευσ'],
  ['İstanbul ISPARTA ısı', 'istanbul isparta isi'],
  ['Łódź Øre Þing', 'lodz ore thing'],
  ['soft\u00adhyphen zero\u200bwidth', 'softhyphen zerowidth'],
  ['two\n\n  lines\t', 'two lines '],
  ['مُحَمَّد', 'محمد'],
] as const)('%s is searched as %s', ([text, folded]) => {
  expect(fold(text)).toBe(folded)
})

test('words are words of their own in scripts without spaces', () => {
  expect(tokens('go 検索する v2 ไทย한').map((token) => token.text)).toEqual([
    'go',
    '検',
    '索',
    'す',
    'る',
    'v2',
    'ไ',
    'ท',
    'ย',
    '한',
  ])
})

test('signs count where they are no punctuation', () => {
  const decoded = (text: string) =>
    signPairs(text).map((pair) =>
      Array.from(pair, (c) =>
        c >= '\ue000' ? String.fromCharCode(c.charCodeAt(0) - 0xe000) : c,
      ).join(''),
    )
  expect(decoded('c++ and c#')).toEqual(['c+', '++', 'c#'])
  expect(decoded('A word, (another). "End".')).toEqual(['r)', ').', 'd"', '".'])
  expect(decoded('foo_bar.baz')).toEqual(['o_', '_b', 'r.', '.b'])
})

test('the place of a hit is that in the text as it is written', () => {
  const text = `${'Größe ﬁn  '.repeat(80)}die Straße ist naïve`
  const folded = fold(text)
  const spelled = (word: string) =>
    locate(text, folded, [{ text: word, exact: false }], 500).map(({ start, end }) =>
      text.slice(start, end),
    )
  expect(spelled('strasse')).toEqual(['Straße'])
  expect(spelled('naive')).toEqual(['naïve'])
  expect(spelled('stras')).toEqual(['Straß'])
  expect(new Set(spelled('grosse'))).toEqual(new Set(['Größe']))
  expect(spelled('fin die')).toEqual(['ﬁn  die'])
  const ranges = locate(text, folded, [{ text: 'naive', exact: false }], 5)
  expect(cut(text, ranges).find((piece) => piece.marked)?.text).toBe('naïve')
})

test('what looks like a filter and is none is searched for', () => {
  const { terms, filters, without, before, after, trash } = parseQuery(
    'Foo "exact  Words" -not from:me -tag:work in:trash before:2026-02-30 after:2026-01 http://x is:odd - "" "open',
  )
  expect(terms).toEqual([
    { text: 'foo', exact: false },
    { text: 'exact words', exact: true },
    { text: 'before:2026-02-30', exact: false },
    { text: 'http://x', exact: false },
    { text: 'is:odd', exact: false },
    { text: '-', exact: false },
    { text: '""', exact: false },
    { text: 'open', exact: true },
  ])
  expect(without).toEqual([{ text: 'not', exact: false }])
  expect(filters).toEqual([
    { by: 'role', role: 'user', not: false },
    { by: 'tag', name: 'work', not: true },
  ])
  expect([before, after, trash]).toEqual([null, new Date(2026, 0, 1).getTime(), true])
})
