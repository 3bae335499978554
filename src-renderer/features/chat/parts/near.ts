import { useEffect, useState } from 'react'
import type { RefObject } from 'react'

/** How far from what is in sight, in pixels. */
const NEAR = 400

const waiting = new Map<Element, () => void>()
/** One for all: each of its own would be asked in every frame. */
let observer: IntersectionObserver | null = null

/** Whether an element has come near what is in sight, once and for all. What does not wait is near. */
export function useNear(place: RefObject<Element | null>, waits: boolean) {
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = place.current
    if (!waits || near || !element) return
    observer ??= new IntersectionObserver(tell, { rootMargin: `${NEAR}px` })
    waiting.set(element, () => setNear(true))
    observer.observe(element)
    return () => {
      waiting.delete(element)
      observer?.unobserve(element)
    }
  }, [place, waits, near])
  return near || !waits
}

function tell(entries: readonly IntersectionObserverEntry[]) {
  for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.get(target)?.()
}
