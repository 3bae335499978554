import type { ProviderView } from '@contract/entities'
import type { EventMessage } from '@contract/events'
import { create } from 'zustand'
import { call } from '../api'
import type { Call } from '../api'
import { createMeanwhile } from './meanwhile'
import { useNotices } from './notices'
import type { NoticesStore } from './notices'

interface Providers {
  list: readonly ProviderView[]
  loaded: boolean
  load: () => Promise<void>
  apply: (event: EventMessage) => void
}

export function createProviders(ask: Call, notices: NoticesStore) {
  const meanwhile = createMeanwhile<ProviderView>()
  return create<Providers>()((set, get) => ({
    list: [],
    loaded: false,
    async load() {
      const { answer, told } = await meanwhile.during(() => ask('providers.list'))
      if (answer.ok) {
        const list = new Map<string, ProviderView | null>(
          answer.value.map((each) => [each.id, each]),
        )
        for (const [id, row] of told) list.set(id, row)
        set({ list: [...list.values()].filter((each) => each !== null), loaded: true })
      } else
        notices
          .getState()
          .tell({ text: 'sidebar:notices.providersNotLoaded', failure: answer.error })
    },
    apply(event) {
      if (event.name === 'library.changed') void get().load()
      else if (event.name === 'provider.saved') {
        const saved = event.value
        meanwhile.tell(saved.id, saved)
        set(({ list }) => ({
          list: list.some((each) => each.id === saved.id)
            ? list.map((each) => (each.id === saved.id ? saved : each))
            : [...list, saved],
        }))
      } else if (event.name === 'provider.removed') {
        const { id } = event.value
        meanwhile.tell(id, null)
        set(({ list }) => ({ list: list.filter((each) => each.id !== id) }))
      }
    },
  }))
}

export const useProviders = createProviders(call, useNotices)
