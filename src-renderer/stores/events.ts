import type { Conversation } from '@contract/entities'
import { onEvent } from '../api'
import { useBackups } from './backups'
import { useConversations } from './conversations'
import { useDraftFiles } from './draftFiles'
import { useDrafts } from './drafts'
import { createFlood } from './flood'
import { useFind } from './find'
import { tellInterrupted } from './interrupted'
import { useLibrary } from './library'
import { useMessages } from './messages'
import { useMoving } from './moving'
import { useNotices } from './notices'
import { useProviders } from './providers'
import { useSearch } from './search'
import { useSettings } from './settings'
import { useSpace } from './space'
import { useTransfer } from './transfer'

const stores = [
  useBackups,
  useLibrary,
  useMessages,
  useMoving,
  useDrafts,
  useDraftFiles,
  useSettings,
  useProviders,
  useSearch,
  useFind,
  useSpace,
  useTransfer,
]

/** Hands each fact that main publishes to every store. Returns the function that ends it. */
export function listen() {
  const saved = createFlood<Conversation>((all) => useConversations.getState().take(all))
  return onEvent((event) => {
    if (event.name === 'conversation.saved') saved.push(event.value)
    else {
      saved.flush()
      useConversations.getState().apply(event)
    }
    for (const store of stores) store.getState().apply(event)
    if (event.name === 'imports.interrupted') void tellInterrupted()
    if (event.name === 'storage.changed') useNotices.getState().setProblem(event.value.problem)
  })
}
