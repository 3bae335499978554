import { useCallback, useEffect, useRef } from 'react'
import type { RefObject } from 'react'

const AFTER = 500
/** Told by what scrolls the list itself, because something above the reader has changed its height. */
export const PLACE_KEPT = 'placekept'

/**
 * Tells whether the reader is scrolling just now: by wheel, touch, key, focus, the scroll bar, or an
 * assistive program. Only that may release the end of a chat: text that grows, or a window that
 * narrows, may not.
 */
export function useReaderHand(scroller: RefObject<HTMLElement | null>) {
  const until = useRef(0)

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const moved = () => {
      until.current = performance.now() + AFTER
    }
    const held = () => {
      until.current = Infinity
    }
    // What scrolls back while nothing shrinks is no correction of ours.
    let before = measure(element)
    const scrolled = () => {
      const now = measure(element)
      if (now.top < before.top && now.height >= before.height && now.room === before.room) moved()
      before = now
    }
    const kept = () => {
      before = measure(element)
    }
    const moves = ['wheel', 'touchmove', 'keydown', 'focusin'] as const
    for (const name of moves) element.addEventListener(name, moved, { passive: true })
    element.addEventListener('pointerdown', held)
    // In the capturing phase, before the list has drawn and measured what came into sight.
    element.addEventListener('scroll', scrolled, { capture: true, passive: true })
    element.addEventListener(PLACE_KEPT, kept)
    window.addEventListener('pointerup', moved)
    return () => {
      for (const name of moves) element.removeEventListener(name, moved)
      element.removeEventListener('pointerdown', held)
      element.removeEventListener('scroll', scrolled, { capture: true })
      element.removeEventListener(PLACE_KEPT, kept)
      window.removeEventListener('pointerup', moved)
    }
  }, [scroller])

  return useCallback(() => performance.now() < until.current, [])
}

function measure(element: HTMLElement) {
  return { top: element.scrollTop, height: element.scrollHeight, room: element.clientHeight }
}
