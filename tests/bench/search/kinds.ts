import type { SearchQuery } from '@contract/search'
import type { ReadableDb } from '../../../src-main/db/open'
import { openRandom } from '../generate/random'
import { makeVocabulary } from '../generate/words'

/** What people type, of one kind; some examples that this store has something for. */
export interface Kind {
  name: string
  texts: string[]
  order: SearchQuery['order']
}

export interface Chosen {
  kinds: Kind[]
  /** In about a hundred messages, however many there are. */
  rare: string[]
}

const EXAMPLES = 6
const RARE = 100
const MEDIUM = 1500
const FIRST_HAN = 0x4e00
const SEED = 1

/**
 * The kinds of queries. A word counts as rare by the number of messages that hold it, not by its share, so
 * that a page of a small store and one of a large store have the same rows.
 */
export function chooseKinds(db: ReadableDb): Chosen {
  const vocabulary = makeVocabulary(openRandom(SEED))
  const rare = wordsFound(db, vocabulary, RARE)
  const medium = wordsFound(db, vocabulary, MEDIUM)
  const inside = rare.filter((word) => word.length >= 8).map((word) => word.slice(2, 8))
  const phrases = sampled(db, /(?<![\p{L}_])[a-z]{4,} [a-z]{4,} [a-z]{4,}(?![\p{L}_])/u)
  const pairs = sampled(db, /[\u4e00-\u9fff]{2}/)
  const characters = [0, 7919, 15_838, 3757].map((at) => String.fromCharCode(FIRST_HAN + at))
  const [tag, project] = ['tags', 'projects'].map((table) =>
    (db.$client.prepare(`SELECT name FROM ${table} LIMIT ?`).pluck().all(3) as string[]).map(
      (name) => `"${name}"`,
    ),
  )
  const withMedium = (filters: string[]) =>
    filters.map((filter, index) => `${filter} ${medium[index % medium.length] ?? ''}`)
  const kinds: [name: string, texts: string[], order?: SearchQuery['order']][] = [
    ['a rare word', rare],
    ['a medium word', medium],
    ['a common word', ['the', 'and', 'of', 'that', 'with']],
    ['part of a word', inside],
    ['one letter', ['e', 'q', 'z', 'x']],
    ['two letters', ['in', 'ka', 'zy', 'xq']],
    ['three letters', ['ing', 'vol', 'the', 'zax']],
    ['two words', medium.map((word) => `${word} the`)],
    ['two words, seldom together', medium.map((word, at) => `${word} ${medium.at(at - 1)}`)],
    ['a common phrase', ['"of the"', '"in a"', '"the and"']],
    ['a rare phrase', phrases.map((phrase) => `"${phrase}"`)],
    ['one Chinese character', characters],
    ['two Chinese characters', pairs],
    ['signs', ['C++', 'foo_bar.baz', 'E0515', 'std::vector', 'node.js']],
    ['accents', ['naive', 'Strasse', 'ПРИВЕТ', 'Lodz']],
    ['from:', withMedium(['from:me', 'from:model'])],
    ['has:', withMedium(['has:code', 'has:file'])],
    ['tag:', withMedium((tag ?? []).map((name) => `tag:${name}`))],
    ['in:', withMedium((project ?? []).map((name) => `in:${name}`))],
    ['before:, after:', withMedium(['before:2024-06', 'after:2024-06 before:2024-09'])],
    ['a filter alone', ['from:me', 'is:archived', 'has:image']],
    ['an unknown word', ['zzqqxv', 'qqq0qq']],
    ['known words, never together', rare.map((word, at) => `${word} ${rare.at(at - 1)} E0100`)],
    ['a medium word, best first', medium, 'relevance'],
  ]
  return {
    rare,
    kinds: kinds
      .filter(([, texts]) => texts.length > 0)
      .map(([name, texts, order = 'newest']) => ({ name, texts, order })),
  }
}

/** Words of the vocabulary that about so many messages hold. */
function wordsFound(db: ReadableDb, vocabulary: string[], wanted: number): string[] {
  const found: string[] = []
  const hits = db.$client
    .prepare('SELECT count(*) FROM (SELECT 1 FROM messages_fts WHERE messages_fts MATCH ? LIMIT ?)')
    .pluck()
  // In steps, because each word is only a little rarer than the one before it.
  for (let rank = 20; rank < vocabulary.length && found.length < EXAMPLES; rank = next(rank)) {
    const word = vocabulary[rank] ?? ''
    if (word.length < 4) continue
    const count = hits.get(`"${word}"`, wanted * 2) as number
    if (count >= wanted * 0.8 && count <= wanted * 1.25) found.push(word)
  }
  return found
}

function next(rank: number): number {
  return Math.max(rank + 1, Math.floor(rank * 1.01))
}

/** What stands in some messages, all over the history. */
function sampled(db: ReadableDb, pattern: RegExp): string[] {
  const last = db.$client.prepare('SELECT max(seq) FROM messages').pluck().get() as number
  const read = db.$client.prepare('SELECT parts FROM messages WHERE seq = ?').pluck()
  const random = openRandom(SEED)
  const found = new Set<string>()
  for (let tries = 0; tries < 5000 && found.size < EXAMPLES; tries += 1) {
    const match = pattern.exec(String(read.get(1 + random.below(last))))
    if (match) found.add(match[0])
  }
  return [...found]
}
