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
  /** Where a file is that the user dropped or picked; empty for one that a page has made. */
  pathOf: (file: File): string => webUtils.getPathForFile(file),
}

contextBridge.exposeInMainWorld('api', api)

export type Api = typeof api
