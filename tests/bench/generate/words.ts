import { openZipf, type Random } from './random'

const VOCABULARY = 120_000
const COMMON =
  'the of and to a in is that it for you with on as this be are or not can if from have an by use will when your one which at but each they has more all so we how do what there time used also may would other than then only into two some make like new no set its up out just because first need most get any where after should same way want these see file value function data error code change work line name string list number type case test user point state model'.split(
    ' ',
  )
const SYLLABLES =
  'ba be bi bo bu ca ce ci co da de di do du fa fe fi fo ga ge go gra ha he hi ho in ja jo ka ke ki la le li lo lu ma me mi mo mu na ne ni no nu on or pa pe pi po pra ra re ri ro ru sa se si so sta sto su ta te ti to tra tri tu un va ve vi vo wa we xi ya za ze'.split(
    ' ',
  )
const ENDINGS = ['', '', '', 's', 'ed', 'ing', 'er', 'ly', 'tion', 'ment', 'ness', 'al']
const FIRST_HAN = 0x4e00
const HAN = 2500
const FIRST_HIRAGANA = 0x3042
const FIRST_HANGUL = 0xac00
const EMOJI = ['🙂', '🎉', '👍', '🔥', '🤔', '✅', '❤️', '🚀', '👩‍💻', '🇪🇺', '👋🏽', '⚠️']

/** With accents or of other scripts: what is searched for is often typed without. */
const ACCENTED =
  'naïve café résumé Straße Größe Ångström façade piñata São Łódź Übung привет данные поиск ошибка функция Ἀθήνα λόγος שלום مرحبا'.split(
    ' ',
  )
const NAMES =
  'C++ C# F# .NET node.js std::vector useEffect() foo_bar.baz __init__ UTF-8 x86_64 a->b /etc/hosts user@example.org https://example.org/a?b=1#c'.split(
    ' ',
  )

/** Where words come from: as often used, and as rare, as those of real texts. */
export interface Words {
  word(): string
  /** What no dictionary has: numbers, error codes, names with signs, words of other scripts. */
  oddity(): string
  /** One character of Chinese, Japanese or Korean. */
  ideograph(): string
  emoji(): string
}

export function openWords(random: Random): Words {
  const vocabulary = makeVocabulary(random)
  const word = openZipf(random, vocabulary.length)
  const han = openZipf(random, HAN)
  return {
    word: () => vocabulary[word()] ?? '',
    oddity() {
      const kind = random.next()
      if (kind < 0.05)
        return random
          .below(2 ** 32)
          .toString(16)
          .padStart(8, '0')
      if (kind < 0.15) return String(random.below(1_000_000))
      if (kind < 0.25) return `E${String(random.below(1000)).padStart(4, '0')}`
      return random.pick(kind < 0.6 ? NAMES : ACCENTED)
    },
    ideograph() {
      const kind = random.next()
      const first = kind < 0.7 ? FIRST_HAN : kind < 0.9 ? FIRST_HIRAGANA : FIRST_HANGUL
      // Spread over their block, so that frequent characters are not neighbours.
      return String.fromCharCode(first + (kind < 0.7 ? (han() * 7919) % 20_000 : random.below(80)))
    },
    emoji: () => random.pick(EMOJI),
  }
}

/** The words that a generator with this `random` uses, the most frequent first. */
export function makeVocabulary(random: Random): string[] {
  const words = new Set(COMMON)
  while (words.size < VOCABULARY) {
    const syllables = Array.from({ length: random.between(1, 4) }, () => random.pick(SYLLABLES))
    words.add(syllables.join('') + random.pick(ENDINGS))
  }
  return [...words]
}
