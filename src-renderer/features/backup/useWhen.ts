import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Writes a day and a time, also of today: what is long ago and what is not stand in one list. */
export function useWhen() {
  const { i18n } = useTranslation()
  const { language } = i18n
  return useCallback((time: number) => formatIn(language).format(time), [language])
}

/** Made with the first time: that takes a window 5 ms, and most begin without one to write. */
function formatIn(language: string) {
  const format =
    formats.get(language) ??
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  formats.set(language, format)
  return format
}
