import { useTranslation } from 'react-i18next'
import { dateOf } from './periods'
import type { Period, Range } from './periods'

/** Writes a day or a month as this language does. */
export function usePeriodName(range: Range) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(
    i18n.language,
    range === 'days' ? { month: 'short', day: 'numeric' } : { month: 'short', year: 'numeric' },
  )
  return (period: Period) => format.format(dateOf(period))
}
