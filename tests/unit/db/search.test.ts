import * as fc from 'fast-check'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { fold, isUnknown, signPairs, tokens } from '../../../src-main/db/search/fold'
import { locate } from '../../../src-main/db/search/locate'
import { parseQuery } from '../../../src-main/db/search/parse'
import { cut } from '../../../src-main/db/search/snippet'
import { WordSet } from '../../../src-main/db/search/wordSet'

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

test.for([
  ['# A **bold** word', 'bold', 'A [bold] word'],
  ['> ## Quoted\n> and *told* twice', 'told', 'Quoted and [told] twice'],
  ['| Name | Size |\n|:---|---:|\n| cat | 9 |', 'cat', ' Name Size [cat] 9 '],
  ['Run\n```ts\nconst cat = 1\n```\nnow', 'cat', 'Run const [cat] = 1 now'],
  ['Say `ls | cat` and ```x```', 'cat', 'Say ls | [cat] and x'],
  ['See [the **cat** page](https://a.b/c) or ![pic](d.png)', 'cat', 'See the [cat] page or pic'],
  ['~~old~~ ***new*** cat', 'cat', 'old new [cat]'],
  ['Above\n\n---\n\n- a cat', 'cat', 'Above - a [cat]'],
  // No markup, or what was searched for itself.
  ['2*3*4 and *.txt or __init__ a_b_c cat', 'cat', '2*3*4 and *.txt or __init__ a_b_c [cat]'],
  ['a | b ~ c # d > e \\*cat\\*', 'cat', 'a | b ~ c # d > e \\*[cat]\\*'],
  ['A **bold** word', '**bold', 'A [**bold] word'],
  ['[page](https://cat.example/x)', 'cat', 'page](https://[cat].example/x)'],
] as const)('%j looks like text where %s is found', ([text, word, expected]) => {
  const ranges = locate(text, fold(text), [{ text: word, exact: false }], 5)
  const shown = cut(text, ranges).map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
  expect(shown.join('').replace(/ +/g, ' ')).toBe(expected)
})

test('a snippet from within a long text knows the markup that begins before it', () => {
  const text = `**${'so '.repeat(40)}the cat ${'and '.repeat(60)}so on** end`
  const ranges = locate(text, fold(text), [{ text: 'cat', exact: false }], 5)
  expect(
    cut(text, ranges)
      .map((piece) => piece.text)
      .join(''),
  ).not.toContain('*')
  const table = '|'.repeat(50_000)
  const began = performance.now()
  cut(`${table}cat${table}`, [{ start: 50_000, end: 50_003 }])
  expect(performance.now() - began).toBeLessThan(100)
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

test('in any text the place of a hit is that of what was found, white space or not', () => {
  const gap = fc.constantFrom(' ', '  ', '\n\n', '\t', ' \r\n ', '')
  const word = fc.constantFrom('la', 'lala', 'Word', 'x', '-', 'Straße', 'é')
  const written = fc
    .array(fc.tuple(word, gap), { minLength: 1, maxLength: 30 })
    .map((pieces) => pieces.flat().join(''))
  const wanted = fc.constantFrom('la', 'word', 'x', 'la la', 'la word', ' x', '- ')
  fc.assert(
    fc.property(written, fc.array(wanted, { minLength: 1, maxLength: 2 }), (text, typed) => {
      const terms = typed.map((each) => ({ text: each, exact: false }))
      const folded = fold(text)
      const ranges = locate(text, folded, terms, 100)
      const whole = ranges.reduce(
        (sum, { start, end }) => sum + fold(text.slice(start, end)).length,
        0,
      )
      for (const { start, end } of ranges) {
        const found = fold(text.slice(start, end))
        expect([text, typed, found, terms.some((term) => found.includes(term.text))]).toEqual([
          text,
          typed,
          found,
          true,
        ])
      }
      const covered = new Set<number>()
      for (const { text: term } of terms) {
        for (
          let at = folded.indexOf(term);
          at !== -1;
          at = folded.indexOf(term, at + term.length)
        ) {
          for (let index = 0; index < term.length; index += 1) covered.add(at + index)
        }
      }
      expect(whole).toBe(covered.size)
    }),
    { numRuns: 500, seed: 1 },
  )
})

test('a set of words has exactly those that were put into it', () => {
  const words = Array.from({ length: 60_000 }, (_, n) => `${(n * 7919).toString(36)}é${n % 7}`)
  const set = new WordSet()
  expect(words.filter((word) => !set.add(word))).toEqual([])
  expect(words.filter((word) => set.add(word))).toEqual([])
  expect(words.filter((word) => set.add(`${word}x`))).toHaveLength(60_000)
})

test('the index tells each word from every other, whatever letters are in it', () => {
  const db = new Database(':memory:')
  onTestFinished(() => void db.close())
  db.exec('CREATE VIRTUAL TABLE f USING fts5(c, tokenize="unicode61 remove_diacritics 0")')
  const letters = Array.from({ length: 0xffff - 0x80 }, (_, n) => String.fromCharCode(n + 0x80))
  const words = new Set(letters.map((letter) => fold(`a${letter}b`)))
  const known = [...words].filter((word) => {
    const [only, ...more] = tokens(word)
    return only?.text === word && more.length === 0 && !isUnknown(word)
  })
  expect(known.length).toBeGreaterThan(5000)
  const insert = db.prepare('INSERT INTO f (c) VALUES (?)')
  db.transaction(() => [...known, 'a b'].forEach((word) => insert.run(word)))()
  const find = db.prepare('SELECT c FROM f WHERE f MATCH ?').pluck()
  // A new word is asked for like this: were it taken for another one, its parts would never be found.
  expect(known.filter((word) => find.all(`"${word}"`).join() !== word)).toEqual([])
})
