import { Menu, type MenuItemConstructorOptions, app } from 'electron'
import type { Command } from '@contract/events'
import { text } from '../text'

const isMac = process.platform === 'darwin'

export interface MenuActions {
  command(command: Command): void
  openLogs(): void
  openData(): void
}

/** The whole menu: every command stands here with its key, and the keys are bound nowhere else. */
export function setMenu(actions: MenuActions): void {
  const item = (key: string, command: Command, accelerator?: string) => ({
    label: text(`menu:${key}`),
    accelerator,
    click: () => actions.command(command),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item('settings', 'settings', 'CmdOrCtrl+,')
  const about = item('about', 'about')
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [macMenu(settings, about)] : []),
    {
      label: text('menu:file'),
      submenu: [
        item('newChat', 'new-chat', 'CmdOrCtrl+N'),
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
      ],
    },
    {
      label: text('menu:view'),
      submenu: [
        item('toggleSidebar', 'toggle-sidebar', 'CmdOrCtrl+B'),
        item('trash', 'trash'),
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
        item('focusComposer', 'focus-composer', 'CmdOrCtrl+I'),
        item('chooseModel', 'choose-model', 'CmdOrCtrl+Shift+M'),
        line,
        item('stop', 'stop'),
        item('regenerate', 'regenerate', 'CmdOrCtrl+R'),
        item('copyReply', 'copy-last-reply', 'CmdOrCtrl+Shift+C'),
        item('copyCode', 'copy-last-code', 'CmdOrCtrl+Shift+;'),
        line,
        item('rename', 'rename-chat', 'F2'),
        item('pin', 'pin-chat', 'CmdOrCtrl+Shift+P'),
        item('duplicate', 'duplicate-chat', 'CmdOrCtrl+D'),
        item('delete', 'delete-chat', 'CmdOrCtrl+Shift+Backspace'),
        line,
        item('nextChat', 'next-chat', 'Ctrl+Tab'),
        item('previousChat', 'previous-chat', 'Ctrl+Shift+Tab'),
      ],
    },
    { role: 'windowMenu', label: text('menu:window') },
    {
      role: 'help',
      label: text('menu:help'),
      submenu: [
        item('shortcuts', 'shortcuts', 'CmdOrCtrl+/'),
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
