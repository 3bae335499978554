import { ALONE, isAlone } from '@contract/edges'

// What is searched and what is searched for are brought to one form: small letters, without accents,
// of normal width. The tokenizer of the full-text index gets text that needs no more folding.

/** Characters without a width; they go first, because they may stand between spaces. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060]/g

/** Accents of Latin, Greek and Cyrillic, and points of Hebrew and Arabic. */
const DROPPED = new RegExp(
  `[${[
    String.raw`\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff`,
    String.raw`\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7`,
    String.raw`\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc`,
    String.raw`\ufe00-\ufe0f`,
  ].join('')}]`,
  'g',
)

const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
}
const SPELLED_OUT = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'g')

/** All but the single letters of Korean: taken apart, neighbours such as `ㅋㅠ` would become one. */
const TAKEN_APART = /[^\u3131-\u318e]+/g

// oxlint-disable-next-line no-control-regex -- they are the first of what is asked for
export const ASCII = /^[\x00-\x7f]*$/

/** White space that is not one space already: to replace all of it would take three times as long. */
const SPACES = /\s{2,}|[^\S ]/g

/** The one form in which text is compared; any white space is one space. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.replace(SPACES, ' ').toLowerCase()
  const flat = text.replace(UNSEEN, '').replace(SPACES, ' ')
  // Small letters last: `™` is only then `TM`.
  return flat
    .replace(TAKEN_APART, (stretch) => stretch.normalize('NFKD'))
    .toLowerCase()
    .replace(DROPPED, '')
    .normalize('NFC')
    .replace(SPELLED_OUT, (letter) => SPELLED[letter] ?? letter)
}

const TOKEN = new RegExp(String.raw`[[${ALONE}]&&[\p{L}\p{N}]]|[[\p{L}\p{N}]--[${ALONE}]]+`, 'gv')

/** Longer ones, such as encoded files, are cut into pieces that are words of their own. */
const LONGEST = 100
/** The pieces overlap, so that each part of a word that is no longer than this lies within one. */
export const WITHIN = LONGEST / 2

export interface Token {
  text: string
  /** Where it begins in the folded text, in UTF-16 units. */
  start: number
  /** A character that is a word by itself. */
  alone: boolean
}

/** The words of folded text, in order. */
export function words(folded: string): Token[] {
  return Array.from(folded.matchAll(TOKEN), ({ 0: text, index: start }) => {
    return { text, start, alone: isAlone(text) }
  })
}

/** The words as the index has them: the long ones in pieces. */
export function tokens(folded: string): Token[] {
  return words(folded).flatMap(pieces)
}

export function pieces(word: Token): Token[] {
  if (word.text.length <= LONGEST) return [word]
  const found: Token[] = []
  for (let at = 0; at === 0 || at + WITHIN < word.text.length; at += WITHIN) {
    const text = word.text.slice(at, at + LONGEST)
    found.push({ text, start: word.start + at, alone: word.alone })
  }
  return found
}

/** Some letters are none to SQLite's tokenizer: newer ones, and most outside the basic plane. */
const UNKNOWN =
  /[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3\ud800-\udfff\u{10000}-\u{1ffff}\u{2b740}-\u{10ffff}]/u

/** Whether the index holds nothing at all for some letter of a word, and would find nothing. */
export function isUnknown(word: string): boolean {
  return UNKNOWN.test(word)
}

const SIGN = /[!-/:-@[-`{-~]/
const SIGNS = new RegExp(SIGN, 'g')
/** After a word, or before one, these are punctuation and say nothing. */
const CLOSING = /[.,;:!?)"']/
const OPENING = /[("']/
/** Private characters stand for signs, because the tokenizer takes signs for spaces. */
const PRIVATE = 0xe000

/**
 * The pairs of neighbours of which one is a sign, such as `c+` and `++` of `C++`, each once: by them
 * what is no word is found as typed.
 */
export function signPairs(folded: string): string[] {
  const pairs = new Set<string>()
  for (const { 0: sign, index } of folded.matchAll(SIGNS)) {
    const before = neighbour(folded, index - 1)
    const after = neighbour(folded, index + 1)
    const closes = after === ' ' && !SIGN.test(before) && CLOSING.test(sign)
    const opens = before === ' ' && OPENING.test(sign)
    if (before !== ' ' && !closes) pairs.add(before + sign)
    if (after !== ' ' && !opens && !SIGN.test(after)) pairs.add(sign + after)
  }
  return [...pairs].map(encode)
}

/** Half of a character outside the basic plane would be no text, and NUL would end the query. */
function neighbour(folded: string, at: number): string {
  const character = folded[at] ?? ' '
  return character === '\0' || /[\ud800-\udfff]/.test(character) ? ' ' : character
}

function encode(pair: string): string {
  return pair.replace(SIGNS, (sign) => String.fromCharCode(PRIVATE + sign.charCodeAt(0)))
}
