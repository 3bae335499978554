import { type BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { CALL_CHANNEL, EVENT_CHANNEL } from '@contract/channels'
import type { Publish } from '@contract/events'
import type { Failure, Result } from '@contract/errors'
import { isOwnPage } from '../shell/protocol'

const FORBIDDEN: Failure = { code: 'forbidden_sender' }

/** Answers the windows' calls; `windows` are the only ones that may make them. */
export function registerCalls(
  windows: () => BrowserWindow[],
  answer: (name: unknown, input: unknown) => Promise<Result<unknown>>,
): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) =>
    mayCall(event, windows()) ? answer(name, input) : { ok: false, error: FORBIDDEN },
  )
}

/** Tells every window of a fact. */
export function publishTo(windows: () => BrowserWindow[]): Publish {
  return (name, value) => {
    for (const window of windows()) {
      if (!window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, { name, value })
    }
  }
}

/** The top frame of one of our windows, showing our own page, and nobody else. */
function mayCall({ sender, senderFrame }: IpcMainInvokeEvent, windows: BrowserWindow[]): boolean {
  return (
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    windows.some((window) => !window.isDestroyed() && window.webContents === sender) &&
    isOwnPage(senderFrame.url)
  )
}
