/** Turns the direction of what follows: code that reads otherwise than it runs. */
const DIRECTION = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'
/** Of no width, wherever they stand. */
const INVISIBLE = '\\u00ad\\u180e\\u200b\\u2060-\\u2064\\ufeff'
/** Controls of a terminal, without tab and line breaks. */
const CONTROL = '\\0-\\x08\\v\\f\\x0e-\\x1f\\x7f-\\x9f'
/** Joiners belong to emoji and to letters of some scripts; after anything else they only hide. */
const JOINERS = '(?<![\\p{M}\\p{Lo}\\p{Extended_Pictographic}\\p{Emoji_Modifier}])[\\u200c\\u200d]'
/** What a terminal takes for an order, such as a colour. */
const ORDER = '\\x1b\\[[0-?]*[ -/]*[@-~]'

const inCode = new RegExp(`${JOINERS}|[${DIRECTION}${INVISIBLE}${CONTROL}]`, 'gu')
const inCodeWhole = new RegExp(`${ORDER}|${inCode.source}`, 'gu')
const inText = new RegExp(`${ORDER}|[\\u202a-\\u202e\\u2066-\\u2069${CONTROL}]`, 'gu')

/** Quickly said of a text that has none of them. */
const perhaps = new RegExp(`[\\u200c\\u200d${DIRECTION}${INVISIBLE}${CONTROL}]`)

/** A code whose hidden characters are known. */
export interface ReadCode {
  code: string
  /** The code with its hidden characters in sight. */
  shown: string
  /** These characters, each once, such as `U+202E`. */
  hidden: readonly string[]
  /** The same of its whole lines, which more of it does not change. */
  lines: { code: string; shown: string; hidden: readonly string[] }
}

/** Reads a code. Of one that goes on with what is `known` only the rest is read. */
export function readCode(code: string, known?: ReadCode): ReadCode {
  const before = known && code.startsWith(known.lines.code) ? known : null
  const names = new Set(before?.lines.hidden)
  const start = before?.lines.code.length ?? 0
  const end = Math.max(start, code.lastIndexOf('\n') + 1)
  const more = reveal(code.slice(start, end), names)
  const lines = {
    code: code.slice(0, end),
    shown: (before?.lines.shown ?? '') + more,
    hidden: [...names],
  }
  const rest = reveal(code.slice(end), names)
  const shown = names.size > 0 ? lines.shown + rest : code
  return { code, shown, hidden: [...names].toSorted(), lines }
}

function reveal(text: string, names: Set<string>) {
  if (!perhaps.test(text)) return text
  return text.replace(inCode, (character) => {
    const name = nameOf(character)
    names.add(name)
    return `[${name}]`
  })
}

/** Code as it can be copied: what cannot be seen is not in it. */
export function withoutHidden(code: string) {
  return code.replace(inCodeWhole, '')
}

/** Text as it can be copied: marks that languages are written with stay. */
export function withoutControls(text: string) {
  return text.replace(inText, '')
}

const known = new Map<string, string>()

function nameOf(character: string) {
  let name = known.get(character)
  if (name === undefined) {
    name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    known.set(character, name)
  }
  return name
}
