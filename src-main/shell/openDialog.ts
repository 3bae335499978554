import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { AskOpen, Choosing } from '../app/dialogs'
import { text } from '../text'

type Properties = NonNullable<OpenDialogOptions['properties']>

const FILES: Properties = ['openFile', 'multiSelections']
const NEW_FOLDER: Properties = ['openDirectory', 'createDirectory']

/** Without filters but for backups: what a file is, its content says. */
const PROPERTIES: Readonly<Record<Choosing, Properties>> = {
  import: FILES,
  // Only macOS can show files and folders together.
  importFolder: ['openDirectory'],
  attach: FILES,
  openBackup: ['openFile'],
  backupFolder: NEW_FOLDER,
  move: NEW_FOLDER,
}

/** Asks in the system's own dialog, above `parent`. */
export function openDialog(parent: () => BrowserWindow | undefined): AskOpen {
  return async (what, startIn = null) => {
    const question: OpenDialogOptions = {
      title: text(`dialogs:${what}Title`),
      buttonLabel: text(`dialogs:${what}`),
      ...(startIn !== null && { defaultPath: startIn }),
      ...(what === 'openBackup' && { filters: backups() }),
      properties: PROPERTIES[what],
    }
    const window = parent()
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, question)
      : dialog.showOpenDialog(question))
    return canceled ? [] : filePaths
  }
}

function backups() {
  return [
    { name: text('dialogs:fileType_keepsake'), extensions: ['keepsake', 'db'] },
    { name: text('dialogs:fileType_any'), extensions: ['*'] },
  ]
}
