import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { openSearch } from './openSearch'

/** In a sidebar that lies over the page: it leads to the page, which has the field. */
export function SearchButton({ className }: { className: string }) {
  const { t } = useTranslation('search')
  return (
    <button type="button" className={className} onClick={openSearch}>
      <Search size={16} strokeWidth={1.75} aria-hidden className="text-muted-foreground" />
      {t('label')}
    </button>
  )
}
