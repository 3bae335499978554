import { useTranslation } from 'react-i18next'
import { useSearch } from '../../stores/search'

/** How many results there are, as far as it is known. */
export function ResultStatus() {
  const { t } = useTranslation('search')
  const typed = useSearch((state) => state.text.trim() !== '')
  const late = useSearch((state) => state.searching && state.text !== state.answered)
  const failed = useSearch((state) => state.failure !== null)
  const total = useSearch((state) => state.total)
  return (
    <p role="status" className="text-sm text-muted-foreground tabular-nums">
      {!typed || failed
        ? ''
        : late
          ? t('searching')
          : t(total.exact ? 'results' : 'resultsAtLeast', { count: total.count })}
    </p>
  )
}
