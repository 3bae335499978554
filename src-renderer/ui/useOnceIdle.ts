import { useEffect, useState } from 'react'

let wasIdle = false

/**
 * False until this window, after it began, has nothing else to do for a moment. What is not needed to type a
 * question is drawn then, so that nobody waits for it.
 */
export function useOnceIdle() {
  const [isIdle, setIdle] = useState(wasIdle)

  useEffect(() => {
    if (isIdle) return
    const idle = requestIdleCallback(() => setIdle((wasIdle = true)), { timeout: 100 })
    return () => cancelIdleCallback(idle)
  }, [isIdle])
  return isIdle
}
