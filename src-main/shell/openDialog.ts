import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { AskWhich } from '../imports'
import { text } from '../text'

/** Asks for files or for a folder, which only macOS can show together, above `parent`. */
export function openDialog(parent: () => BrowserWindow | undefined): AskWhich {
  return async ({ folder, startIn }) => {
    const question: OpenDialogOptions = {
      title: text(folder ? 'dialogs:importFolderTitle' : 'dialogs:importTitle'),
      buttonLabel: text('dialogs:import'),
      ...(startIn !== null && { defaultPath: startIn }),
      // Without a filter: what a file is, its content says.
      properties: folder ? ['openDirectory'] : ['openFile', 'multiSelections'],
    }
    const window = parent()
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, question)
      : dialog.showOpenDialog(question))
    return canceled ? [] : filePaths
  }
}
