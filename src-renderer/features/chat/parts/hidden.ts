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

/** The hidden characters of a code, each once, such as `U+202E`. */
export function hiddenIn(code: string) {
  return [...new Set(code.match(inCode)?.map(nameOf))].toSorted()
}

/** Code with its hidden characters in sight. */
export function revealed(code: string) {
  return code.replace(inCode, (character) => `[${nameOf(character)}]`)
}

/** Code as it can be copied: what cannot be seen is not in it. */
export function withoutHidden(code: string) {
  return code.replace(inCodeWhole, '')
}

/** Text as it can be copied: marks that languages are written with stay. */
export function withoutControls(text: string) {
  return text.replace(inText, '')
}

function nameOf(character: string) {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
