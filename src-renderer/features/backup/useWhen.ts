import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** Writes a day and a time, also of today: what is long ago and what is not stand in one list. */
export function useWhen() {
  const { i18n } = useTranslation()
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, {
      dateStyle: 'medium',
      timeStyle: 'short',
    })
    return (time: number) => format.format(time)
  }, [i18n.language])
}
