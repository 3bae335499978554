import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { timeFormat } from './timeFormat'

/** Writes a time: the hour alone today, with the day before that. */
export function useTime() {
  const { i18n } = useTranslation()
  const { language } = i18n
  return useCallback(
    (time: number) => {
      const today = new Date().setHours(0, 0, 0, 0)
      return timeFormat(language, time >= today ? 'hour' : 'day').format(time)
    },
    [language],
  )
}
