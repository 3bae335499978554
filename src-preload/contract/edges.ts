// What a word is, for finding words and for marking them, which have to agree. Without a schema, so that
// the window and the database's threads can take it from here.

/**
 * Scripts in which nothing separates words, as a class of a regular expression: each of their characters
 * is a word by itself, and so is the sign of a long vowel, which has no script.
 */
export const ALONE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー`
const IS_ALONE = new RegExp(`^[${ALONE}]`, 'v')

/** With marks: the vowels of Devanagari belong to their word. */
const WORD = /[\p{L}\p{N}\p{M}]/u

/** Whether a character is a word by itself, so that a word may begin and end beside it. */
export function isAlone(character: string): boolean {
  return IS_ALONE.test(character)
}

/** Whether a word may begin or end here: not between two letters of one word. */
export function isEdge(text: string, at: number): boolean {
  const before = lastOf(text, at)
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return !WORD.test(before) || !WORD.test(after) || isAlone(before) || isAlone(after)
}

/** The character before a place, though it takes two units. */
function lastOf(text: string, at: number): string {
  const isSecond = /[\udc00-\udfff]/.test(text[at - 1] ?? '')
  return text.slice(Math.max(0, at - (isSecond ? 2 : 1)), at)
}
