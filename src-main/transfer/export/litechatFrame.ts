import { AppError } from '../../errors'
import type { Check } from './check'
import type { Tally } from './tally'

// JSON of which each line is a whole value, or opens or closes something: so it can be written and read
// back one line at a time, however large it is.

/** A field of an object: a value, or things of which one after the other is made. */
export type Field = [name: string, value: { value: unknown } | { each: Iterable<Nested> }]
/** A value, or an object that is written field by field. */
export type Nested = { value: unknown } | { fields: Iterable<Field> }

/** Writes a value; `comma` when another follows it. */
export function* nested(thing: Nested, name = ''): Generator<string> {
  const key = name && `${JSON.stringify(name)}:`
  if ('value' in thing) {
    yield `${key}${JSON.stringify(thing.value)}`
    return
  }
  yield `${key}{`
  let separator = '\n'
  for (const [field, value] of thing.fields) {
    yield separator
    separator = ',\n'
    if ('each' in value) yield* listed(field, value.each)
    else yield* nested(value, field)
  }
  yield '\n}'
}

/** A list; `name` is that of the field that it is, if it is one. */
export function* listed(name: string, things: Iterable<Nested>): Generator<string> {
  yield name ? `${JSON.stringify(name)}:[` : '['
  let separator = '\n'
  for (const thing of things) {
    yield separator
    separator = ',\n'
    yield* nested(thing)
  }
  yield '\n]'
}

/** Notes for the reading back that a conversation, or an interaction, is being written. */
export function noted<T>(tally: Tally, what: 'conversations' | 'messages', value: T): T {
  tally.records[what] += 1
  return value
}

const OPENING = /^(?:"([A-Za-z]+)":)?([[{])$/
const NAMED = /^"([A-Za-z]+)":(?=.)/

/** A file as `nested` and `listed` write it: every line in its place, every value readable. */
export function checkNested(): Check {
  const found = { conversations: 0, messages: 0 }
  const open: { name: string; close: string }[] = []
  let expects: 'value' | 'first' | 'more' = 'value'

  function value(text: string): void {
    insist(expects !== 'more')
    const name = NAMED.exec(text)
    const parsed: unknown = JSON.parse(name ? text.slice(name[0].length) : text)
    insist((open.at(-1)?.close === '}') === (name !== null))
    const list = open.at(-1)?.close === ']' ? open.at(-1)?.name : undefined
    if (list === 'conversations' || name?.[1] === 'conversation') found.conversations += 1
    if (list === 'interactions') found.messages += 1
    insist(parsed !== undefined)
  }

  return {
    line(text) {
      if (text === '') return
      const closes = /^([\]}])(,?)$/.exec(text)
      const opens = OPENING.exec(text)
      if (closes) {
        insist(expects !== 'value' && open.pop()?.close === closes[1])
        expects = closes[2] ? 'value' : 'more'
      } else if (opens) {
        insist(expects !== 'more')
        open.push({ name: opens[1] ?? '', close: opens[2] === '[' ? ']' : '}' })
        expects = 'first'
      } else {
        const isLast = !text.endsWith(',')
        value(isLast ? text : text.slice(0, -1))
        expects = isLast ? 'more' : 'value'
      }
    },
    end({ conversations, messages }) {
      insist(open.length === 0 && expects === 'more')
      insist(found.conversations === conversations && found.messages === messages)
    },
  }
}

function insist(isSo: boolean): void {
  if (!isSo) throw new AppError('file_not_verified', 'the file is not as it was written')
}
