import { i18n } from '../i18n'
import { isMac } from './platform'

const signs: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Backspace: '⌫' }

/** A key combination such as `Mod+Shift+M`, as this system writes it; none as none. */
export function writeKeys(keys: string) {
  if (keys === '') return ''
  const names = keys.split('+').map((key) => {
    if (isMac && signs[key]) return signs[key]
    const name = key === 'Mod' ? 'Ctrl' : key
    return i18n.t(`common:shortcuts.keys.${name}`, { defaultValue: name })
  })
  return names.join(isMac ? '' : '+')
}
