import type { EventMessage } from '@contract/events'
import type { SpaceState } from '@contract/space'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { type NoticesStore, useNotices } from './notices'

/** What is asked about room: what can go, or whether all is to go. */
export type SpaceDialog = 'free' | 'clear'

interface Space {
  /** What main knows; null until it has said so. */
  state: SpaceState | null
  dialog: SpaceDialog | null
  show: (dialog: SpaceDialog | null) => void
  load: () => Promise<void>
  /** Puts what went by itself out of sight. */
  dismiss: () => void
  /** Brings back what was moved to the trash to make room. */
  putBack: () => Promise<void>
  apply: (event: EventMessage) => void
}

export function createSpace(ask: Call, notices: NoticesStore) {
  return create<Space>()((set) => ({
    state: null,
    dialog: null,
    show: (dialog) => set({ dialog }),
    async load() {
      const answer = await ask('space.state')
      if (answer.ok) set({ state: answer.value })
    },
    dismiss: () => void ask('space.dismiss'),
    async putBack() {
      const done = await ask('space.putBack')
      const { tell } = notices.getState()
      if (done.ok) tell({ text: 'space:notices.putBack' })
      else tell({ text: 'space:notices.notPutBack', failure: done.error })
    },
    apply(event) {
      if (event.name === 'space.changed') set({ state: event.value })
    },
  }))
}

export const useSpace = createSpace(call, useNotices)
