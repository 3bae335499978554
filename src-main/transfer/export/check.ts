import { AppError } from '../../errors'

/** Reads a written file again, line by line, and counts what is in it. */
export interface Check {
  line(text: string): void
  /** Throws `file_not_verified` where the file has something else than was meant to be in it. */
  end(expected: { conversations: number; messages: number }): void
}

type Next =
  | 'begin'
  | 'first'
  | 'conversation'
  | 'message'
  | 'anyMessage'
  | 'between'
  | 'last'
  | 'over'

/** A file as `jsonFrame.ts` writes it: that each line is in its place and each value can be read. */
export function checkJson(many: boolean): Check {
  const found = { conversations: 0, messages: 0 }
  let next: Next = many ? 'begin' : 'conversation'
  return {
    line(text) {
      if (next === 'begin') {
        insist(text === '[')
        next = 'first'
      } else if (next === 'first' && (text === '' || text === ']')) {
        if (text === ']') next = 'over'
      } else if (next === 'first' || next === 'conversation') {
        insist(text.endsWith('"messages":['))
        const value = JSON.parse(`${text}]}`) as { conv?: unknown }
        insist(typeof value.conv === 'object')
        found.conversations += 1
        next = 'anyMessage'
      } else if ((next === 'anyMessage' || next === 'between') && /^\]\},?$/.test(text)) {
        insist(many || text === ']}')
        next = text === ']},' ? 'conversation' : many ? 'last' : 'over'
      } else if (next === 'anyMessage' || next === 'message') {
        const isLast = !text.endsWith(',')
        JSON.parse(isLast ? text : text.slice(0, -1))
        found.messages += 1
        next = isLast ? 'between' : 'message'
      } else {
        insist(next === 'last' && text === ']')
        next = 'over'
      }
    },
    end(expected) {
      insist(next === 'over')
      compare(found, expected)
    },
  }
}

/** A file with one JSON value on each line. */
export function checkLines(): Check {
  const found = { conversations: 0, messages: 0 }
  return {
    line(text) {
      const { type } = JSON.parse(text) as { type?: unknown }
      insist(type === 'session' || type === 'message')
      if (type === 'session') found.conversations += 1
      else found.messages += 1
    },
    end: (expected) => compare(found, expected),
  }
}

/** A file for reading, of which only the bytes can be compared. */
export function checkText(lastLine: string | null): Check {
  let last = ''
  return {
    line: (text) => {
      if (text !== '') last = text
    },
    end: () => insist(lastLine === null || last === lastLine),
  }
}

function compare(
  found: { conversations: number; messages: number },
  expected: { conversations: number; messages: number },
): void {
  const { conversations, messages } = found
  insist(conversations === expected.conversations && messages === expected.messages)
}

function insist(isSo: boolean): void {
  if (!isSo) throw new AppError('file_not_verified', 'the file is not as it was written')
}
