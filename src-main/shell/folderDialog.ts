import { type BrowserWindow, dialog } from 'electron'
import { text } from '../text'

/** Asks for a folder in the system's own dialog, above `parent`; it can make a new one. */
export function folderDialog(parent: () => BrowserWindow | undefined) {
  return async (): Promise<string | null> => {
    const question = {
      title: text('dialogs:moveTitle'),
      buttonLabel: text('dialogs:chooseFolder'),
      properties: ['openDirectory' as const, 'createDirectory' as const],
    }
    const window = parent()
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, question)
      : dialog.showOpenDialog(question))
    return canceled ? null : (filePaths[0] ?? null)
  }
}
