import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '@contract/entities'
import { addProject } from '../library'
import { addChat, found, write } from '../searching'
import { openWorld } from '../world'

const YEAR = 365 * 86_400_000
const FIRST = 1_400_000_000_000
const WORDS = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda'.split(' ')

interface Written {
  id: Id
  time: number
  text: string
  chat: number
}

/** Ten years with long gaps and crowded hours, in chats of which some are pinned and some in a project. */
async function fill() {
  const world = openWorld()
  const project = await addProject(world, 'Work')
  const chats = Array.from({ length: 12 }, (_, n) =>
    addChat(world, '', n % 4 === 0 ? { projectId: project } : {}),
  )
  let state = 7
  const below = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most
  const all = Array.from({ length: 1200 }, (_, n): Written => {
    const year = FIRST + below(10) * YEAR
    const time = n % 3 === 0 ? year + below(YEAR) : year + below(40) * 500
    const text = Array.from({ length: 6 }, () => WORDS[Math.min(below(11), below(14))]).join(' ')
    const chat = below(12)
    return { id: write(world, chats[chat] ?? '', text, { time }), time, text, chat }
  })
  const pinned = [3, 4, 8]
  const ids = pinned.flatMap((n) => chats[n] ?? [])
  await world.call('conversations.update', { ids, patch: { pinned: true } })
  return { world, all, pinned: new Set(pinned), inProject: new Set([0, 4, 8]) }
}

const word = fc.constantFrom(...WORDS, 'ta', 'amma', 'lambd', 'zz', 'e')

test('however long the steps are, all is found once and in order: pinned first, then by time', async () => {
  const { world, all, pinned, inProject } = await fill()
  const asked = fc.record({
    words: fc.array(word, { minLength: 1, maxLength: 3 }),
    isPhrase: fc.boolean(),
    filter: fc.constantFrom('', 'in:work', 'is:pinned', '-is:pinned', 'before:2019', 'after:2021'),
    limit: fc.constantFrom(1, 7, 50, 200),
  })
  const start = (year: number) => new Date(year, 0, 1).getTime()
  await fc.assert(
    fc.asyncProperty(asked, async ({ words, isPhrase, filter, limit }) => {
      const phrase = words.join(' ')
      const fits = ({ text, time, chat }: Written) => {
        if (filter === 'in:work' && !inProject.has(chat)) return false
        if (filter.endsWith('is:pinned') && pinned.has(chat) !== (filter === 'is:pinned'))
          return false
        if (filter === 'before:2019' && time >= start(2019)) return false
        if (filter === 'after:2021' && time < start(2021)) return false
        return isPhrase
          ? ` ${text} `.includes(` ${phrase} `)
          : words.every((each) => text.includes(each))
      }
      const expected = all
        .map((each, index) => ({ ...each, index }))
        .filter(fits)
        .toSorted(
          (a, b) =>
            Number(pinned.has(b.chat)) - Number(pinned.has(a.chat)) ||
            b.time - a.time ||
            b.index - a.index,
        )
        .map(({ id }) => id)
      const query = `${filter} ${isPhrase ? `"${phrase}"` : phrase}`
      expect([query, await found(world, query, { limit })]).toEqual([query, expected])
    }),
    { numRuns: 250, seed: 1 },
  )
}, 60_000)
