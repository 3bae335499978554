import * as fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Portion, portions } from '@contract/heavy'
import { stretches } from '@contract/stretches'

const kindsOf = (text: string) => [...new Set(portions(text).map(({ kind }) => kind))]

test('what people and models write is drawn, none of it as it was written', () => {
  const rows = '| a | b | c | d |\n'.repeat(300)
  const list = '- **word** and `code` with a [link](https://a.example)\n'.repeat(150)
  const nested = Array.from({ length: 12 }, (_, n) => `${'  '.repeat(n)}- point`).join('\n')
  const texts = [
    'A question.\n\n> An answer\n>> and its answer\n',
    `| h | h | h | h |\n|---|---|---|---|\n${rows}`,
    `${list}\n${nested}\n`,
    `\`\`\`sh\n${'a | b | c > d && *e* '.repeat(2000)}\n\`\`\`\nafter`,
    `![chart](data:image/png;base64,${'A'.repeat(60_000)})`,
    '<br>'.repeat(300),
    '<b>word</b> <https://a.example> '.repeat(200),
    '***\n\n* * *\n\n---\n\n===\n',
    'a line of words\n'.repeat(5000),
    ...readdirSync('resources/guide').map((name) =>
      readFileSync(`resources/guide/${name}`, 'utf8'),
    ),
  ]
  for (const text of texts) expect(kindsOf(text)).not.toContain('written')
})

test('what would stop the window is shown as it was written', () => {
  const row = (cell: string) => `|${`${cell}|`.repeat(1000)}`
  const texts = [
    `${'>'.repeat(5000)} deep`,
    `${'> '.repeat(100)}deep`,
    `${'- '.repeat(100)}deep`,
    Array.from({ length: 200 }, (_, n) => `${'  '.repeat(n)}- deep`).join('\n'),
    [row('h'), row('-'), row('c')].join('\n'),
    '*a_ '.repeat(2000),
    '['.repeat(5000),
    '<div>'.repeat(5000),
    '<div>'.repeat(33),
    'word '.repeat(5000),
    `  \`\`\`\n${'  a line of code\n'.repeat(5000)}  \`\`\`\n`,
  ]
  for (const text of texts) {
    expect([text.slice(0, 9), kindsOf(text)]).toEqual([text.slice(0, 9), ['written']])
  }
})

test('formulas are drawn as long as a block has no more of them than can be laid out at once', () => {
  const matrix = (rows: number) =>
    `$$\n\\begin{matrix}\n${'a & b \\\\\n'.repeat(rows)}\\end{matrix}\n$$\n`
  const inLine = (count: number) => `The ${'sum $$x^2 + y$$ and '.repeat(count)}`
  const fence = (rows: number) => `\`\`\`math\n${'a + b\n'.repeat(rows)}\`\`\`\n`
  for (const formula of [matrix(100), inLine(50), fence(100), `${inLine(50)}\n\n`.repeat(9)]) {
    expect(kindsOf(formula)).toEqual(['text'])
  }
  for (const formula of [matrix(1000), inLine(500), fence(1000)]) {
    expect([formula.slice(0, 9), kindsOf(formula)]).toEqual([formula.slice(0, 9), ['written']])
  }
  // Dollars that begin no formula.
  const lines = '- a point of a list\n'.repeat(500)
  for (const text of [`It costs $$ or\n${lines}`, `Say \`echo $$\`.\n${lines}`]) {
    expect([text, kindsOf(text)]).toEqual([text, ['text']])
  }
})

test('elements that are never closed add up over blocks', () => {
  expect(kindsOf('<div>\n\n'.repeat(3000))).toEqual(['text', 'written'])
  expect(kindsOf('<div>\n\n</div>\n\n'.repeat(500))).toEqual(['text'])
})

test('only the heavy block is, not what stands before and after it', () => {
  const before = 'Some *words*.\n\n'
  const deep = `${'>'.repeat(100)} deep\n`
  const code = `\n\`\`\`\n${'>'.repeat(100)} code\n\`\`\`\n`
  const text = `${before}${deep}${code}after`
  expect(partsOf(text)).toEqual([
    ['text', before],
    ['written', deep],
    ['code', code],
    ['text', 'after'],
  ])
  expect(stretches(text)).toEqual([
    { text: before, heavy: false },
    { text: deep, heavy: true },
    { text: `${code}after`, heavy: false },
  ])
})

