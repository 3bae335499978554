import { contextBridge, ipcRenderer } from 'electron'
import type { CallInput, CallName, CallOutput } from './contract/calls'
import type { Result } from './contract/errors'
import type { EventMessage } from './contract/events'
import { CALL_CHANNEL, EVENT_CHANNEL } from './contract/channels'
import { pathOf, refusal } from './given'

const api = {
  call: async <K extends CallName>(name: K, input?: CallInput<K>): Promise<Result<CallOutput<K>>> =>
    refusal(name, input) ?? (await ipcRenderer.invoke(CALL_CHANNEL, name, input)),
  /** Listens until the returned function is called. */
  onEvent(listener: (event: EventMessage) => void): () => void {
    const forward = (_: unknown, event: EventMessage) => listener(event)
    ipcRenderer.on(EVENT_CHANNEL, forward)
    return () => ipcRenderer.off(EVENT_CHANNEL, forward)
  },
  pathOf,
}

contextBridge.exposeInMainWorld('api', api)

export type Api = typeof api
