import { useSyncExternalStore } from 'react'

const query = matchMedia('(max-width: 719px)')

/** Whether the window is too narrow for the sidebar to stand beside the chat. */
export function isNarrow() {
  return query.matches
}

export function useNarrow() {
  return useSyncExternalStore(listen, isNarrow)
}

function listen(changed: () => void) {
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
