import { type BrowserWindow, dialog } from 'electron'
import type { AskWhere } from '../app/dialogs'
import { text } from '../text'

/** Asks where to save, in the system's own dialog, above `parent`. */
export function saveDialog(parent: () => BrowserWindow | undefined): AskWhere {
  return async ({ what, path, extensions }) => {
    const question = {
      title: text(`dialogs:${what}Title`),
      buttonLabel: text(`dialogs:${what}`),
      defaultPath: path,
      filters: extensions.map((extension) => ({
        name: text(`dialogs:fileType_${extension}`),
        extensions: [extension],
      })),
      properties: ['showOverwriteConfirmation' as const, 'createDirectory' as const],
    }
    const window = parent()
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, question)
      : dialog.showSaveDialog(question))
    return canceled || !filePath ? null : filePath
  }
}

/** Shows how far something is where the system shows its programs; null takes it away. */
export function showProgressIn(windows: () => BrowserWindow[], fraction: number | null): void {
  for (const window of windows()) {
    if (!window.isDestroyed()) window.setProgressBar(fraction ?? -1)
  }
}
