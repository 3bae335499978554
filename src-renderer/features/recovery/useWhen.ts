import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

const DAY = 86_400_000

/** Writes a time as one remembers it: "yesterday", "3 days ago", or the date of what is longer ago. */
export function useWhen() {
  const { i18n } = useTranslation()
  const language = i18n.language
  return useMemo(() => {
    const near = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
    const far = new Intl.DateTimeFormat(language, { dateStyle: 'long' })
    return (time: number) => {
      const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
      const days = Math.round((midnight(time) - midnight(Date.now())) / DAY)
      return days <= 0 && days > -7 ? near.format(days, 'day') : far.format(time)
    }
  }, [language])
}
