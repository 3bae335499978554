import { expect, test } from 'vitest'
import { addChat, found, write } from '../searching'
import { openWorld } from '../world'

test.for([
  ['strasse', 'Die Straße', true],
  ['STRASSE', 'Die Straße', true],
  ['straße', 'STRASSE', true],
  ['naive', 'How naïve', true],
  ['naïve', 'How naive', true],
  ['full', 'ＦＵＬＬ width', true],
  ['ﬁne', 'It is fine', true],
  ['istanbul', 'İstanbul', true],
  ['İSTANBUL', 'istanbul', true],
  ['tm', 'Keepsake™', true],
  ['索', '全文検索', true],
  ['文検', '全文検索', true],
  ['ﾊﾝｶｸ', 'ハンカク', true],
  ['국', '한국어', true],
  ['ㅠㅠ', 'ㅋㅋㅋㅠㅠ', true],
  ['ทย', 'ภาษาไทย', true],
  ['न्दी', 'हिन्दी', true],
  ['"हिन्द"', 'हिन्दी', false],
  ['野家', '𠮷野家', true],
  ['𐐁', '𐐀𐐁𐐂', true],
  ['😀', 'Fine 😀!', true],
  ['x', 'box', true],
  ['fahrt', 'Schifffahrt', true],
  ['iff', 'Schifffahrt', true],
  ['softhyphen', 'soft\u00adhyphen', true],
  ['"one two"', 'one \u200b two', true],
  ['foo_bar.baz', 'call foo_bar.baz()', true],
  ['foo_bar.baz', 'foo bar baz', false],
  ['E0515', 'error[E0515]: cannot', true],
  ['C++', 'plain c', false],
  ['C++', 'C++ and C', true],
  ['.NET', 'the net', false],
  ['.NET', 'ASP.NET', true],
  ['->', 'a -> b', true],
  ['->', 'a > b', false],
  ['a->b', 'x.a->b', true],
  ['--force', 'git push --force', true],
  ['--force', 'by force', false],
  ['"exact phrase"', 'an exact phrase', true],
  ['"exact phrase"', 'an exact\nphrase', true],
  ['"exact phrase"', 'inexact phrase', false],
  ['"exact phrase"', 'exact phrases', false],
  ['"exact phrase"', 'phrase exact', false],
  ['"サーバー"', '新しいサーバーA', true],
  ['"サーバ"', 'サーバー', true],
  ['"la la"', 'bla la la', true],
  ['two words', 'words, and two', true],
  ['two words', 'only two', false],
  ['two -words', 'words, and two', false],
  ['two -words', 'only two', true],
  ['two -"many words"', 'many of two words', true],
  ['two -"many words"', 'two, so many words', false],
  ['has:constructor', 'has:constructor', true],
  ['from:constructor', 'a text from:constructor', true],
] as const)('%s in "%s" is found: %s', async ([query, text, isFound]) => {
  const world = openWorld()
  const id = write(world, addChat(world), text)
  expect(await found(world, query)).toEqual(isFound ? [id] : [])
})

test.for([99, 100, 101, 150, 151, 260])(
  'any part of a word of %s letters is found',
  async (length) => {
    const world = openWorld()
    const word = Array.from({ length }, (_, n) => n.toString(36))
      .join('')
      .slice(0, length)
    const id = write(world, addChat(world), `Before ${word} after`)
    const parts = [
      word,
      `before ${word}`,
      ...[3, 40, 95, -60, -5].map((from) => word.slice(from, from < 0 ? length : from + 120)),
      word.slice(0, -3),
    ].filter((part) => part !== '')
    for (const part of parts) expect([part, await found(world, part)]).toEqual([part, [id]])
    expect(await found(world, `"${word} after"`)).toEqual([id])
    expect(await found(world, `"${word.slice(1)} after"`)).toEqual([])
    expect(await found(world, `${word.slice(0, -3)}#`)).toEqual([])
  },
)
