import { useLayoutEffect, useState } from 'react'
import type { RefObject } from 'react'

interface Turn {
  place: Element
  take: () => void
}

const waiting = new Set<Turn>()
let asked = false

/**
 * Whether it was this one's turn to be drawn, if it wants one: one in a frame, and the nearest to what is
 * in sight first.
 */
export function useTurn(place: RefObject<Element | null>, atOnce: boolean, wanted = true) {
  const [mine, setMine] = useState(atOnce)

  useLayoutEffect(() => {
    if (mine || !wanted || !place.current) return
    const turn = { place: place.current, take: () => setMine(true) }
    waiting.add(turn)
    ask()
    return () => void waiting.delete(turn)
  }, [mine, wanted, place])

  return mine
}

function ask() {
  if (asked) return
  asked = true
  requestAnimationFrame(next)
}

function next() {
  asked = false
  let nearest: Turn | null = null
  let least = Infinity
  for (const turn of waiting) {
    const away = awayFromSight(turn.place)
    if (away >= least) continue
    nearest = turn
    least = away
  }
  if (!nearest) return
  waiting.delete(nearest)
  nearest.take()
  if (waiting.size > 0) ask()
}

function awayFromSight(place: Element) {
  const { top, bottom } = place.getBoundingClientRect()
  return Math.max(0, top - innerHeight, -bottom)
}
