import { type BrowserWindow, clipboard, dialog, nativeImage } from 'electron'
import type { FileDialogs } from '../attachments/dialogs'
import type { AskOpen } from '../app/dialogs'
import { AppError } from '../errors'
import { text } from '../text'

/** Files that the user chooses and names in the system's own dialogs, above `parent`. */
export function fileDialogs(
  parent: () => BrowserWindow | undefined,
  askOpen: AskOpen,
): FileDialogs {
  return {
    choose: () => askOpen('attach'),
    async askWhere(name) {
      const question = {
        title: text('dialogs:saveFileTitle'),
        defaultPath: name,
        properties: ['showOverwriteConfirmation' as const, 'createDirectory' as const],
      }
      const window = parent()
      const { canceled, filePath } = await (window
        ? dialog.showSaveDialog(window, question)
        : dialog.showSaveDialog(question))
      return canceled || !filePath ? null : filePath
    },
    copyPicture(bytes) {
      const picture = nativeImage.createFromBuffer(bytes)
      if (picture.isEmpty()) throw new AppError('bad_input', 'the system cannot copy this picture')
      clipboard.writeImage(picture)
      return Promise.resolve()
    },
  }
}
