import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addChat, found, write } from '../searching'
import { openWorld } from '../world'

/** Written for the tests, and simply: what is compared, character by character. */
function plain(text: string): string {
  const letters: Record<string, string> = {
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    ı: 'i',
    ς: 'σ',
  }
  return Array.from(text.replace(/[\u00ad\u200b-\u200f\u2060]/g, '').replace(/\s+/g, ' '))
    .map((character) =>
      /[\u3131-\u318e]/.test(character) ? character : character.normalize('NFKD'),
    )
    .join('')
    .toLowerCase()
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\ufe0f]/g, '')
    .normalize('NFC')
    .replace(/[ßæœøłıς]/g, (letter) => letters[letter] ?? '')
}

const ALONE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const inWord = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}\p{M}]/u.test(character) && !ALONE.test(character)

function hasPhrase(text: string, phrase: string): boolean {
  const all = Array.from(text)
  const wanted = Array.from(phrase)
  return all.some((_, at) => {
    if (!wanted.every((character, index) => all[at + index] === character)) return false
    const end = at + wanted.length
    const startsInside = inWord(all[at - 1]) && inWord(all[at])
    return !startsInside && !(inWord(all[end - 1]) && inWord(all[end]))
  })
}

interface Wanted {
  text: string
  exact: boolean
  not: boolean
}

const typed = ({ text, exact, not }: Wanted) => `${not ? '-' : ''}${exact ? `"${text}"` : text}`

function fits(text: string, wanted: Wanted[]): boolean {
  return wanted.every(({ text: word, exact, not }) => {
    const piece = plain(word).trim()
    return (exact ? hasPhrase(plain(text), piece) : plain(text).includes(piece)) !== not
  })
}

/** Parts of texts and of queries, in turn: each is inside of another, or nearly. */
const PIECES = [
  ...'a b la bla Straße STRASSE naïve Naive foo_bar.baz E0515 C++ c .NET net -> --flag'.split(' '),
  ...'検索 索する 検 ハンカク ﾊﾝｶｸ 한국어 국 ㅋㅋㅋㅠㅠ ㅠㅠ ไทย ภาษาไทย हिन्दी हिन्द'.split(' '),
  ...'İstanbul istanbul ﬁn fin ™ tm ℝ ½ 😀 👨‍👩‍👧 𐐀𐐁𐐂 𐐁 x𐐀y 𠮷野家 野家 𝓱𝓮𝓵𝓵𝓸 hello'.split(' '),
  ...`Schifffahrt fahrt ( ) ! ?! f(x) it's soft\u00adhyphen softhyphen zero\u200bwidth`.split(' '),
  'q'.repeat(99),
  'pq'.repeat(130),
]
const piece = fc.constantFrom(...PIECES)
const gap = fc.constantFrom(' ', ' ', ' ', '', '\n', ', ', '. ', ' \u200b ', '-', '\u3000')
const written = fc
  .array(fc.tuple(piece, gap), { minLength: 1, maxLength: 8 })
  .map((pieces) => pieces.flat().join(''))

/** Something that stands in one of the texts, or would. */
const wantedIn = (texts: string[]) =>
  fc.record({
    text: fc.oneof(
      piece,
      fc
        .tuple(fc.constantFrom(...texts), fc.nat(300), fc.integer({ min: 1, max: 120 }))
        .map(([text, from, length]) => {
          const all = Array.from(text)
          return all.slice(from % all.length, (from % all.length) + length).join('')
        }),
    ),
    exact: fc.boolean(),
    not: fc.constantFrom(false, false, false, true),
  })

/** Whether what is typed is read as these words and nothing else. */
function isReadable({ text, exact, not }: Wanted): boolean {
  if (plain(text).trim() === '' || text.includes('"')) return false
  if (exact) return true
  return (
    !/[\s\u3000]/.test(text) &&
    !text.startsWith('-') &&
    !text.includes(':') &&
    !(not && /^[!-/:-@[-`{-~]+$/.test(text))
  )
}

test('what is found is exactly what a look at every text finds, the newest first', async () => {
  const cases = fc
    .array(fc.tuple(written, fc.nat(9)), { minLength: 1, maxLength: 8 })
    .chain((texts) =>
      fc.tuple(
        fc.constant(texts),
        fc.array(
          fc.array(wantedIn(texts.map(([text]) => text)).filter(isReadable), {
            minLength: 1,
            maxLength: 3,
          }),
          { minLength: 1, maxLength: 12 },
        ),
        fc.integer({ min: 1, max: 7 }),
      ),
    )
  const world = openWorld()
  await fc.assert(
    fc.asyncProperty(cases, async ([texts, queries, limit]) => {
      world.db.$client.exec('DELETE FROM conversations')
      const chat = addChat(world)
      const all = texts.map(([text, day], index) => ({
        text,
        time: 1_000_000_000_000 + day * 86_400_000 + index * 1000,
        id: write(world, chat, text, { time: 1_000_000_000_000 + day * 86_400_000 + index * 1000 }),
      }))
      all.sort((a, b) => b.time - a.time)
      for (const wanted of queries) {
        const expected = all.filter(({ text }) => fits(text, wanted)).map(({ id }) => id)
        const query = wanted.map(typed).join(' ')
        const ids = await found(world, query, { limit })
        expect({ query, texts, ids }).toEqual({ query, texts, ids: expected })
      }
    }),
    { numRuns: 400, seed: 1 },
  )
}, 120_000)
