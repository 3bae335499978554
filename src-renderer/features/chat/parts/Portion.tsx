import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { PLACE_KEPT } from '../useReaderHand'
import { useTurn } from './turns'

interface Props {
  /** Drawn with the whole, because that is small or arrives just now. */
  atOnce: boolean
  /** Left out of the layout while it is out of sight: part of something large, and not growing. */
  aside: boolean
  /** How long drawing it takes, in characters of prose. */
  weight: number
  /** Its height as far as its text tells, in lines. */
  lines: number
  role?: 'rowgroup'
  className?: string
  children: ReactNode
}

/** How near to the end, in pixels, a reader stays there. */
const AT_END = 48

/**
 * A part of something large. It is drawn in a turn of its own, what is in sight first, and from then on
 * keeps its height without being laid out while it is out of sight.
 */
export function Portion({ atOnce, aside, weight, lines, role, className = '', children }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useTurn(place, { atOnce, weight })

  const [waited] = useState(!atOnce)
  const [before] = useState(lines)
  useLayoutEffect(() => {
    if (waited && drawn && place.current) keepPlace(place.current, before)
  }, [waited, drawn, before])

  // Its height is remembered from the first frame that shows it.
  useEffect(() => {
    const element = place.current
    if (!aside || !drawn || !element) return
    const timer = setTimeout(() => (element.dataset.aside = ''), 100)
    return () => {
      clearTimeout(timer)
      delete element.dataset.aside
    }
  }, [aside, drawn])

  return (
    <div
      ref={place}
      role={role}
      aria-busy={drawn ? undefined : true}
      className={`portion ${className}`}
      style={drawn ? { containIntrinsicBlockSize: `auto ${lines}lh` } : { height: `${lines}lh` }}
    >
      {drawn && children}
    </div>
  )
}

/** What is drawn above the reader must not move what is read. */
function keepPlace(element: HTMLElement, lines: number) {
  const scroller = element.closest('[role="log"]')
  if (!scroller) return
  const { scrollTop, clientHeight, scrollHeight } = scroller
  const { top, height } = element.getBoundingClientRect()
  const before = lines * parseFloat(getComputedStyle(element).lineHeight)
  const above = top + Math.min(before, height) <= scroller.getBoundingClientRect().top
  const atEnd = scrollHeight - clientHeight - scrollTop - (height - before) < AT_END
  if (!above || atEnd) return
  scroller.scrollTop += height - before
  scroller.dispatchEvent(new Event(PLACE_KEPT))
}
