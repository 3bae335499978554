import * as fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stretches } from '@contract/heavy'

const heavyOf = (text: string) => stretches(text).map(({ heavy }) => heavy)

test('what people and models write is drawn whole', () => {
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
    ...readdirSync('resources/guide').map((name) =>
      readFileSync(`resources/guide/${name}`, 'utf8'),
    ),
  ]
  for (const text of texts) expect(stretches(text)).toEqual([{ start: 0, heavy: false, text }])
})

test('what would stop the window is shown as it was written', () => {
  const row = (cell: string) => `|${`${cell}|`.repeat(1000)}`
  const texts = [
    `${'>'.repeat(5000)} deep`,
    `${'> '.repeat(100)}deep`,
    `${'- '.repeat(100)}deep`,
    Array.from({ length: 200 }, (_, n) => `${'  '.repeat(n)}- deep`).join('\n'),
    [row('h'), row('-'), row('c')].join('\n'),
    `| h | h |\n|---|---|\n${'| a | b |\n'.repeat(3000)}`,
    '*a_ '.repeat(2000),
    '*a_\n'.repeat(2000),
    '['.repeat(5000),
    '<div>'.repeat(5000),
    '<div>'.repeat(101),
    'word '.repeat(5000),
    'a line of words\n'.repeat(5000),
  ]
  for (const text of texts)
    expect([text.slice(0, 9), heavyOf(text)]).toEqual([text.slice(0, 9), [true]])
})

test('elements that are never closed add up over blocks', () => {
  expect(heavyOf('<div>\n\n'.repeat(3000))).toEqual([false, true])
  expect(heavyOf('<div>\n\n</div>\n\n'.repeat(500))).toEqual([false])
})

test('only the heavy block is, not what stands before and after it', () => {
  const before = 'Some *words*.\n\n'
  const deep = `${'>'.repeat(100)} deep\n\n`
  const code = `\`\`\`\n${'>'.repeat(100)} code\n\`\`\`\n`
  const text = `${before}${deep}${code}after`
  expect(stretches(text).map(({ text, heavy }) => [text, heavy])).toEqual([
    [before, false],
    [deep, true],
    [`${code}after`, false],
  ])
})

test('stretches join to the text, whatever it is', () => {
  const piece = fc.constantFrom('\n', '\n\n', '```\n', '~~~', '>'.repeat(40), 'word ', '| ', '  - ')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      const found = stretches(text)
      expect(found.map((each) => each.text).join('')).toBe(text)
      for (const [index, { heavy }] of found.entries()) {
        expect(found[index + 1]?.heavy).not.toBe(heavy)
      }
    }),
  )
})
