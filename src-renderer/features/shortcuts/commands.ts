import type common from '@locales/en/common.json'
import accelerators from '@resources/accelerators.json'
import { useSettings } from '../../stores/settings'

type CommandName = keyof (typeof common)['shortcuts']['commands']
type GroupName = keyof (typeof common)['shortcuts']['groups']
export type MenuCommand = keyof typeof accelerators & CommandName

interface Shortcut {
  command: CommandName
  /** Bound by the menu, where the user may choose other keys for it. */
  inMenu?: MenuCommand
  /** Keys of the window's own, which stay. */
  keys: readonly string[]
}

/** What the keyboard can do, as the sheet shows it. The menu's own keys are bound by the menu. */
export const shortcuts = {
  chats: [
    inMenu('new-chat'),
    inMenu('search', 'Mod+Shift+F'),
    inMenu('next-chat'),
    inMenu('previous-chat'),
    { command: 'chat-by-number', keys: ['Mod+1', 'Mod+9'] },
    inMenu('rename-chat'),
    inMenu('pin-chat'),
    inMenu('duplicate-chat'),
    inMenu('move-chat'),
    inMenu('archive-chat'),
    inMenu('import'),
    inMenu('export-chat'),
    inMenu('delete-chat'),
    inMenu('new-project'),
  ],
  message: [
    inMenu('focus-composer'),
    { command: 'send', keys: ['Enter'] },
    { command: 'newline', keys: ['Shift+Enter'] },
    { command: 'stop', keys: ['Escape'] },
    { command: 'edit-last', keys: ['Up'] },
    inMenu('choose-model'),
  ],
  reading: [
    inMenu('find'),
    inMenu('find-next', 'F3'),
    inMenu('find-previous', 'Shift+F3'),
    { command: 'next-message', keys: ['Down', 'J'] },
    { command: 'previous-message', keys: ['Up', 'K'] },
    inMenu('regenerate'),
    inMenu('copy-last-reply'),
    inMenu('copy-last-code'),
  ],
  window: [
    inMenu('toggle-sidebar'),
    { command: 'next-region', keys: ['F6'] },
    inMenu('settings'),
    inMenu('shortcuts'),
    { command: 'undo', keys: ['Mod+Z'] },
  ],
} satisfies Record<GroupName, readonly Shortcut[]>

/** A command of the menu, with the keys that it has besides the menu's. */
function inMenu(command: MenuCommand, ...others: string[]): Shortcut {
  return { command, inMenu: command, keys: others }
}

/** The commands that the menu binds to keys, with those of the program. */
export const ownKeys: Readonly<Record<MenuCommand, string>> = accelerators

/** What says which keys the menu binds to a command now; empty where the user wants none. */
export function useMenuKeys(): (command: MenuCommand) => string {
  const chosen = useSettings((state) => state.value?.keys)
  return (command) => (chosen?.[command] ?? ownKeys[command]).replace('CmdOrCtrl', 'Mod')
}
