import { createContext, useContext, useState } from 'react'
import { useFound } from '../../stores/found'
import type { Target } from '../../stores/found'
import { placesOf } from './ranges'

/** The message in which something is drawn. */
export const MessageId = createContext<string | null>(null)

/** What has just been sought in this message, if anything. */
export function useSought() {
  const id = useContext(MessageId)
  return useFound((state) => (state.target?.messageId === id ? state.target : null))
}

/**
 * Whether something folded is open. It opens by itself for what was sought in it, or what `holds` says,
 * and then it is the reader's again.
 */
export function useFolded(holds: (target: Target) => boolean) {
  const target = useSought()
  const [open, setOpen] = useState(false)
  const [seen, setSeen] = useState<Target | null>(null)
  if (target && target !== seen) {
    setSeen(target)
    if (!open && holds(target)) setOpen(true)
  }
  return [open, setOpen] as const
}

export function holdsAny(text: string, { words }: Target) {
  return words.some((word) => placesOf(text, word).length > 0)
}

/** Where in a text the sought place is, or the last one before it. */
export function placeIn(text: string, { words, at }: Target) {
  const places = words.flatMap((word) => placesOf(text, word)).sort((a, b) => a.start - b.start)
  return places[Math.min(at, places.length - 1)]?.start
}
