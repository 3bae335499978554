import { expect, test } from 'vitest'
import {
  readCode,
  withoutControls,
  withoutHidden,
} from '../../../src-renderer/features/chat/parts/hidden'

const hiddenIn = (code: string) => readCode(code).hidden
const revealed = (code: string) => readCode(code).shown

const trojan = 'if (admin\u202e\u2066// check\u2069\u2066) {\n\tpa\u200bss()\n}'

test('code shows what turns its direction or hides in it, and is copied without', () => {
  expect(hiddenIn(trojan)).toEqual(['U+200B', 'U+202E', 'U+2066', 'U+2069'])
  expect(revealed('a\u202eb\u061c')).toBe('a[U+202E]b[U+061C]')
  expect(withoutHidden(trojan)).toBe('if (admin// check) {\n\tpass()\n}')
  expect(hiddenIn('let x\u200d = 1')).toEqual(['U+200D'])
})

test('code that grows is read to its end as it would be at once', () => {
  const code = `${trojan}\nא\u200d\nlet x\u200d = 1\n\u200d${trojan}`
  let known = readCode('')
  for (let end = 0; end <= code.length; end += 1) {
    known = readCode(code.slice(0, end), known)
    expect(known).toEqual(readCode(code.slice(0, end)))
  }
  expect(readCode('other', known)).toEqual(readCode('other'))
  expect(readCode('other', readCode('\u202e'))).toEqual(readCode('other'))
})

test('orders to a terminal are shown, and copied neither from code nor from text', () => {
  const red = '\u001b[31mred\u001b[0m \u0007\u009b'
  expect(revealed(red)).toBe('[U+001B][31mred[U+001B][0m [U+0007][U+009B]')
  expect(withoutHidden(red)).toBe('red ')
  expect(withoutControls(`a\r\n\tb ${red}`)).toBe('a\r\n\tb red ')
})

test('what languages are written with stays as it is', () => {
  for (const text of ['👨‍👩‍👧 👍🏽‍ ❤️‍🔥', 'می‌خواهم', 'क्‍ष', 'a\tb\r\nc', 'שלום café']) {
    expect([text, hiddenIn(text)]).toEqual([text, []])
    expect(withoutHidden(text)).toBe(text)
  }
  const hebrew = 'שלום (!)\u200f שלום'
  expect(withoutControls(hebrew)).toBe(hebrew)
  expect(withoutControls('abc\u202egnp.exe\u202c')).toBe('abcgnp.exe')
})
