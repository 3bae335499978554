export const isMac = navigator.platform.startsWith('Mac')

/** Whether the system's main modifier is held: Command on a Mac, Control elsewhere. */
export function isMod(event: { metaKey: boolean; ctrlKey: boolean }) {
  return isMac ? event.metaKey : event.ctrlKey
}
