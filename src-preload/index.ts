import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { CallInput, CallName, CallOutput } from './contract/calls'
import type { Result } from './contract/errors'
import type { EventMessage } from './contract/events'
import { CALL_CHANNEL, EVENT_CHANNEL } from './contract/channels'

const api = {
  call: <K extends CallName>(name: K, input?: CallInput<K>): Promise<Result<CallOutput<K>>> =>
    ipcRenderer.invoke(CALL_CHANNEL, name, input),
  /** Listens until the returned function is called. */
  onEvent(listener: (event: EventMessage) => void): () => void {
    const forward = (_: unknown, event: EventMessage) => listener(event)
    ipcRenderer.on(EVENT_CHANNEL, forward)
    return () => ipcRenderer.off(EVENT_CHANNEL, forward)
  },
  /** Where a file lies that the user dropped or pasted; empty for one that lies nowhere. */
  pathOf: (file: File): string => webUtils.getPathForFile(file),
}

contextBridge.exposeInMainWorld('api', api)

export type Api = typeof api
