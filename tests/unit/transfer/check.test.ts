import { expect, test } from 'vitest'
import { checkJson, checkLines, checkText } from '../../../src-main/transfer/export/check'
import { temporaryDatabase } from '../world'
import { addChat, exported, richChat, say } from './history'

const all = { conversations: 2, messages: 5 }

function verdict(check: ReturnType<typeof checkLines>, text: string, expected = all) {
  try {
    const lines = text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    for (const line of lines) check.line(line)
    check.end(expected)
    return 'good'
  } catch {
    return 'bad'
  }
}

test('what an export wrote passes, and every line that is missing, doubled or spoilt does not', () => {
  const db = temporaryDatabase()
  richChat(db)
  say(db, addChat(db), null, { text: 'x' })
  const { text } = exported(db, {})
  expect(verdict(checkJson(true), text)).toBe('good')
  const lines = text.trimEnd().split('\n')
  for (const at of lines.keys()) {
    const without = lines.toSpliced(at, 1).join('\n')
    const doubled = lines.toSpliced(at, 0, lines[at] ?? '').join('\n')
    const spoilt = lines.with(at, `${lines[at]}}`).join('\n')
    for (const bad of [without, doubled, spoilt]) expect(verdict(checkJson(true), bad)).toBe('bad')
  }
  expect(verdict(checkJson(true), text, { conversations: 2, messages: 6 })).toBe('bad')
  expect(verdict(checkJson(false), text)).toBe('bad')
  expect(verdict(checkJson(true), '')).toBe('bad')
})

test('lines and pages are checked by what can be known of them', () => {
  const lines = '{"type":"session"}\n{"type":"message"}\n'
  expect(verdict(checkLines(), lines, { conversations: 1, messages: 1 })).toBe('good')
  expect(verdict(checkLines(), lines, { conversations: 1, messages: 2 })).toBe('bad')
  expect(verdict(checkLines(), '{"type":"other"}', { conversations: 0, messages: 0 })).toBe('bad')
  expect(verdict(checkText('</html>'), 'a\n</html>\n')).toBe('good')
  expect(verdict(checkText('</html>'), 'a\n')).toBe('bad')
  expect(verdict(checkText(null), 'a\n')).toBe('good')
})
