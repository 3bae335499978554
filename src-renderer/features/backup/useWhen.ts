import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { timeFormat } from '../../ui/timeFormat'

/** Writes a day and a time, also of today: what is long ago and what is not stand in one list. */
export function useWhen() {
  const { i18n } = useTranslation()
  const { language } = i18n
  return useCallback((time: number) => timeFormat(language, 'day').format(time), [language])
}
