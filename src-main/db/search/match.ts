import { isEdge } from '@contract/edges'
import type { Parsed, Term } from './parse'

/** Where a term stands in folded text, in UTF-16 units; an exact one only as whole words. */
export function* occurrences(folded: string, { text, exact }: Term): Generator<number> {
  let next = 0
  for (let at = folded.indexOf(text); at !== -1; at = folded.indexOf(text, next)) {
    const fits = !exact || (isEdge(folded, at) && isEdge(folded, at + text.length))
    if (fits) yield at
    // What does not fit may overlap with what does: `la la` in `bla la la`.
    next = at + (fits ? text.length : 1)
  }
}

/** Whether all that is asked for is in the text, and nothing that is not wanted. */
export function matches(folded: string, { terms, without }: Parsed): boolean {
  const has = (term: Term) =>
    term.exact ? occurrences(folded, term).next().done === false : folded.includes(term.text)
  return terms.every(has) && !without.some(has)
}

const LENGTH = 500

/**
 * How well a text that matches answers: whole words count more than beginnings, those more than parts;
 * often is better than once, and short better than long.
 */
export function score(folded: string, terms: Term[]): number {
  const sum = terms.reduce((total, term) => {
    let best = 0
    let count = 0
    for (const at of occurrences(folded, term)) {
      const starts = isEdge(folded, at)
      const ends = isEdge(folded, at + term.text.length)
      best = Math.max(best, starts && ends ? 4 : starts ? 2 : 1)
      if ((count += 1) === 50) break
    }
    return total + best * (1 + Math.log(Math.max(1, count)))
  }, 0)
  return sum / (1 + Math.log10(1 + folded.length / LENGTH))
}
