import { ASCII, fold } from './fold'
import { occurrences } from './match'
import type { Term } from './parse'

/** A stretch of the text as it is written, in UTF-16 units. */
export interface Range {
  start: number
  end: number
  /** Whether only a whole word was asked for there. */
  whole?: boolean
}

/** Where the terms stand in a text as it is written, in order and without overlaps. */
export function locate(text: string, folded: string, terms: Term[], most: number): Range[] {
  const places: Range[] = []
  for (const term of terms) {
    let count = 0
    for (const start of occurrences(folded, term)) {
      places.push({ start, end: start + term.text.length, whole: term.exact })
      if ((count += 1) === most) break
    }
  }
  places.sort((a, b) => a.start - b.start || b.end - a.end)
  const apart: Range[] = []
  for (const place of places) {
    const last = apart.at(-1)
    if (!last || place.start >= last.end) apart.push(place)
    else if (place.end > last.end) {
      last.end = place.end
      // What is longer than the word that was asked for may be a part of another one.
      last.whole = Boolean(last.whole && place.whole)
    }
  }
  return written(text, folded, apart.slice(0, most))
}

/** From folded positions to those in the text: by steps that fold by themselves, then by character. */
function written(text: string, folded: string, places: Range[]): Range[] {
  const isSimple = ASCII.test(text)
  if (isSimple && text.length === folded.length) return places
  const walk = isSimple ? plainWalker(text) : walker(text)
  return places.map(({ start, end, ...rest }) => ({
    ...rest,
    start: walk(start, false),
    end: walk(end, true),
  }))
}

/** As `walker`, of text in which only runs of white space become shorter. */
function plainWalker(text: string): (place: number) => number {
  const runs = text.matchAll(/\s{2,}/g)
  let run = runs.next()
  let shorter = 0
  return (place) => {
    while (!run.done && run.value.index - shorter < place) {
      shorter += run.value[0].length - 1
      run = runs.next()
    }
    return place + shorter
  }
}

const STEP = 128

/**
 * Answers the place in the text for a folded one, of which none may be before the one before. A place
 * inside of what one character became is its beginning, or with `up` its end.
 */
function walker(text: string): (place: number, up: boolean) => number {
  let from = 0
  let before = 0
  let step = foldedStep(text, from)
  return (place, up) => {
    while (place > before + step.length && step.next < text.length) {
      before += step.length
      from = step.next
      step = foldedStep(text, from)
    }
    let at = from
    let done = before
    while (done < place && at < step.next) {
      const next = isPlain(text, at) ? at + 1 : afterCluster(text, at)
      const length = isPlain(text, at) ? 1 : fold(text.slice(at, next)).length
      if (done + length > place) return up ? next : at
      done += length
      at = next
    }
    return at
  }
}

function foldedStep(text: string, from: number) {
  let next = Math.min(text.length, from + STEP)
  while (next < text.length && !isBoundary(text, next)) next += 1
  return { next, length: fold(text.slice(from, next)).length }
}

/** Where two halves fold like the whole: between two characters that are neither space nor mark. */
function isBoundary(text: string, at: number): boolean {
  return (
    /^[^\s\u00ad\u200b-\u200f\u2060]$/.test(text[at - 1] ?? '') &&
    /^[^\s\p{M}\u00ad\u200b-\u200f\u2060\ud800-\udfff\u1100-\u11ff]/u.test(text[at] ?? '')
  )
}

/** Characters that fold to one, unless a mark follows: those of most text. */
const PLAIN =
  /^[!-~\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uac00-\ud7a3](?:[\t-\u02ff\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uac00-\ud7a3]|$)/

function isPlain(text: string, at: number): boolean {
  return PLAIN.test(text.slice(at, at + 2))
}

/** A character with its marks, or a run of white space, which is one space when it is folded. */
const CLUSTER = /[\s\u00ad\u200b-\u200f\u2060]+|[^]\p{M}*/uy

function afterCluster(text: string, at: number): number {
  CLUSTER.lastIndex = at
  return CLUSTER.test(text) ? CLUSTER.lastIndex : at + 1
}
