import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'

/** What a right click offers: what can be done with the selection or the field under it. */
export function offerContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_, { editFlags, isEditable, selectionText }) => {
    const items: MenuItemConstructorOptions[] = isEditable
      ? [
          { role: 'undo', enabled: editFlags.canUndo },
          { role: 'redo', enabled: editFlags.canRedo },
          { type: 'separator' },
          { role: 'cut', enabled: editFlags.canCut },
          { role: 'copy', enabled: editFlags.canCopy },
          { role: 'paste', enabled: editFlags.canPaste },
          { role: 'selectAll', enabled: editFlags.canSelectAll },
        ]
      : [{ role: 'copy', enabled: editFlags.canCopy }]
    if (!isEditable && selectionText.trim() === '') return
    Menu.buildFromTemplate(items).popup({ window })
  })
}
