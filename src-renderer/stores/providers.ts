import type { ProviderView } from '@contract/entities'
import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { useNotices } from './notices'
import type { NoticesStore } from './notices'

interface Providers {
  list: readonly ProviderView[]
  loaded: boolean
  load: () => Promise<void>
  apply: (event: EventMessage) => void
}

export function createProviders(ask: Call, notices: NoticesStore) {
  return create<Providers>()((set) => ({
    list: [],
    loaded: false,
    async load() {
      const answer = await ask('providers.list')
      if (answer.ok) set({ list: answer.value, loaded: true })
      else
        notices
          .getState()
          .tell({ text: 'sidebar:notices.providersNotLoaded', failure: answer.error })
    },
    apply(event) {
      if (event.name === 'provider.saved') {
        const saved = event.value
        set(({ list }) => ({
          list: list.some((each) => each.id === saved.id)
            ? list.map((each) => (each.id === saved.id ? saved : each))
            : [...list, saved],
        }))
      } else if (event.name === 'provider.removed') {
        const { id } = event.value
        set(({ list }) => ({ list: list.filter((each) => each.id !== id) }))
      }
    },
  }))
}

export const useProviders = createProviders(call, useNotices)
