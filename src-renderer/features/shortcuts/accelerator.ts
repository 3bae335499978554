import { isMac } from '../../ui/platform'
import { ownKeys, shortcuts } from './commands'
import type { MenuCommand } from './commands'

/** Keys by their name on the keyboard, where what they write changes with Shift. */
const BY_CODE: Readonly<Record<string, string>> = {
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Equal: '=',
  Minus: '-',
  Backquote: '`',
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
}
const NAMED = /^(F([1-9]|1\d|2[0-4])|Tab|Home|End|PageUp|PageDown|Backspace|Delete|Insert|Enter)$/

/** Keys of text fields, of the window and of the system, beside those of `shortcuts`. */
const RESERVED = ['C', 'V', 'X', 'A', 'Q', 'W', 'Y', 'H', 'M', '0', '=', '-', 'Shift+Z', 'Shift+V']
  .map((key) => `CmdOrCtrl+${key}`)
  .concat('CmdOrCtrl+Shift+F', 'Alt+Left', 'F11')

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** What was pressed, as Electron writes it; null while only Shift and the like are held. */
export function acceleratorOf(event: Pressed): string | null {
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : null
  const digit = /^Digit(\d)$/.exec(event.code)?.[1]
  const key = letter ?? digit ?? BY_CODE[event.code] ?? NAMED.exec(event.key)?.[0]
  if (key === undefined) return null
  const held = [
    (isMac ? event.metaKey : event.ctrlKey) && 'CmdOrCtrl',
    isMac && event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
  ]
  return [...held.filter(Boolean), key].join('+')
}

/** Whether they can be told from what one writes. */
export function isStrong(accelerator: string): boolean {
  return /(^|\+)(CmdOrCtrl|Ctrl|Alt)\+|^(Shift\+)?F\d/.test(accelerator)
}

/** Whose keys they are already: another command's, or the window's own; null when nobody's. */
export function ownerOf(
  accelerator: string,
  command: MenuCommand,
  chosen: Readonly<Record<string, string>>,
): MenuCommand | 'window' | null {
  // The keys of the table, which Object.keys widens.
  const commands = Object.keys(ownKeys) as MenuCommand[]
  const same = (keys: string) => onThisSystem(keys) === onThisSystem(accelerator)
  const other = commands.find((each) => each !== command && same(chosen[each] ?? ownKeys[each]))
  if (other) return other
  const fixed = Object.values(shortcuts).flatMap((group) => group.flatMap(({ keys }) => keys))
  const digits = Array.from({ length: 9 }, (_, index) => `CmdOrCtrl+${index + 1}`)
  return [...fixed, ...RESERVED, ...digits].some(same) ? 'window' : null
}

function onThisSystem(keys: string): string {
  const named = keys.replace('Mod', 'CmdOrCtrl')
  return isMac ? named : named.replace('CmdOrCtrl', 'Ctrl')
}
