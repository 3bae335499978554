import { array, assert, pre, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { createThinkSplitter } from '../../../src-main/providers/think'

function split(pieces: string[]) {
  const splitter = createThinkSplitter()
  const parts = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.flush()]
  const of = (type: string) =>
    parts
      .filter((part) => part.type === type)
      .map(({ text }) => text)
      .join('')
  return { reasoning: of('reasoning'), text: of('text') }
}

test.each([
  ['<think>why</think>\n\nBecause.', 'why', 'Because.'],
  ['\n<think>\nwhy\n</think>Because.', '\nwhy\n', 'Because.'],
  ['<thinking>why</thinking>Because.', 'why', 'Because.'],
  ['<think>a < b </thin </think>x', 'a < b </thin ', 'x'],
  ['<think>never closed </thi', 'never closed </thi', ''],
  ['The tag <think> opens and </think> closes.', '', 'The tag <think> opens and </think> closes.'],
  ['<thin ice', '', '<thin ice'],
  ['<th', '', '<th'],
  ['  plain', '', '  plain'],
  ['<think></think>', '', ''],
  ['', '', ''],
])('%j is split the same however it arrives', (whole, reasoning, text) => {
  expect(split([whole])).toEqual({ reasoning, text })
  expect(split([...whole])).toEqual({ reasoning, text })
})

test('no text without a tag at its start is ever changed', () => {
  assert(
    property(array(string()), (pieces) => {
      const whole = pieces.join('')
      pre(!/^\s*<think/.test(whole))
      expect(split(pieces)).toEqual({ reasoning: '', text: whole })
    }),
  )
})

test('text is not held back longer than it could be a tag', () => {
  const splitter = createThinkSplitter()
  expect(splitter.push('<thi')).toEqual([])
  expect(splitter.push('s is')).toEqual([{ type: 'text', text: '<this is' }])
})
