import { useLayoutEffect, useRef } from 'react'

/** Tells the page how high the composer is, so that notices stand above it and never on it. */
export function useComposerHeight() {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    const page = document.documentElement.style
    if (!element) return
    const observer = new ResizeObserver(() => {
      page.setProperty('--composer', `${element.offsetHeight}px`)
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      page.removeProperty('--composer')
    }
  }, [])
  return box
}
