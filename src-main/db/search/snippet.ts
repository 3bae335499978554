import type { FoundWord, Snippet } from '@contract/search'
import type { Range } from './locate'
import { markupIn } from './markup'

const BEFORE = 50
const LENGTH = 180

/** The surroundings of the first range, on one line, with all ranges in it marked. */
export function cut(text: string, ranges: Range[]): Snippet {
  const first = ranges[0]?.start ?? 0
  const start = wholeFrom(text, wordStart(text, Math.max(0, first - BEFORE), first))
  const last = wholeFrom(text, start + LENGTH)
  // A word that is marked is shown to its end.
  const crossing = ranges.find((range) => range.start < last && range.end > last)
  const end = Math.min(text.length, crossing?.end ?? last)
  // What was found is shown as it is, though it be markup.
  const without = markupIn(text, start, end).filter(
    (place) => !ranges.some((range) => range.start < place.end && range.end > place.start),
  )
  const pieces = mark(text, ranges, { start, end, without })
  if (start > 0) pieces.unshift({ text: '…', marked: false })
  if (end < text.length) pieces.push({ text: '…', marked: false })
  return pieces
}

interface Shown {
  start?: number
  end?: number
  /** Stretches that are left out where nothing is marked in them, in order. */
  without?: Range[]
}

/** All of a text from `start` to `end`, in pieces. */
export function mark(
  text: string,
  ranges: Range[],
  { start = 0, end = text.length, without = [] }: Shown = {},
): Snippet {
  const pieces: Snippet = []
  const add = (written: string, marked: boolean) => {
    if (written !== '') pieces.push({ text: written.replace(/\s+/g, ' '), marked })
  }
  let at = start
  for (const range of ranges) {
    if (range.start >= end) break
    add(rest(text, at, range.start, without), false)
    add(text.slice(Math.max(at, range.start), Math.min(range.end, end)), true)
    at = Math.min(range.end, end)
  }
  add(rest(text, at, end, without), false)
  return pieces
}

/** What is between two places, without what is left out there. */
function rest(text: string, from: number, to: number, without: Range[]): string {
  let kept = ''
  let at = from
  for (const { start, end } of without) {
    if (end <= at || start >= to) continue
    kept += text.slice(at, Math.max(at, start))
    at = Math.min(end, to)
  }
  return kept + text.slice(at, Math.max(at, to))
}

/** Not between the halves of one character. */
function wholeFrom(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at - 1 : at
}

function wordStart(text: string, from: number, before: number): number {
  if (from === 0) return 0
  const space = text.slice(from, before).search(/\s/)
  return space === -1 ? from : from + space + 1
}

/** The different ways in which the words are written there. */
export function spellings(text: string, ranges: Range[]): FoundWord[] {
  const found = new Map<string, boolean>()
  for (const { start, end, whole = false } of ranges) {
    const written = text.slice(start, end)
    found.set(written, whole && (found.get(written) ?? true))
  }
  return Array.from(found, ([written, whole]) => ({ text: written, whole }))
}
