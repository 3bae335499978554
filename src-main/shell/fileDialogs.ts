import { clipboard, nativeImage } from 'electron'
import type { FileDialogs } from '../attachments/attachmentsFor'
import type { AskOpen, AskWhere } from '../app/dialogs'
import { AppError } from '../errors'

/** Files that the user chooses and names in the system's own dialogs. */
export function fileDialogs(askOpen: AskOpen, askWhere: AskWhere): FileDialogs {
  return {
    choose: () => askOpen('attach'),
    askWhere: (name) => askWhere({ what: 'saveFile', path: name, extensions: [] }),
    copyPicture(bytes) {
      const picture = nativeImage.createFromBuffer(bytes)
      if (picture.isEmpty()) throw new AppError('bad_input', 'the system cannot copy this picture')
      clipboard.writeImage(picture)
      return Promise.resolve()
    },
  }
}
