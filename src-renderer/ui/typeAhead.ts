import type { KeyboardEvent } from 'react'

const PAUSE = 700

/** Whether a key press is a letter meant for the type-ahead, not a shortcut. */
export function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey
}

/** Finds the next name that starts with the letters typed in quick succession; -1 where none does. */
export function createTypeAhead() {
  let typed = ''
  let last = 0
  return (letter: string, names: readonly string[], from: number) => {
    const now = performance.now()
    typed = (now - last < PAUSE ? typed : '') + letter.toLocaleLowerCase()
    last = now
    // The same letter again goes to the next name with it.
    const again = [...typed].every((each) => each === typed[0])
    const sought = again ? (typed[0] ?? '') : typed
    const start = again ? from + 1 : Math.max(0, from)
    for (let step = 0; step < names.length; step += 1) {
      const at = (start + step) % names.length
      if (names[at]?.toLocaleLowerCase().startsWith(sought)) return at
    }
    return -1
  }
}
