import { Menu, type MenuItemConstructorOptions, app } from 'electron'
import { type Command, COMMANDS } from '@contract/values'
import type { Accelerators } from '@contract/settings'
import accelerators from '@resources/accelerators.json'
import { text } from '../text'

const own: Partial<Record<Command, string>> = accelerators
const isMac = process.platform === 'darwin'

export interface MenuActions {
  command(command: Command): void
  openLogs(): void
  openData(): void
}

/** What the window says of the menu: commands that would do nothing, and keys that the user chose. */
export interface Offer {
  without: readonly Command[]
  keys: Accelerators
}

/** The menu of the program, shown at once; what the window then says of it changes it. */
export function showMenu(actions: MenuActions): (offer: Offer) => void {
  let shown: Accelerators = {}
  setMenu(actions, shown)
  return ({ without, keys }) => {
    if (JSON.stringify(keys) !== JSON.stringify(shown)) setMenu(actions, keys)
    shown = keys
    const menu = Menu.getApplicationMenu()
    for (const command of COMMANDS) {
      // A command without an item is a key of the window's own.
      const item = menu?.getMenuItemById(command)
      if (item) item.enabled = !without.includes(command)
    }
  }
}

/** The whole menu: every command stands here with its key, and the keys are bound nowhere else. */
function setMenu(actions: MenuActions, keys: Accelerators): void {
  const item = (key: string, command: Command) => ({
    id: command,
    label: text(`menu:${key}`),
    // An empty one would be refused.
    accelerator: (keys[command] ?? own[command]) || undefined,
    click: () => actions.command(command),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item('settings', 'settings')
  const about = item('about', 'about')
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [macMenu(settings, about)] : []),
    {
      label: text('menu:file'),
      submenu: [
        item('newChat', 'new-chat'),
        item('newProject', 'new-project'),
        line,
        item('import', 'import'),
        item('importFolder', 'import-folder'),
        item('exportChat', 'export-chat'),
        item('exportAll', 'export-all'),
        line,
        item('backUp', 'back-up'),
        item('restoreBackup', 'restore-backup'),
        item('moveData', 'move-data'),
        line,
        ...(isMac
          ? [{ role: 'close' as const }]
          : [settings, line, { role: 'quit' as const, label: text('menu:quit') }]),
      ],
    },
    {
      label: text('menu:edit'),
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'pasteAndMatchStyle' },
        { role: 'delete' },
        line,
        { role: 'selectAll' },
        line,
        item('search', 'search'),
        item('find', 'find'),
        item('findNext', 'find-next'),
        item('findPrevious', 'find-previous'),
      ],
    },
    {
      label: text('menu:view'),
      submenu: [
        item('toggleSidebar', 'toggle-sidebar'),
        item('archive', 'archive'),
        item('trash', 'trash'),
        item('statistics', 'statistics'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [line, { role: 'toggleDevTools' as const }]),
      ],
    },
    {
      label: text('menu:chat'),
      submenu: [
        item('focusComposer', 'focus-composer'),
        item('chooseModel', 'choose-model'),
        line,
        item('stop', 'stop'),
        item('regenerate', 'regenerate'),
        item('copyReply', 'copy-last-reply'),
        item('copyCode', 'copy-last-code'),
        line,
        item('rename', 'rename-chat'),
        item('pin', 'pin-chat'),
        item('duplicate', 'duplicate-chat'),
        item('move', 'move-chat'),
        item('archiveChat', 'archive-chat'),
        item('delete', 'delete-chat'),
        line,
        item('nextChat', 'next-chat'),
        item('previousChat', 'previous-chat'),
      ],
    },
    { role: 'windowMenu', label: text('menu:window') },
    {
      role: 'help',
      label: text('menu:help'),
      submenu: [
        item('shortcuts', 'shortcuts'),
        item('providers', 'providers'),
        line,
        { label: text('menu:openData'), click: actions.openData },
        { label: text('menu:openLogs'), click: actions.openLogs },
        ...(isMac ? [] : [line, about]),
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function macMenu(
  settings: MenuItemConstructorOptions,
  about: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      about,
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}
