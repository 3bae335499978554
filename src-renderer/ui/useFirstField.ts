import { useCallback, useRef } from 'react'

/** For a dialog: `body` is the ref of what holds its fields, `first` the one to begin in. */
export function useFirstField() {
  const first = useRef<HTMLElement>(null)
  const body = useCallback((element: HTMLElement | null) => {
    first.current = element?.querySelector<HTMLElement>('input, textarea') ?? null
  }, [])
  return { first, body }
}
