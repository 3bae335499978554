import { useTranslation } from 'react-i18next'
import { popup } from '../../ui/Menu'
import type { Suggestion } from './suggest'

interface Props {
  items: readonly Suggestion[]
  chosen: number | null
  onTake: (index: number) => void
  onPoint: (index: number) => void
}

export function suggestionId(index: number) {
  return `search-suggestion-${index}`
}

/** What the word at the caret could become; the focus stays in the field above. */
export function SuggestionList({ items, chosen, onTake, onPoint }: Props) {
  const { t } = useTranslation('search')
  return (
    <div
      id="search-suggestions"
      role="listbox"
      aria-label={t('suggestions')}
      className={`${popup} absolute top-full left-0 z-20 mt-1 max-h-80 w-max max-w-[min(22rem,80vw)] min-w-full overflow-y-auto`}
    >
      {items.map(({ insert, about }, index) => (
        <button
          key={insert}
          type="button"
          tabIndex={-1}
          id={suggestionId(index)}
          role="option"
          aria-selected={index === chosen}
          data-highlighted={index === chosen || undefined}
          onPointerMove={() => index !== chosen && onPoint(index)}
          // The field keeps the focus, also under the pointer.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(index)}
          className="flex min-h-8 w-full items-center gap-3 rounded-md px-2 text-left select-none data-highlighted:bg-hover"
        >
          <span className="truncate font-medium" dir="auto">
            {insert}
          </span>
          {about && (
            <span className="ml-auto shrink-0 text-sm text-muted-foreground">
              {t(`filters.${about}`)}
            </span>
          )}
        </button>
      ))}
    </div>
  )
}
