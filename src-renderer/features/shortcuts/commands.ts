import type common from '@locales/en/common.json'

type CommandName = keyof (typeof common)['shortcuts']['commands']
type GroupName = keyof (typeof common)['shortcuts']['groups']

interface Shortcut {
  command: CommandName
  keys: readonly string[]
}

/** What the keyboard can do, as the sheet shows it. The menu's own keys are bound by the menu. */
export const shortcuts = {
  chats: [
    { command: 'new-chat', keys: ['Mod+N'] },
    { command: 'next-chat', keys: ['Ctrl+Tab'] },
    { command: 'previous-chat', keys: ['Ctrl+Shift+Tab'] },
    { command: 'chat-by-number', keys: ['Mod+1', 'Mod+9'] },
    { command: 'rename-chat', keys: ['F2'] },
    { command: 'pin-chat', keys: ['Mod+Shift+P'] },
    { command: 'duplicate-chat', keys: ['Mod+D'] },
    { command: 'delete-chat', keys: ['Mod+Shift+Backspace'] },
  ],
  message: [
    { command: 'focus-composer', keys: ['Mod+I'] },
    { command: 'send', keys: ['Enter'] },
    { command: 'newline', keys: ['Shift+Enter'] },
    { command: 'stop', keys: ['Escape'] },
    { command: 'edit-last', keys: ['Up'] },
    { command: 'choose-model', keys: ['Mod+Shift+M'] },
  ],
  reading: [
    { command: 'next-message', keys: ['Down', 'J'] },
    { command: 'previous-message', keys: ['Up', 'K'] },
    { command: 'regenerate', keys: ['Mod+R'] },
    { command: 'copy-last-reply', keys: ['Mod+Shift+C'] },
    { command: 'copy-last-code', keys: ['Mod+Shift+;'] },
  ],
  window: [
    { command: 'toggle-sidebar', keys: ['Mod+B'] },
    { command: 'next-region', keys: ['F6'] },
    { command: 'settings', keys: ['Mod+,'] },
    { command: 'shortcuts', keys: ['Mod+/'] },
    { command: 'undo', keys: ['Mod+Z'] },
  ],
} satisfies Record<GroupName, readonly Shortcut[]>
