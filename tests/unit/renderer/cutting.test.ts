import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { portions } from '@contract/heavy'
import { slicesOf } from '@contract/slices'
import { cellsOf, tableAt } from '@contract/tables'
import {
  definitionsOf,
  fencedCode,
  withoutTornNotes,
} from '../../../src-renderer/features/chat/parts/cutting'
import {
  type CodeLines,
  COLOURED,
  cutLines,
  GROUP_LINES,
} from '../../../src-renderer/features/chat/parts/lines'
import { rowGroups, widthsOf } from '../../../src-renderer/features/chat/parts/rows'

test('a block of code is what stands between its fences, also before the last has come', () => {
  expect(fencedCode('\n```ts title="a"\nconst a = 1\n```\n')).toEqual({
    language: 'ts',
    code: 'const a = 1\n',
    closed: true,
  })
  expect(fencedCode('~~~~\n~~~\n~~~~')).toEqual({ language: '', code: '~~~\n', closed: true })
  expect(fencedCode('```js\nconst a')).toEqual({ language: 'js', code: 'const a', closed: false })
  expect(fencedCode('```js')).toEqual({ language: 'js', code: '', closed: false })
})

test('groups of lines join to the code, and all but the last stay while it grows', () => {
  const piece = fc.constantFrom('\n', 'const a = 1\n', 'word ', 'x\n'.repeat(100), '—\t', '🎉\n')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      let code = ''
      let lines: CodeLines | undefined
      for (const more of pieces) {
        code += more
        const before = lines?.groups.slice(0, -1) ?? []
        lines = cutLines(code, lines)
        expect(lines.groups.slice(0, before.length)).toEqual(before)
        expect(lines.groups.join('')).toBe(code)
        expect(lines.groups).toEqual(cutLines(code).groups)
        for (const group of lines.groups) {
          expect(group.split('\n').length).toBeLessThanOrEqual(GROUP_LINES + 1)
        }
      }
    }),
  )
})

test('groups of code are small where it is coloured, by lines and by characters', () => {
  const short = cutLines('const a = 1\n'.repeat(20_000)).groups
  expect(short[0]?.split('\n')).toHaveLength(GROUP_LINES + 1)
  expect(short.length - COLOURED).toBeLessThan(100)
  for (const group of cutLines(`${'x'.repeat(1500)}\n`.repeat(200)).groups) {
    expect(group.length).toBeLessThanOrEqual(2000)
  }
})

test('the width of code is that of its longest line, and an endless line is known', () => {
  expect(cutLines('a\nlonger\nb')).toMatchObject({ width: 7, endless: false })
  expect(cutLines('漢字').width).toBe(4)
  expect(cutLines(`a\n${'x'.repeat(20_000)}\nb`)).toMatchObject({ width: 2, endless: true })
})

test('a long text is cut after a line where there is one, and never inside of a character', () => {
  const lines = 'a line of words\n'.repeat(2000)
  const cut = slicesOf(lines)
  expect(cut.join('')).toBe(lines)
  expect(cut.length).toBeGreaterThan(3)
  for (const slice of cut) expect(slice.endsWith('\n')).toBe(true)
  const party = `a${'🎉'.repeat(20_000)}`
  expect(slicesOf(party).join('')).toBe(party)
  for (const slice of slicesOf(party)) expect(slice.isWellFormed()).toBe(true)
})

test('the rows of a table are grouped by their cells, and its columns as wide as their words', () => {
  const head = '| Name | What |\n|---|:-:|\n'
  const row = '| a | some longer words |\n'
  const { groups, count } = rowGroups(row.repeat(1000), head)
  expect(count).toBe(1000)
  expect(groups.join('')).toBe(row.repeat(1000))
  for (const group of groups) expect(group.split('\n').length - 1).toBeLessThanOrEqual(60)
  expect(widthsOf(head, row)).toEqual([5, 18])
  expect(widthsOf(head, `| a | ${'long '.repeat(100)} |`)[1]).toBe(32)
})

test('cells are parted where a parser of Markdown parts them', () => {
  expect(cellsOf('| a | b \\| c |  |')).toEqual(['a', 'b \\| c', ''])
  expect(cellsOf('a|b')).toEqual(['a', 'b'])
})

test('a table ends with an empty line or with another block', () => {
  const head = '| a | b |\n|---|---|\n'
  const at = (text: string) => tableAt(text, 0, text.indexOf('\n') + 1)
  expect(at(`${head}| 1 | 2 |\n\nAfter`)).toEqual({ end: 30, columns: 2, rows: 1 })
  expect(at(`${head}| 1 | 2 |\n> quoted`)).toMatchObject({ end: 30, rows: 1 })
  expect(at('a\n---\n')).toBeNull()
  expect(at('| a | b |\n|---|\n')).toBeNull()
})

test('a link that is defined in another portion is known in all', () => {
  const text = 'See [this][one].\n\n[one]: https://a.example\n[^1]: no link\n'
  expect(definitionsOf(text)).toBe('\n\n[one]: https://a.example')
  expect(definitionsOf('no definitions: [x]')).toBe('')
})

test('a text with footnotes is not torn from them unless it is long', () => {
  const text = (times: number) =>
    `${'Some words with a note[^1] in a paragraph.\n\n'.repeat(times)}\`\`\`\ncode\n\`\`\`\n\n[^1]: The note.`
  const noted = (times: number) => withoutTornNotes(portions(text(times)), text(times))
  expect(noted(150)).toMatchObject([{ start: 0, kind: 'text', end: text(150).length }])
  expect(noted(1000).length).toBeGreaterThan(5)
})
