import type { RecoveryState, RootState } from '@contract/state'
import { call } from '../api'
import { useBackups } from './backups'
import { useConversations } from './conversations'
import { listen } from './events'
import { tellInterrupted } from './interrupted'
import { useLibrary } from './library'
import { useNotices } from './notices'
import { useProviders } from './providers'
import { useSpace } from './space'
import { useSettings } from './settings'

/** How a window begins: with a history that could not be opened, or with the chat. */
export type Start =
  | { kind: 'recovery'; state: RecoveryState }
  | { kind: 'chat'; root: RootState | null }

export async function start(): Promise<Start> {
  // Listening comes first, so that no fact falls between an answer and the first event.
  listen()
  const recovery = await call('recovery.state')
  if (recovery.ok && recovery.value) return { kind: 'recovery', state: recovery.value }

  const [info] = await Promise.all([
    call('app.info'),
    loadList(),
    useProviders.getState().load(),
    useLibrary.getState().load(),
  ])
  const openId = useSettings.getState().value?.openConversationId
  if (openId) await useConversations.getState().reopen(openId)
  requestIdleCallback(() => void lookForProblem(), { timeout: 1000 })
  void useBackups.getState().load()
  void useSpace.getState().load()
  void tellInterrupted()
  if (info.ok && info.value.rescued) {
    const { rescued: values } = info.value
    const text = `chat:notices.rescued${values.lost > 0 ? 'Lost' : ''}` as const
    useNotices.getState().tell({ text, values, report: true })
  }
  return { kind: 'chat', root: info.ok ? info.value.root : null }
}

/** The order of the list is a setting; without one it is read in the usual order. */
async function loadList() {
  await useSettings.getState().load()
  const { filter, loadMore } = useConversations.getState()
  await loadMore(filter)
}

/** Measuring the folders takes a while and half of the machine, so the window is drawn before it. */
async function lookForProblem() {
  const storage = await call('app.storage')
  if (storage.ok && storage.value.problem) useNotices.getState().setProblem(storage.value.problem)
}
