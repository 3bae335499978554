import type { Tally } from './tally'

// One line for each conversation's head and for each message, so that the file can be read back line
// by line and checked, however large it is; a text has no line breaks of its own in JSON.

/** A conversation in two steps: what stands before its messages, and they. */
interface Framed {
  head: object
  messages: Iterable<object>
}

/** One conversation as an object, or `many` as an array of such objects. */
export function* asJson(
  tally: Tally,
  conversations: Iterable<Framed>,
  many: boolean,
): Generator<string> {
  if (many) yield '[\n'
  let isFirst = true
  for (const { head, messages } of conversations) {
    if (!isFirst) yield ',\n'
    isFirst = false
    tally.records.conversations += 1
    yield `${JSON.stringify(head).slice(0, -1)},"messages":[`
    let separator = '\n'
    for (const message of messages) {
      tally.records.messages += 1
      yield `${separator}${JSON.stringify(message)}`
      separator = ',\n'
    }
    yield '\n]}'
  }
  yield many ? '\n]\n' : '\n'
}
