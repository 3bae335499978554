import { expect, test, vi } from 'vitest'
import type { Result } from '@contract/errors'
import type { SearchCursor, SearchHit, SearchPage } from '@contract/search'
import type { CallInput } from '@contract/calls'
import { later, ok, openWindow, refused } from './window'

function aHit(id: string, fields: Partial<SearchHit> = {}): SearchHit {
  return {
    conversationId: `chat of ${id}`,
    messageId: id,
    title: [{ text: 'A title', marked: false }],
    pinned: false,
    role: 'user',
    model: null,
    time: 0,
    snippet: [],
    found: [],
    ...fields,
  }
}

const hits = (count: number, name = 'm') =>
  Array.from({ length: count }, (_, index) => aHit(`${name}${index}`))
const at = (place: number): SearchCursor => ({ stage: 'rest', place })

function page(found: SearchHit[], next: SearchCursor | null = null): Result<SearchPage> {
  const total = { count: found.length, exact: next === null }
  return ok({ hits: found, next, total, incomplete: false })
}

type Answer = (input: CallInput<'search.run'>) => Result<SearchPage> | Promise<Result<SearchPage>>

function searching(answer: Answer) {
  const window = openWindow({ 'search.run': answer })
  const search = () => window.search.getState()
  const ids = () => search().hits.map((hit) => hit.messageId)
  const done = () => expect.poll(() => search().searching).toBe(false)
  return { ...window, search, ids, done }
}

test('typing asks once, for what stands there in the end', async () => {
  const { search, ids, done, inputsOf } = searching(() => page(hits(2)))
  for (const text of ['m', 'ma', 'mat', 'math']) search().type(text)
  await done()
  expect(inputsOf('search.run')).toMatchObject([{ text: 'math', after: null, order: 'newest' }])
  expect(ids()).toEqual(['m0', 'm1'])
  expect(search().answered).toBe('math')
})

test('the answer to a former question is dropped, and its next page is not asked for', async () => {
  const late = later<SearchPage>()
  const { search, ids, done, inputsOf } = searching(({ text }) =>
    text === 'old' ? late.promise : page(hits(1, 'new')),
  )
  search().type('old')
  await expect.poll(() => inputsOf('search.run')).toHaveLength(1)
  search().type('new')
  await done()
  late.answer(page(hits(3, 'old'), at(7)))
  await late.promise
  expect(ids()).toEqual(['new0'])
  expect(inputsOf('search.run')).toHaveLength(2)
})

test('what was found before stays until there is something else to show', async () => {
  const late = later<SearchPage>()
  const { search, ids, done } = searching(({ text, after }) => {
    if (text === 'first') return page(hits(2, 'first'))
    return after === null ? page([], at(1)) : late.promise
  })
  search().type('first')
  await done()
  search().type('second')
  await expect.poll(() => search().searching).toBe(true)
  expect(ids()).toEqual(['first0', 'first1'])
  late.answer(page(hits(1, 'second')))
  await done()
  expect(ids()).toEqual(['second0'])
})

test('pages that hold little or nothing are read on until there are fifty hits', async () => {
  const { search, ids, done, inputsOf } = searching(({ after, limit }) => {
    const place = after?.place ?? 0
    if (place % 2 === 0) return page([], at(place + 1))
    return page(hits(Math.min(limit, 20), `p${place}-`), at(place + 1))
  })
  search().type('rare')
  await done()
  expect(ids()).toHaveLength(50)
  expect(inputsOf('search.run').map((input) => (input as { limit: number }).limit)).toEqual([
    50, 50, 30, 30, 10, 10,
  ])
  expect(search().next).toEqual(at(6))
})

test('further pages are appended, once at a time, and begin where the last one ended', async () => {
  const { search, ids, inputsOf, done } = searching(({ after }) =>
    after ? page(hits(3, 'more')) : page(hits(50), at(50)),
  )
  search().type('word')
  await done()
  await Promise.all([search().more(), search().more()])
  expect(ids()).toEqual([...hits(50), ...hits(3, 'more')].map((hit) => hit.messageId))
  expect(inputsOf('search.run')).toHaveLength(2)
  expect(search().hits.at(-1)?.batch).toBe(1)
  await search().more()
  expect(inputsOf('search.run')).toHaveLength(2)
})

test('a page that fails leaves what was found, and can be asked for again', async () => {
  let broken = true
  const { search, ids, done } = searching(({ after }) =>
    after && broken ? refused('database_restarted') : page(hits(50), after ? null : at(50)),
  )
  search().type('word')
  await done()
  await search().more()
  expect(search().failure).toMatchObject({ code: 'database_restarted' })
  expect(ids()).toHaveLength(50)
  broken = false
  await search().more()
  expect(search()).toMatchObject({ failure: null, next: null })
})

test('another order is another question', async () => {
  const { search, done, inputsOf } = searching(() => page(hits(1)))
  search().type('word')
  await done()
  search().sort('relevance')
  await done()
  expect(inputsOf('search.run')).toMatchObject([{ order: 'newest' }, { order: 'relevance' }])
})

test('the place in the results stays while another chat is read, and ends with another question', async () => {
  const { search, done, ids, tell } = searching(() => page(hits(5)))
  search().type('word')
  await done()
  search().keepPlace({ offset: 420, option: 'chat of m3 m3' })
  tell('index.changed', { progress: null })
  search().type('word ')
  expect(search().place).toEqual({ offset: 420, option: 'chat of m3 m3' })
  expect(ids()).toHaveLength(5)
  search().type('other')
  await done()
  expect(search().place).toEqual({ offset: 0, option: null })
})

test('an empty field shows nothing and asks nothing', async () => {
  const { search, done, inputsOf } = searching(() => page(hits(5)))
  search().type('word')
  await done()
  search().type('')
  expect(search()).toMatchObject({ hits: [], answered: '', searching: false })
  vi.useFakeTimers()
  search().type('   ')
  vi.runAllTimers()
  vi.useRealTimers()
  expect(inputsOf('search.run')).toHaveLength(1)
})

test('results of an index that is being made are read again when it is complete', async () => {
  let complete = false
  const { search, done, ids, tell } = searching(() =>
    ok({
      hits: hits(complete ? 2 : 1),
      next: null,
      total: { count: 1, exact: true },
      incomplete: !complete,
    }),
  )
  search().type('word')
  await done()
  tell('index.changed', { progress: { done: 3, total: 9 } })
  expect(search()).toMatchObject({ incomplete: true, progress: { done: 3, total: 9 } })
  complete = true
  tell('index.changed', { progress: null })
  await expect.poll(ids).toHaveLength(2)
  expect(search().incomplete).toBe(false)
})
