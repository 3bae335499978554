import type { Failure, Result } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import type { MovesState } from '@contract/moving'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { type NoticesStore, useNotices } from './notices'

/** The move that is under way. Main closes the history for as long, so nothing else can be asked. */
export interface Running {
  progress: { done: number; total: number } | null
  step: 'moving' | 'cancelling' | 'restarting'
}

interface Moving {
  /** What main knows of moves; null until it has said so. */
  state: MovesState | null
  /** Whether the dialog that asks where to is open. */
  asking: boolean
  running: Running | null
  failure: Failure | null
  load: () => Promise<void>
  ask: (asking: boolean) => void
  start: (to: string) => Promise<void>
  resume: () => Promise<void>
  /** Ends the move that runs, or takes back the one that was interrupted. */
  cancel: () => Promise<void>
  dismiss: () => void
  /** Keeps the old copy, and does not tell of it again. */
  keep: (id: string) => Promise<void>
  apply: (event: EventMessage) => void
}

export function createMoving(ask: Call, notices: NoticesStore) {
  return create<Moving>()((set, get) => {
    async function follow(work: Promise<Result<boolean>>) {
      set({ asking: false, failure: null, running: { progress: null, step: 'moving' } })
      const result = await work
      if (result.ok && result.value) return set({ running: { progress: null, step: 'restarting' } })
      set({ running: null, failure: result.ok ? null : result.error })
      if (result.ok) notices.getState().tell({ text: 'moving:notices.cancelled' })
      await get().load()
    }

    return {
      state: null,
      asking: false,
      running: null,
      failure: null,
      async load() {
        const state = await ask('moves.state')
        if (state.ok) set({ state: state.value })
      },
      ask: (asking) => set({ asking }),
      start: (to) => follow(ask('moves.start', { to })),
      resume: () => follow(ask('moves.resume')),
      async cancel() {
        const { running } = get()
        if (running) set({ running: { ...running, step: 'cancelling' } })
        const cancelled = await ask('moves.cancel')
        if (running) return
        notices
          .getState()
          .tell(
            cancelled.ok
              ? { text: 'moving:notices.cancelled' }
              : { text: 'moving:notices.notCancelled', failure: cancelled.error },
          )
        await get().load()
      },
      dismiss: () => set({ failure: null }),
      async keep(id) {
        await ask('moves.keepOld', { id })
        await get().load()
      },
      apply(event) {
        if (event.name !== 'move.progressed') return
        const { running } = get()
        set({ running: { step: running?.step ?? 'moving', progress: event.value } })
      },
    }
  })
}

export const useMoving = createMoving(call, useNotices)
