import { Menu, type MenuItemConstructorOptions, app } from 'electron'
import { type Command, COMMANDS } from '@contract/events'
import accelerators from '@resources/accelerators.json'
import { text } from '../text'

const keys: Partial<Record<Command, string>> = accelerators
const isMac = process.platform === 'darwin'

export interface MenuActions {
  command(command: Command): void
  openLogs(): void
  openData(): void
}

/** The whole menu: every command stands here with its key, and the keys are bound nowhere else. */
export function setMenu(actions: MenuActions): void {
  const item = (key: string, command: Command) => ({
    id: command,
    label: text(`menu:${key}`),
    accelerator: keys[command],
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
        item('exportChat', 'export-chat'),
        item('exportAll', 'export-all'),
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

/** Disables what would do nothing; a command without an item is a key of the window's own. */
export function offerWithout(without: readonly Command[]): void {
  const menu = Menu.getApplicationMenu()
  for (const command of COMMANDS) {
    const item = menu?.getMenuItemById(command)
    if (item) item.enabled = !without.includes(command)
  }
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
