import { useEffect, useState } from 'react'

/** The current day, which changes at midnight also in a window that stays open. */
export function useToday() {
  const [today, setToday] = useState(() => new Date())
  useEffect(() => {
    const midnight = new Date(today).setHours(24, 0, 0, 0)
    const timer = setTimeout(() => setToday(new Date()), midnight - Date.now() + 1000)
    return () => clearTimeout(timer)
  }, [today])
  return today
}
