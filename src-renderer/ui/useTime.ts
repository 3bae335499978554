import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** Writes a time: the hour alone today, with the day before that. */
export function useTime() {
  const { i18n } = useTranslation()
  const language = i18n.language
  return useMemo(() => {
    const hour = new Intl.DateTimeFormat(language, { timeStyle: 'short' })
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
    return (time: number) => {
      const today = new Date().setHours(0, 0, 0, 0)
      return (time >= today ? hour : day).format(time)
    }
  }, [language])
}
