import type { ReadableDb } from '../open'
import { prepared } from '../prepared'
import { isUnknown, pieces, signPairs, type Token, WITHIN, words as wordsOf } from './fold'
import type { Term } from './parse'
import { type Fit, wordsWith } from './words'

/**
 * What is asked of the full-text index. It only says which messages may hold the words; their text
 * decides. `matches` is null where the index would not narrow it down, and then all are looked at.
 */
export interface Plan {
  /** Each finds some of them. */
  matches: string[] | null
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

/** Of so many messages, the newest, a word that is in so many is common, and one that is in so few rare. */
const SAMPLE = 1000
const COMMON = 100
const RARE = 20

export function planSearch(db: ReadableDb, terms: Term[]): Plan {
  const parts: string[][] = []
  let sure = terms.length > 0
  for (const term of terms) {
    const found = planTerm(db, term)
    if (found === 'hopeless') return { matches: null, hopeless: true, sure: true }
    parts.push(...found.parts)
    sure &&= found.sure
  }
  const asked = selective(db, parts)
  sure &&= asked.length === parts.length
  return { matches: matchesOf(asked), hopeless: false, sure }
}

/**
 * Words that are asked for in one statement: each has to be found in the index, which from a slow disk takes
 * longer than a page.
 */
const WORDS_AT_ONCE = 16

function matchesOf(parts: string[][]): string[] | null {
  const [first, ...others] = parts
  if (!first) return null
  if (others.length > 0) return [parts.map(either).join(' AND ')]
  const count = Math.ceil(first.length / WORDS_AT_ONCE)
  return Array.from({ length: count }, (_, at) =>
    either(first.slice(at * WORDS_AT_ONCE, (at + 1) * WORDS_AT_ONCE)),
  )
}

function either(words: string[]): string {
  return `(${words.join(' OR ')})`
}

/**
 * The parts without those that nearly every message has, where another one is rare: to find the few messages
 * in the long list of a common word takes longer than to read them.
 */
function selective(db: ReadableDb, parts: string[][]): string[][] {
  if (parts.length < 2) return parts
  const from = prepared(
    db,
    `SELECT place FROM search_entries ORDER BY place DESC LIMIT 1 OFFSET ${SAMPLE - 1}`,
  )
    .pluck()
    .get() as number | undefined
  // A short history has no long lists.
  if (from === undefined) return parts
  const hits = prepared(
    db,
    `SELECT count(*) FROM (SELECT 1 FROM messages_fts WHERE messages_fts MATCH ?
     AND messages_fts.rowid >= CAST(? AS INTEGER) ORDER BY rowid DESC LIMIT ${COMMON})`,
  ).pluck()
  const counts = parts.map((part) => hits.get(either(part), from) as number)
  if (Math.min(...counts) > RARE) return parts
  return parts.filter((_, index) => (counts[index] ?? 0) < COMMON)
}

function planTerm(db: ReadableDb, { text, exact }: Term) {
  const words = wordsOf(text)
  const parts = signPairs(text).map((pair) => [quoted(pair)])
  // Of anything else in it, such as a dash or a picture, the index knows nothing.
  let sure = words.length === 1 && words[0]?.text.length === text.length && text.length <= WITHIN
  let run: string[] = []
  const endRun = () => {
    if (run.some(isUnknown)) sure = false
    else if (run.length > 0) parts.push([quoted(run.join(' '))])
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
    if (fitting) parts.push(fitting.map(quoted))
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
