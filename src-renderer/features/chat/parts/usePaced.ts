import { useEffect, useState } from 'react'

/** UTF-16 units that are drawn within a frame or two, also where they are many small paragraphs. */
const STEP = 2000
const FRAME_MS = 16

/**
 * The part of a growing text that is drawn by now: what arrives at once is drawn in steps, so that
 * no server is fast enough to keep the window busy. A text that is there already is drawn at once.
 */
export function usePaced(text: string) {
  const [drawn, setDrawn] = useState(text.length)
  const next = stepFrom(text, drawn)

  useEffect(() => {
    if (next === drawn) return
    const timer = setTimeout(() => setDrawn(next), FRAME_MS)
    return () => clearTimeout(timer)
  }, [next, drawn])

  return { paced: text.slice(0, next), behind: next < text.length }
}

function stepFrom(text: string, drawn: number) {
  const next = Math.min(text.length, drawn + STEP)
  // Never between the two halves of a character.
  return /[\udc00-\udfff]/.test(text.charAt(next)) ? next + 1 : next
}
