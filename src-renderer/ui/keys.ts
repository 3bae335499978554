import { i18n } from '../i18n'

export const isMac = navigator.platform.startsWith('Mac')
const signs: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Backspace: '⌫' }

/** A key combination such as `Mod+Shift+M`, as this system writes it. */
export function writeKeys(keys: string) {
  const names = keys.split('+').map((key) => {
    if (isMac && signs[key]) return signs[key]
    const name = key === 'Mod' ? 'Ctrl' : key
    return i18n.t(`common:shortcuts.keys.${name}`, { defaultValue: name })
  })
  return names.join(isMac ? '' : '+')
}

/** Whether the system's main modifier is held: Command on a Mac, Control elsewhere. */
export function isMod(event: { metaKey: boolean; ctrlKey: boolean }) {
  return isMac ? event.metaKey : event.ctrlKey
}
