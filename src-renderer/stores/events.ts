import { onEvent } from '../api'
import { useConversations } from './conversations'
import { useDrafts } from './drafts'
import { useFind } from './find'
import { useLibrary } from './library'
import { useMessages } from './messages'
import { useNotices } from './notices'
import { useProviders } from './providers'
import { useSearch } from './search'
import { useSettings } from './settings'

const stores = [
  useLibrary,
  useConversations,
  useMessages,
  useDrafts,
  useSettings,
  useProviders,
  useSearch,
  useFind,
]

/** Hands each fact that main publishes to every store. Returns the function that ends it. */
export function listen() {
  return onEvent((event) => {
    for (const store of stores) store.getState().apply(event)
    if (event.name === 'storage.changed') useNotices.getState().setProblem(event.value.problem)
  })
}
