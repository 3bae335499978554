import { PORTION } from '@contract/heavy'
import { useLayoutEffect, useState } from 'react'
import type { RefObject } from 'react'

interface Turn {
  place: Element
  weight: number
  take: () => void
}

const waiting = new Set<Turn>()
let asked = false

/**
 * Whether it was this one's turn to be drawn, if it wants one: in each frame as many as fit into it, and
 * the nearest to what is in sight first.
 */
export function useTurn(
  place: RefObject<Element | null>,
  { atOnce, weight, wanted = true }: { atOnce: boolean; weight: number; wanted?: boolean },
) {
  const [mine, setMine] = useState(atOnce)

  useLayoutEffect(() => {
    if (mine || !wanted || !place.current) return
    const turn = { place: place.current, weight, take: () => setMine(true) }
    waiting.add(turn)
    ask()
    return () => void waiting.delete(turn)
  }, [mine, wanted, weight, place])

  return mine
}

function ask() {
  if (asked) return
  asked = true
  requestAnimationFrame(next)
}

function next() {
  asked = false
  const order = [...waiting]
    .map((turn) => ({ turn, away: awayFromSight(turn.place) }))
    .sort((a, b) => a.away - b.away)
  let room = PORTION
  for (const { turn } of order) {
    if (turn.weight > room && room < PORTION) break
    room -= turn.weight
    waiting.delete(turn)
    turn.take()
  }
  if (waiting.size > 0) ask()
}

function awayFromSight(place: Element) {
  const { top, bottom } = place.getBoundingClientRect()
  return Math.max(0, top - innerHeight, -bottom)
}
