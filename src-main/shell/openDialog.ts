import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import { text } from '../text'

/** Asks for something that is there, beginning in `folder`; null where the user closes the dialog. */
export type Ask = (folder: string | null) => Promise<string | null>

/** Asks for a backup, or a copy of a database, in the system's own dialog. */
export function askBackup(parent: () => BrowserWindow | undefined): Ask {
  return asking(parent, {
    title: text('dialogs:openBackupTitle'),
    buttonLabel: text('dialogs:openBackup'),
    filters: [
      { name: text('dialogs:fileType_keepsake'), extensions: ['keepsake', 'db'] },
      { name: text('dialogs:fileType_any'), extensions: ['*'] },
    ],
    properties: ['openFile'],
  })
}

/** Asks for a folder, which may be made there. */
export function askFolder(parent: () => BrowserWindow | undefined): Ask {
  return asking(parent, {
    title: text('dialogs:backupFolderTitle'),
    buttonLabel: text('dialogs:backupFolder'),
    properties: ['openDirectory', 'createDirectory'],
  })
}

function asking(parent: () => BrowserWindow | undefined, question: OpenDialogOptions): Ask {
  return async (folder) => {
    const window = parent()
    const options = { ...question, ...(folder !== null && { defaultPath: folder }) }
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options))
    return (!canceled && filePaths[0]) || null
  }
}
