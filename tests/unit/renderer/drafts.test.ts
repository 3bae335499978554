import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { later, ok, openWindow, refused } from './window'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('typing is saved once it pauses', async () => {
  const { drafts, inputsOf } = openWindow()
  drafts.getState().edit('new', 'H')
  await vi.advanceTimersByTimeAsync(200)
  drafts.getState().edit('new', 'Hello')
  await vi.advanceTimersByTimeAsync(200)
  expect(inputsOf('drafts.save')).toEqual([])
  await vi.advanceTimersByTimeAsync(50)
  expect(inputsOf('drafts.save')).toEqual([{ id: 'new', text: 'Hello' }])
})

test('text that cannot be saved stays, is tried again, and the warning goes when it is saved', async () => {
  let full = true
  const { drafts, notices, inputsOf } = openWindow({
    'drafts.save': () => (full ? refused('disk_full') : ok(undefined)),
  })
  drafts.getState().edit('new', 'Precious')
  await vi.advanceTimersByTimeAsync(250)
  expect(notices.getState().problem).toEqual({ code: 'disk_full' })
  await vi.advanceTimersByTimeAsync(4000)
  expect(inputsOf('drafts.save')).toHaveLength(3)
  expect(drafts.getState().texts['new']).toBe('Precious')
  full = false
  await vi.advanceTimersByTimeAsync(2000)
  expect(inputsOf('drafts.save').at(-1)).toEqual({ id: 'new', text: 'Precious' })
  expect(notices.getState().problem).toBeNull()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(inputsOf('drafts.save')).toHaveLength(4)
})

test('what waits is saved at once when the window hides', async () => {
  const { drafts, inputsOf } = openWindow()
  drafts.getState().edit('a', 'one')
  drafts.getState().edit('b', 'two')
  await drafts.getState().flush()
  expect(inputsOf('drafts.save')).toEqual([
    { id: 'a', text: 'one' },
    { id: 'b', text: 'two' },
  ])
})

test('a draft that arrives after typing began does not overwrite what was typed', async () => {
  const read = later<{ id: string; text: string; updatedAt: number } | null>()
  const { drafts } = openWindow({ 'drafts.get': () => read.promise })
  const loading = drafts.getState().load('new')
  drafts.getState().edit('new', 'typed')
  read.answer(ok({ id: 'new', text: 'stored', updatedAt: 0 }))
  await loading
  expect(drafts.getState().texts['new']).toBe('typed')
})
