import { Hourglass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSearch } from '../../stores/search'
import { Button } from '../../ui/Button'

/** Says calmly that older messages may be missing, for as long as the index is being made. */
export function IndexLine() {
  const { t } = useTranslation('search')
  const incomplete = useSearch((state) => state.incomplete && state.text.trim() !== '')
  const progress = useSearch((state) => state.progress)
  if (!incomplete) return null
  return (
    <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2.5 border-b border-border px-5 py-1 text-sm text-muted-foreground">
      <Hourglass size={14} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1">{progress ? t('incompleteOf', progress) : t('incomplete')}</p>
      {!progress && <Button onClick={() => useSearch.getState().again()}>{t('again')}</Button>}
    </div>
  )
}
