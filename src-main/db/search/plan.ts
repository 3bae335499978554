import type { ReadableDb } from '../open'
import { isUnknown, pieces, signPairs, type Token, WITHIN, words as wordsOf } from './fold'
import type { Term } from './parse'
import { type Fit, wordsWith } from './words'

/**
 * What is asked of the full-text index. It only says which messages may hold the words; their text
 * decides. `match` is null where the index would not narrow it down, and then all are looked at.
 */
export interface Plan {
  match: string | null
  /** A word that no message holds: there is nothing to look for. */
  hopeless: boolean
  /** Each hit of the index is a hit. */
  sure: boolean
}

/**
 * Beyond this many words with a part in them, the part is so common that going through the newest
 * messages finds it sooner than asking for each word.
 */
const MOST_WORDS = 200

export function planSearch(db: ReadableDb, terms: Term[]): Plan {
  const parts: string[] = []
  let sure = terms.length > 0
  for (const term of terms) {
    const found = planTerm(db, term)
    if (found === 'hopeless') return { match: null, hopeless: true, sure: true }
    parts.push(...found.parts)
    sure &&= found.sure
  }
  return { match: parts.length > 0 ? parts.join(' AND ') : null, hopeless: false, sure }
}

function planTerm(db: ReadableDb, { text, exact }: Term) {
  const words = wordsOf(text)
  const parts = signPairs(text).map(quoted)
  // Of anything else in it, such as a dash or a picture, the index knows nothing.
  let sure = words.length === 1 && words[0]?.text.length === text.length && text.length <= WITHIN
  let run: string[] = []
  const endRun = () => {
    if (run.some(isUnknown)) sure = false
    else if (run.length > 0) parts.push(quoted(run.join(' ')))
    run = []
  }
  for (const [index, word] of words.entries()) {
    const fit = exact ? null : openEnds(text, word, index, words.length)
    if (fit === null) {
      run.push(...pieces(word).map((piece) => piece.text))
      continue
    }
    endRun()
    const part = fit === 'end' ? word.text.slice(-WITHIN) : word.text.slice(0, WITHIN)
    const fitting = isUnknown(part) ? null : wordsWith(db, part, fit, MOST_WORDS)
    if (fitting?.length === 0) return 'hopeless'
    if (fitting) parts.push(`(${fitting.map(quoted).join(' OR ')})`)
    else sure = false
  }
  endRun()
  return { parts, sure }
}

/** Where a word of a term may go on beyond what was typed; null where it is whole. */
function openEnds(text: string, word: Token, index: number, count: number): Fit | null {
  if (word.alone) return null
  const first = index === 0 && word.start === 0
  const last = index === count - 1 && word.start + word.text.length === text.length
  if (first && last) return 'inside'
  if (first) return 'end'
  return last ? 'start' : null
}

function quoted(words: string): string {
  return `"${words}"`
}
