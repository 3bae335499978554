import { expect, test } from 'vitest'
import type { CallInput } from '@contract/calls'
import type { Found } from '@contract/search'
import { numbersOf } from '../../../src-renderer/stores/find'
import { aMessage, later, ok, openWindow } from './window'

const WORD = { text: 'word', whole: false }
const match = (seq: number, count = 1) => ({ messageId: `m${seq}`, seq, count, found: [WORD] })

/** Answers in steps of two messages, as main does. */
function inSteps(all: () => Found['matches']) {
  return ({ after }: CallInput<'search.find'>) => {
    const rest = all().filter((each) => each.seq > (after ?? 0))
    const matches = rest.slice(0, 2)
    return ok({ matches, next: rest.length > 2 ? (matches.at(-1)?.seq ?? null) : null })
  }
}

function finding(all: () => Found['matches']) {
  const window = openWindow({ 'search.find': inSteps(all) })
  const find = () => window.find.getState()
  const done = () => expect.poll(() => find().searching).toBe(false)
  find().open('conversation')
  return { ...window, find, done, target: () => window.found.getState().target }
}

test('all occurrences are counted, and the search begins at what is on screen', async () => {
  const { find, done, target } = finding(() => [match(1, 3), match(4), match(9, 2), match(12)])
  find().type('word', 5)
  await done()
  expect(numbersOf(find())).toEqual({ total: 7, number: 5 })
  expect(target()).toMatchObject({ messageId: 'm9', at: 0, focus: false })
})

test('a match before the screen is shown where none comes after it', async () => {
  const { find, done } = finding(() => [match(1), match(4)])
  find().type('word', 100)
  await done()
  expect(find().current).toEqual({ messageId: 'm4', at: 0 })
})

test('stepping goes through the occurrences of a message, then on, then around', async () => {
  const { find, done } = finding(() => [match(1, 2), match(4)])
  find().type('word', 0)
  await done()
  const numbers = [1, 1, 1, -1, -1].map((by) => {
    find().step(by === 1 ? 1 : -1)
    return numbersOf(find()).number
  })
  expect(numbers).toEqual([2, 3, 1, 3, 2])
})

test('an answer for former words is dropped', async () => {
  const late = later<Found>()
  const { find } = openWindow({
    'search.find': ({ text }) =>
      text === 'old' ? late.promise : ok({ matches: [match(3)], next: null }),
  })
  find.getState().open('conversation')
  find.getState().type('old', 0)
  await new Promise((resolve) => setTimeout(resolve, 100))
  find.getState().type('new', 0)
  await expect.poll(() => find.getState().searching).toBe(false)
  late.answer(ok({ matches: [match(1), match(2)], next: 2 }))
  await late.promise
  expect(find.getState().matches).toEqual([match(3)])
})

test('a message that comes while the bar is open is counted, without going anywhere', async () => {
  let all = [match(1), match(4, 2)]
  const { find, done, tell, found } = finding(() => all)
  find().type('word', 4)
  await done()
  find().step(1)
  const target = found.getState().target
  all = [...all, match(7)]
  tell('message.saved', aMessage({ conversationId: 'conversation', status: 'streaming' }))
  tell('message.saved', aMessage({ conversationId: 'conversation' }))
  await expect.poll(() => numbersOf(find())).toEqual({ total: 4, number: 3 })
  expect(found.getState().target).toBe(target)
})

test('closing takes the marks away', async () => {
  const { find, done, found } = finding(() => [match(1)])
  find().type('word', 0)
  await done()
  expect(found.getState().marks).toMatchObject({ words: [WORD] })
  find().close()
  expect(found.getState()).toMatchObject({ marks: null, target: null })
  expect(find()).toMatchObject({ conversationId: null, text: 'word', matches: [] })
})
