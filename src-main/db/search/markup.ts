import type { Range } from './locate'

/** Markup is looked for this far around what is shown: one half of it may be outside. */
const AROUND = 400

/**
 * What of Markdown is not words, each as the groups of its pattern: what marks a heading, a quotation, a
 * fence or a table, then what stands around code, links and emphasis. Underscores are left: names have them.
 */
const MARKUP = [
  /^([ \t]*(?:`{3,}|~{3,})[^`\n]*)$/dgm,
  /^([ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)*\|?[ \t]*)$/dgm,
  /^([ \t]*(?:>[ \t]?)*#{1,6}[ \t]+|[ \t]*(?:>[ \t]?)+)/dgm,
  /(?<=^[ \t]*\|.{0,400})(?<!\\)(\|)/dgm,
  /^[ \t]*(\|)/dgm,
  /(?<!`)(`+)(?!`)[^`\n]+(?<!`)(\1)(?!`)/dg,
  /(!?\[)[^[\]\n]+(\]\([^()\s]*\))/dg,
  /(?<![\p{L}\p{N}\\*])(\*{2,3})(?=[^\s*])[^\n]*?(?<=[^\s\\])(\1)(?![\p{L}\p{N}*])/dgu,
  /(?<![\p{L}\p{N}\\*])(\*)(?=[^\s*])[^\n*]*?(?<=[^\s\\])(\*)(?![\p{L}\p{N}*])/dgu,
  /(?<!~)(~~)(?=[^\s~])[^\n~]*?(?<=[^\s\\])(~~)(?!~)/dg,
]

/** Where in a stretch of a text there is only markup, in order. What follows from it is how text looks. */
export function markupIn(text: string, start: number, end: number): Range[] {
  const from = Math.max(0, start - AROUND)
  const part = text.slice(from, end + AROUND)
  const found = MARKUP.flatMap((pattern) =>
    Array.from(part.matchAll(pattern)).flatMap(({ indices = [] }) => indices.slice(1)),
  )
  return found
    .flatMap((place) => (place ? { start: place[0] + from, end: place[1] + from } : []))
    .filter((place) => place.end > start && place.start < end)
    .toSorted((one, other) => one.start - other.start || one.end - other.end)
}
