import { expect, test } from 'vitest'
import type { Result } from '@contract/errors'
import type { Call } from '../../../src-renderer/api'
import { createMoving } from '../../../src-renderer/stores/moving'
import { createNotices } from '../../../src-renderer/stores/notices'

const STATE = { pending: null, left: null, places: ['folder'] }

function open(answers: Record<string, Result<unknown>>) {
  const asked: string[] = []
  const ask = ((name: string) => {
    asked.push(name)
    return Promise.resolve(answers[name] ?? { ok: true, value: STATE })
  }) as unknown as Call
  const notices = createNotices()
  return { store: createMoving(ask, notices), notices, asked }
}

const progress = { name: 'move.progressed', value: { done: 1, total: 4 } } as const

test('a move that is done waits for the program to start anew', async () => {
  const { store } = open({ 'moves.start': { ok: true, value: true } })
  const started = store.getState().start('/new')
  store.getState().apply(progress)
  expect(store.getState().running).toEqual({ step: 'moving', progress: progress.value })
  await started
  expect(store.getState().running?.step).toBe('restarting')
})

test('one that is cancelled says so, and asks what is left of it', async () => {
  const { store, notices, asked } = open({ 'moves.resume': { ok: true, value: false } })
  const resumed = store.getState().resume()
  await store.getState().cancel()
  await resumed
  expect(store.getState()).toMatchObject({ running: null, failure: null })
  expect(notices.getState().toasts).toMatchObject([{ text: 'moving:notices.cancelled' }])
  expect(asked).toEqual(['moves.resume', 'moves.cancel', 'moves.state'])
})

test('one that fails stays to be read, and can be gone on with', async () => {
  const error = { code: 'move_interrupted' } as const
  const pending = { from: '/old', to: '/new' }
  const { store } = open({
    'moves.start': { ok: false, error },
    'moves.state': { ok: true, value: { ...STATE, pending } },
  })
  await store.getState().start('/new')
  expect(store.getState()).toMatchObject({ running: null, failure: error, state: { pending } })
  store.getState().dismiss()
  expect(store.getState().failure).toBe(null)
})
