import { useMemo, useState } from 'react'
import { useToday } from '../sidebar/useToday'
import { namesWanted, suggestionsFor } from './suggest'
import { useNames } from './useNames'

/** What could be meant by the word at the caret, and which of it is chosen just now. */
export function useSuggestions(text: string) {
  /** Where the caret was at the last change; null while nothing is suggested. */
  const [caret, setCaret] = useState<number | null>(null)
  const [chosen, setChosen] = useState<number | null>(null)
  const today = useToday()
  const names = useNames(caret === null ? null : namesWanted(text, caret))
  const found = useMemo(
    () => (caret === null ? null : suggestionsFor(text, caret, names, today)),
    [text, caret, names, today],
  )
  const items = found?.items ?? []
  const index = chosen ?? (found?.eager ? 0 : null)
  return {
    found,
    items,
    index: index !== null && index < items.length ? index : null,
    at(next: number | null) {
      setCaret(next)
      setChosen(null)
    },
    choose: setChosen,
  }
}
