import { Search, X } from 'lucide-react'
import { useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearch } from '../../stores/search'
import { useView } from '../../stores/view'
import { IconButton } from '../../ui/IconButton'
import { writeKeys } from '../../ui/keys'
import { input } from '../../ui/TextField'
import { isComposing } from '../chat/sendKey'
import { useMenuKeys } from '../shortcuts/commands'
import { BOX, closeSearch } from './openSearch'
import { focusFirstResult } from './focusResult'
import { SuggestionList, suggestionId } from './SuggestionList'
import { withSuggestion } from './suggest'
import { useSuggestions } from './useSuggestions'

/** Searches as one types, and completes filters. Its results are in the page beside it. */
export function SearchBox() {
  const { t } = useTranslation('search')
  const menuKeys = useMenuKeys()
  const text = useSearch((state) => state.text)
  const onPage = useView((state) => state.page === 'search')
  const field = useRef<HTMLInputElement>(null)
  const suggestions = useSuggestions(text)
  const { items, index, found } = suggestions

  function type(next: string) {
    if (!onPage) useView.getState().showPage('search')
    useSearch.getState().type(next)
  }

  function take(at: number) {
    const item = items[at]
    if (!item || !found) return
    const next = withSuggestion(text, found, item.insert)
    type(next.text)
    suggestions.at(item.insert.endsWith(':') ? next.caret : null)
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret))
    field.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (!act(event)) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** Suggestions have the keys first, then the results. */
  function act({ key, shiftKey }: KeyboardEvent) {
    const open = items.length > 0
    const last = items.length - 1
    if (key === 'Escape') {
      if (open) suggestions.at(null)
      else if (text !== '') type('')
      else if (onPage) closeSearch()
      else return false
    } else if (key === 'ArrowDown' && open && index !== last) {
      suggestions.choose(index === null ? 0 : index + 1)
    } else if (key === 'ArrowUp' && open) suggestions.choose(index ? index - 1 : last)
    else if (key === 'Tab' && open && !shiftKey) take(index ?? 0)
    else if (key === 'Enter' && index !== null) take(index)
    else if (key === 'ArrowDown' || key === 'Enter') {
      suggestions.at(null)
      if (!onPage) useView.getState().showPage('search')
      focusFirstResult()
    } else return false
    return true
  }

  return (
    <div className="relative min-w-0 flex-1">
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute top-4 left-2.5 -translate-y-1/2 text-muted-foreground"
      />
      <input
        ref={field}
        id={BOX}
        type="search"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        aria-label={t('label')}
        aria-autocomplete="list"
        aria-controls={items.length > 0 ? 'search-suggestions' : undefined}
        aria-activedescendant={index === null ? undefined : suggestionId(index)}
        placeholder={t('placeholder')}
        value={text}
        onChange={(event) => {
          type(event.target.value)
          suggestions.at(event.target.selectionStart)
        }}
        onClick={() => useView.getState().showPage('search')}
        onFocus={() => {
          // An unfinished filter is completed as soon as one stands in it.
          const { text: now } = useSearch.getState()
          if (now.endsWith(':')) suggestions.at(now.length)
        }}
        onBlur={() => suggestions.at(null)}
        onKeyDown={onKeyDown}
        className={`${input} peer ps-8 ${text === '' ? '' : 'pe-8'} [&::-webkit-search-cancel-button]:hidden`}
      />
      {text === '' ? (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-4 right-2.5 -translate-y-1/2 font-sans text-xs text-muted-foreground peer-focus:hidden"
        >
          {writeKeys(menuKeys('search'))}
        </kbd>
      ) : (
        <IconButton
          label={t('clear')}
          icon={X}
          className="absolute top-4 right-0.5 -translate-y-1/2"
          onClick={() => {
            type('')
            field.current?.focus()
          }}
        />
      )}
      {items.length > 0 && (
        <SuggestionList items={items} chosen={index} onTake={take} onPoint={suggestions.choose} />
      )}
    </div>
  )
}
