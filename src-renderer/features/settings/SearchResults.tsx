import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Hit } from './search'
import { Rows } from './Section'

interface Props {
  hits: readonly Hit[]
  query: string
  onChoose: (hit: Hit) => void
}

/** The settings that match, from all tabs; choosing one goes there. */
export function SearchResults({ hits, query, onChoose }: Props) {
  const { t } = useTranslation('settings')
  return (
    <div className="min-h-0 min-w-0 flex-1 overflow-y-auto px-6 py-5 max-sm:px-4">
      <p role="status" className="mb-2 text-sm text-muted-foreground">
        {hits.length > 0
          ? t('search.found', { count: hits.length })
          : t('search.none', { query: query.trim() })}
      </p>
      {hits.length > 0 && (
        <Rows>
          <ul className="divide-y divide-border">
            {hits.map((hit) => (
              <li key={hit.name}>
                <button
                  type="button"
                  onClick={() => onChoose(hit)}
                  className="flex min-h-11 w-full items-center gap-3 px-4 py-2 text-left -outline-offset-2 hover:bg-hover"
                >
                  <span className="min-w-0 flex-1 font-medium">{hit.label}</span>
                  <span className="text-sm text-muted-foreground">{t(`tabs.${hit.tab}`)}</span>
                  <ChevronRight size={15} aria-hidden className="text-muted-foreground" />
                </button>
              </li>
            ))}
          </ul>
        </Rows>
      )}
    </div>
  )
}
