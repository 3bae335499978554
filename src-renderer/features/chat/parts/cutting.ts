import type { Portion } from '@contract/heavy'

/** A text with notes at its foot is drawn in one, up to this weight: the numbers count over all of it. */
const NOTED = 10_000
/** Definitions beyond this length are no help to a reader. */
const DEFINED = 4000

/** The links that are defined anywhere in a text, for portions that name them. */
export function definitionsOf(text: string): string {
  if (!text.includes(']:')) return ''
  const found = text.match(/^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S.*$/gm)?.join('\n') ?? ''
  return found === '' || found.length > DEFINED ? '' : `\n\n${found}`
}

/** The portions of a text, or the whole as one where a cut would tear its footnotes from their numbers. */
export function withoutTornNotes(cuts: readonly Portion[], text: string): readonly Portion[] {
  const [first] = cuts
  if (!first || cuts.length < 2 || text.length > NOTED || !/^\[\^[^\]\n]+\]:/m.test(text))
    return cuts
  if (cuts.some(({ kind }) => kind === 'written' || kind === 'table')) return cuts
  const weight = cuts.reduce((sum, cut) => sum + cut.weight, 0)
  return weight > NOTED ? cuts : [{ ...first, kind: 'text', end: text.length, weight }]
}

/** A block of code as it stands in a text: between its fences, of which the last may not have come yet. */
export function fencedCode(text: string) {
  const start = text.search(/[`~]/)
  const head = text.indexOf('\n', start)
  const opening = text.slice(start, head < 0 ? undefined : head)
  const [ticks = '', language = ''] = /^(?:`+|~+)[ \t]*([^\s`]*)/.exec(opening) ?? []
  const marks = ticks.slice(0, ticks.length - language.length).trimEnd()
  const body = head < 0 ? '' : text.slice(head + 1)
  const end = body.trimEnd()
  const lastLine = end.lastIndexOf('\n') + 1
  const last = end.slice(lastLine).trim()
  const closed = last.length >= marks.length && last === (marks[0] ?? '').repeat(last.length)
  return { language, closed, code: closed ? end.slice(0, lastLine) : body }
}

/** About how many lines a text takes when it is drawn; code is set smaller, rows of a table wider. */
export function linesOf(text: string, kind: Portion['kind'] = 'written'): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  if (kind === 'code') return Math.ceil(lines * 0.85 + 2)
  if (kind === 'table') return Math.ceil(lines * 1.5 + 1)
  return Math.ceil(lines * 0.85 + text.length / 160)
}