test('no portion takes longer to draw than a few thousand characters of prose', () => {
  const texts = [
    'A paragraph *of* some words, with `code`.\n\n'.repeat(2000),
    '- a point **of** a long list\n'.repeat(3000),
    '> quoted\n'.repeat(3000),
    'a line\n'.repeat(3000),
    '$$x^2 + y^2$$\n\n'.repeat(500),
    Array.from({ length: 2000 }, (_, n) => `${n}. step\n\n   more of it\n`).join('\n'),
    '<details>\n\n'.repeat(30) + 'A paragraph of some words.\n\n'.repeat(2000),
  ]
  for (const text of texts) {
    const cut = portions(text)
    expect([text.slice(0, 9), Math.max(...cut.map(({ weight }) => weight)) < 13_000]).toEqual([
      text.slice(0, 9),
      true,
    ])
    expect(cut.length).toBeGreaterThan(4)
  }
})

test('a page that is exported has its lists whole, unless they are enormous', () => {
  const points = (count: number) => '- a point of a list\n'.repeat(count)
  expect(stretches(`Before\n\n${points(1500)}\nAfter`)).toHaveLength(1)
  expect(stretches(points(10_000)).length).toBeGreaterThan(3)
})

test('a list is cut before an item, and a formula or a box of HTML not at all', () => {
  const step = (n: number) => `${n}. A step of some words.\n   - and a point below it\n`
  const list = Array.from({ length: 300 }, (_, n) => step(n + 1)).join('')
  for (const [, part] of partsOf(list)) expect(part).toMatch(/^\d+\. A step/)
  const words = 'A paragraph of some words.\n\n'.repeat(150)
  for (const text of [
    `$$\n${'x + y \\\\\n'.repeat(150)}$$\n`,
    `<details>\n\n${words}</details>\n`,
  ]) {
    expect(
      partsOf(`${words}${text}\n${words}`).filter(([, part]) => part.includes(text)),
    ).toHaveLength(1)
  }
})

test('code at the margin and a long table are portions of their own, however long they are', () => {
  const code = `\`\`\`ts\n${'const a = [1]\n'.repeat(20_000)}\`\`\`\n`
  const table = `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(2000)}`
  expect(partsOf(`Before\n\n${code}Between\n${code}${table}\nAfter`)).toEqual([
    ['text', 'Before\n\n'],
    ['code', code],
    ['text', 'Between\n'],
    ['code', code],
    ['table', table],
    ['text', '\nAfter'],
  ])
})

const piece = fc.constantFrom(
  '\n',
  '\n\n',
  '```\n',
  '~~~',
  '> ',
  '>'.repeat(40),
  'word ',
  '| ',
  '  - ',
  '\n1. ',
  '$$',
  '<div>',
  'a long paragraph of words\n'.repeat(200),
  '\n| a | b |\n|---|---|\n',
  '| 1 | 2 |\n'.repeat(120),
  '🎉'.repeat(9000),
)

test('portions join to the text, and what was drawn stays as it was while the text grows', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      let text = ''
      let known: readonly Portion[] = []
      for (const more of pieces) {
        text += more
        const before = known.slice(0, -1)
        known = portions(text, known)
        expect(known.slice(0, before.length)).toEqual(before)
        for (const cut of [known, portions(text)]) {
          expect(cut.map(({ start, end }) => text.slice(start, end)).join('')).toBe(
            text.trim() === '' ? '' : text,
          )
          expect(cut.every(({ start, end }) => text.slice(start, end).isWellFormed())).toBe(true)
        }
      }
      expect(
        stretches(text)
          .map((each) => each.text)
          .join(''),
      ).toBe(text.trim() && text)
    }),
    { numRuns: 200 },
  )
})

function partsOf(text: string) {
  return portions(text).map(({ kind, start, end }) => [kind, text.slice(start, end)] as const)
}
