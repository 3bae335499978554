import type { KeyboardEvent } from 'react'
import { useSettings } from '../../stores/settings'
import { isMod } from '../../ui/platform'

/** While an input method composes, Enter, Escape and the arrows belong to it. */
export function isComposing(event: KeyboardEvent) {
  return event.nativeEvent.isComposing || event.keyCode === 229
}

/** Whether this key sends what is written, by the setting; any other Enter begins a new line. */
export function sends(event: KeyboardEvent) {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false
  return useSettings.getState().value?.sendKey !== 'mod-enter' || isMod(event)
}
