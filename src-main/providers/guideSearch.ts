/** A piece of the guide that can be an answer: a heading and the text below it. */
export interface Section {
  topic: string
  heading: string
  text: string
}

interface Entry {
  section: Section
  counts: Map<string, number>
  length: number
}

/** How much a word in a heading, or among the section's search words, weighs against one in the text. */
const HEADING_WEIGHT = 4
const K1 = 1.2
const B = 0.75
const PREFIX_WEIGHT = 0.6

const STOP_WORDS = new Set(
  `a about am an and any are as at be been but by can could did do does for from get give had has have
  how i if in into is it its keepsake let like make may me my of on one or our please should show
  so some tell that the their them then there they this to use was way we were what when which
  who why will with would you your`.split(/\s+/),
)

/** Cuts a guide text at its headings. A comment `<!-- words: … -->` is searched but not shown. */
export function readSections(markdown: string): (Section & { words: string })[] {
  const [head = '', ...rest] = markdown.split(/^## /m)
  const topic = /^# (.+)$/m.exec(head)?.[1]?.trim() ?? ''
  return rest.map((part) => {
    const [heading = '', ...lines] = part.split('\n')
    const words = [...part.matchAll(/<!-- words: (.*?) -->/g)].map((match) => match[1]).join(' ')
    const text = lines
      .join('\n')
      .replace(/<!--.*?-->\n?/g, '')
      .trim()
    return { topic, heading: heading.trim(), text, words }
  })
}

/**
 * Full-text search by BM25. Case and accents do not matter, and a word also finds what begins with
 * it. Each hit has the part of the question's weight that it covers, from 0 to 1.
 */
export function createSearch(sections: (Section & { words: string })[]) {
  const entries = sections.map(toEntry)
  const average = entries.reduce((sum, { length }) => sum + length, 0) / (entries.length || 1)

  return (question: string): { section: Section; score: number; covered: number }[] => {
    const terms = [...new Set(toTerms(question))].filter(isTelling)
    const weights = terms.map((term) => {
      const found = entries.filter(({ counts }) => occurrences(counts, term) > 0).length
      return Math.log(1 + (entries.length - found + 0.5) / (found + 0.5))
    })
    const whole = weights.reduce((sum, weight) => sum + weight, 0)
    return entries
      .map(({ section, counts, length }) => {
        let score = 0
        let covered = 0
        terms.forEach((term, at) => {
          const count = occurrences(counts, term)
          const weight = weights[at] ?? 0
          if (count > 0) covered += weight
          score += (weight * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / average))
        })
        return { section, score, covered: whole > 0 ? covered / whole : 0 }
      })
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score)
  }
}

function toEntry({ words, ...section }: Section & { words: string }): Entry {
  const counts = new Map<string, number>()
  const add = (text: string, weight: number) => {
    for (const term of toTerms(text)) counts.set(term, (counts.get(term) ?? 0) + weight)
  }
  add(section.heading, HEADING_WEIGHT)
  add(`${section.topic} ${words}`, HEADING_WEIGHT / 2)
  add(section.text, 1)
  return { section, counts, length: toTerms(section.text).length }
}

function occurrences(counts: Map<string, number>, term: string): number {
  let count = counts.get(term) ?? 0
  if (term.length < 3) return count
  for (const [word, times] of counts) {
    if (word !== term && word.startsWith(term)) count += times * PREFIX_WEIGHT
  }
  return count
}

/** A question is not about its small words, nor about a single letter or digit. */
function isTelling(term: string): boolean {
  return !STOP_WORDS.has(term) && !/^[a-z0-9]$/.test(term)
}

/** Words without case, accents and the s of the plural. */
function toTerms(text: string): string[] {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    /[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word,
  )
}
